"""Asking to be told, and to be told no more, as conversations; wishes are kept in a database."""

from dataclasses import replace

import pytest

from bot.answers import wording
from bot.conversation import Outcome, Reply
from bot.knowledge.ways import Ways, ways_of
from bot.services import Services
from bot.sharing.links import Addresses
from bot.storage.follows import Follow, Follows
from handlers.wishes import MOST
from tests.handlers.talk import Talk, shown

POWER = "3.000001"
"""A new connection to the grid, of which the source lists no way but going."""
POOR = "1.011607"
"""Poor households: by post, not online."""
BIRTH = "1.001193"
"""Both ways are there."""
BOTH = Ways.ONLINE | Ways.POSTAL


@pytest.fixture
def services(services: Services) -> Services:
    """Services of a channel that can write to people first."""
    chats = Addresses(telegram="https://t.me/hoimotcua_bot", zalo="https://zalo.me/1")
    return replace(services, tellers=frozenset({"test"}), addresses=chats)


@pytest.fixture
def follows(services: Services) -> Follows:
    assert services.outreach
    return services.outreach.follows


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services.snapshot, services)


async def held(follows: Follows, person: str = "lan") -> list[tuple[str, Ways]]:
    return [(one.procedure, one.wish) for one in await follows.of("test", person)]


def labels(reply: Reply) -> list[str]:
    return [choice.label for choice in reply.choices]


def test_the_procedures_of_these_tests_are_as_they_say(services: Services) -> None:
    known = services.snapshot.knowledge.by_code

    assert [ways_of(known[code]) for code in (POWER, POOR, BIRTH)] == [Ways(0), Ways.POSTAL, BOTH]


async def test_what_is_talked_about_is_followed_for_whatever_way_comes_first(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POWER}")

    reply = await talk.say("báo cho tôi khi có")

    assert await held(follows) == [(POWER, BOTH)]
    assert reply.outcome is Outcome.CHITCHAT
    assert "Khi thủ tục này nộp được qua mạng hoặc gửi được qua bưu điện, tôi báo anh/chị ở đây." in shown(reply)
    assert f"(mã {POWER})" in shown(reply)
    assert wording.WISH_KEPT in shown(reply)


async def test_a_way_that_is_named_is_the_one_waited_for(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POWER}")

    await talk.say("khi nao nop qua mang duoc thi bao toi")

    assert await held(follows) == [(POWER, Ways.ONLINE)]


async def test_where_one_way_is_there_the_other_is_waited_for(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POOR}")

    reply = await talk.say("theo dõi thủ tục này")

    assert await held(follows) == [(POOR, Ways.ONLINE)]
    assert "Thủ tục này gửi được qua bưu điện rồi. Khi nộp được qua mạng, tôi báo" in shown(reply)


@pytest.mark.parametrize("said", ["báo cho tôi khi có", "khi nào làm online được thì báo tôi"])
async def test_where_nobody_need_wait_it_is_said_that_it_can_be_done_now(
    talk: Talk, follows: Follows, said: str
) -> None:
    await talk.say(f"mã {BIRTH}")

    reply = await talk.say(said)

    assert await held(follows) == []
    assert "rồi, anh/chị không phải chờ." in reply.blocks[0].text
    assert (reply.outcome, reply.procedure) == (Outcome.ANSWER, BIRTH)


async def test_of_the_way_that_is_there_one_is_told_even_if_the_other_is_missing(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POOR}")

    reply = await talk.say("bao giờ gửi bưu điện được thì báo tôi")

    assert await held(follows) == []
    assert reply.blocks[0].text == "Thủ tục này gửi được qua bưu điện rồi, anh/chị không phải chờ."


@pytest.mark.parametrize(
    "said",
    [
        f"/theodoi {POWER}",
        "/theodoi gắn điện mới",
        "theo dõi thủ tục gắn điện mới",
        "báo tôi khi gắn điện mới nộp qua mạng được",
    ],
)
async def test_what_is_named_is_followed_and_talked_about_from_then_on(talk: Talk, follows: Follows, said: str) -> None:
    await talk.say(said)

    assert [code for code, _ in await held(follows)] == [POWER]
    assert (await talk.say("nộp ở đâu")).procedure == POWER


async def test_what_is_unclear_is_asked_back_and_the_choice_follows(talk: Talk, follows: Follows) -> None:
    asked = await talk.say("/theodoi bảo hiểm")
    choice = asked.choices[0]

    noted = await talk.say("1")

    assert asked.outcome is Outcome.CLARIFY
    assert choice.value.startswith("follow:")
    assert await held(follows) or "không phải chờ" in shown(noted)


async def test_the_command_about_this_procedure_follows_the_one_talked_about(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POWER}")

    await talk.say("/theodoi thủ tục này")

    assert [code for code, _ in await held(follows)] == [POWER]


async def test_without_a_topic_it_is_asked_which_procedure(talk: Talk, follows: Follows) -> None:
    assert shown(await talk.say("báo cho tôi khi có")).startswith(wording.WISH_WHICH)
    assert await held(follows) == []


async def test_what_cannot_be_found_is_followed_by_nobody(talk: Talk, follows: Follows) -> None:
    refused = await talk.say("/theodoi hôm nay trời mưa")
    other = await talk.say("báo tôi khi trời mưa to online")

    assert refused.outcome is not Outcome.ANSWER
    assert other.outcome is not Outcome.ANSWER
    assert await held(follows) == []


async def test_following_leaves_the_conversation_where_it_was(talk: Talk) -> None:
    await talk.say(f"mã {POWER}")
    await talk.say("báo cho tôi khi có")

    assert (await talk.say("thế nộp ở đâu")).procedure == POWER


async def test_the_list_shows_each_wish_and_stops_it_by_its_number(talk: Talk, follows: Follows) -> None:
    await talk.say(f"/theodoi {POWER}")
    await talk.say(f"/theodoi {POOR}")

    listed = await talk.say("/theodoi")
    stopped = await talk.say("1")

    assert [choice.value for choice in listed.choices] == [
        f"unfollow:{POWER}",
        f"unfollow:{POOR}",
        "unfollow:all",
    ]
    assert shown(stopped) == wording.WISH_STOPPED
    assert [code for code, _ in await held(follows)] == [POOR]


async def test_the_list_offers_what_is_talked_about_and_not_yet_followed(talk: Talk, follows: Follows) -> None:
    await talk.say(f"mã {POWER}")

    listed = await talk.say("/theodoi")
    await talk.say("1")

    assert shown(listed) == wording.WISH_NONE
    assert labels(listed) == ["Báo tôi khi có: Cấp điện mới từ lưới điện hạ áp"]
    assert [code for code, _ in await held(follows)] == [POWER]
    assert labels(await talk.say("/theodoi"))[0].startswith("Cấp điện mới từ lưới điện hạ áp: khi ")


@pytest.mark.parametrize("said", ["thôi báo", "ngừng theo dõi", "/thoibao", "dung bao nua"])
async def test_the_only_wish_is_stopped_by_a_word(talk: Talk, follows: Follows, said: str) -> None:
    await talk.say(f"/theodoi {POWER}")

    assert shown(await talk.say(said)) == wording.WISH_STOPPED
    assert await held(follows) == []


async def test_of_several_wishes_it_is_asked_which_to_stop_unless_one_is_named(talk: Talk, follows: Follows) -> None:
    await talk.say(f"/theodoi {POWER}")
    await talk.say(f"/theodoi {POOR}")

    asked = await talk.say("thôi báo")
    stopped = await talk.say("/thoibao gắn điện mới")

    assert asked.blocks[0].text == wording.WISH_LIST
    assert shown(stopped) == wording.WISH_STOPPED
    assert [code for code, _ in await held(follows)] == [POOR]


async def test_all_wishes_are_stopped_at_once(talk: Talk, follows: Follows) -> None:
    await talk.say(f"/theodoi {POWER}")
    await talk.say(f"/theodoi {POOR}")

    assert shown(await talk.say("thôi báo tất cả")) == wording.WISH_ALL_STOPPED
    assert await held(follows) == []


@pytest.mark.parametrize("said", ["thôi báo", "/thoibao 1.001193", "thôi báo tất cả"])
async def test_with_nothing_to_stop_the_way_to_follow_is_told(talk: Talk, said: str) -> None:
    await talk.say("chào")

    assert shown(await talk.say(said)) == wording.WISH_NONE


async def test_no_more_than_twenty_are_kept_and_the_refusal_lists_them_to_stop(talk: Talk, follows: Follows) -> None:
    known = services_codes(talk)
    for code in known[:MOST]:
        await follows.add("test", "lan", code, BOTH)

    refused = await talk.say(f"/theodoi {known[MOST]}")
    again = await talk.say(f"/theodoi {known[0]}")

    assert refused.blocks[0].text.startswith("Tôi giữ nhiều nhất 20 yêu cầu")
    assert refused.choices[0].value == f"unfollow:{known[0]}"
    assert len(await held(follows)) == MOST
    assert wording.WISH_KEPT in shown(again), "asking again for one of the twenty is no twenty-first"


def services_codes(talk: Talk) -> list[str]:
    procedures = talk.services.snapshot.knowledge.procedures
    return [one.code for one in procedures if not ways_of(one)][: MOST + 1]


async def test_the_rest_of_a_long_list_is_one_tap_away(talk: Talk, follows: Follows) -> None:
    for code in services_codes(talk)[:12]:
        await follows.add("test", "lan", code, BOTH)

    first = await talk.say("/theodoi")
    second = await talk.choose("follows:1")

    assert wording.BROWSE_MORE in labels(first)
    assert len(second.choices) == 4 + len([wording.WISH_STOP_ALL])


@pytest.mark.parametrize("forged", ["follow:9.999999", "follow:", "follows:x", "follow"])
async def test_a_stale_or_forged_choice_gets_a_kind_way_on(talk: Talk, forged: str) -> None:
    assert wording.NO_SUCH_CHOICE in shown(await talk.choose(forged))


async def test_deleting_ones_data_deletes_the_wishes_and_says_so(talk: Talk, follows: Follows) -> None:
    await talk.say(f"/theodoi {POWER}")
    await talk.say(f"/theodoi {POWER}", person="minh")

    reply = await talk.say("xóa dữ liệu của tôi")

    assert await held(follows) == []
    assert await held(follows, "minh") != []
    assert "yêu cầu báo tin" in shown(reply)


async def test_a_page_cannot_write_back_and_says_where_one_can_ask(talk: Talk, follows: Follows) -> None:
    talk.services.tellers = frozenset({"telegram"})
    await talk.say(f"mã {POWER}")

    reply = await talk.say("báo cho tôi khi có")

    assert f"vào Zalo hoặc Telegram, nhắn: /theodoi {POWER}." in shown(reply)
    assert [link.url for link in reply.links] == [
        "https://zalo.me/1",
        f"https://t.me/hoimotcua_bot?start=p_{POWER.replace('.', '_')}",
    ]
    assert await held(follows) == []


async def test_the_list_on_a_page_says_the_same(talk: Talk) -> None:
    talk.services.tellers = frozenset()

    assert "/theodoi tên thủ tục" in shown(await talk.say("/theodoi"))


async def test_who_has_no_id_can_be_told_nothing(talk: Talk) -> None:
    await talk.say(f"/theodoi {POWER}", person="")

    assert talk.last
    assert "chưa nhắn trước cho anh/chị được" in shown(talk.last)


async def test_in_the_terminal_where_nothing_is_kept_it_says_so_too(talk: Talk) -> None:
    alone = Talk(talk.services.snapshot)

    assert "chưa nhắn trước cho anh/chị được" in shown(await alone.say(f"/theodoi {POWER}"))


async def test_what_cannot_be_kept_is_said_to_have_failed(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> list[Follow]:
        raise OSError("gone")

    monkeypatch.setattr(Follows, "of", broken)

    assert shown(await talk.say(f"/theodoi {POWER}")) == wording.FAILED
