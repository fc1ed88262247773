"""Who would be told by a load, as the office sees it before the yes."""

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Fate
from bot.knowledge.ways import Ways
from bot.office.audience import Audience
from bot.office.office import Office
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.follows import Follows
from bot.storage.journal import NoJournal
from bot.storage.versions import Versions
from tests.office.uploads import changed
from tests.small_knowledge import ID_CARD, MARRIAGE, MARRIAGE_AGAIN

BOTH = Ways.ONLINE | Ways.POSTAL
ONLINE_AND_POST = ("không trực tuyến,không", "toàn trình,có")
POST = ("một phần,không", "một phần,có")


@pytest.fixture
def follows(engine: AsyncEngine) -> Follows:
    return Follows(engine, Pseudonyms(b"key of tests"))


@pytest.fixture
def watching(office: Office, versions: Versions, index_cache: Path, follows: Follows) -> Office:
    """The office that knows who waits."""
    assert office
    return Office(versions, NoJournal(), index_cache, follows=follows)


async def wished(follows: Follows) -> None:
    """Have five people wait for the identity card on three channels, and one for what does not change."""
    for channel, person, wish in (
        ("zalo_oa", "lan", BOTH),
        ("zalo_oa", "minh", BOTH),
        ("telegram", "hoa", BOTH),
        ("zalo_bot", "tư", Ways.POSTAL),
        ("telegram", "năm", Ways.POSTAL),
    ):
        await follows.add(channel, person, ID_CARD, wish)
    await follows.add("telegram", "hoa", MARRIAGE_AGAIN, BOTH)


def groups(audience: tuple[Audience, ...]) -> list[tuple[str, tuple[tuple[str, int], ...], str]]:
    return [(one.code, one.people, one.text.partition("\n")[0]) for one in audience]


async def test_a_load_that_is_tried_out_says_how_many_on_which_channel_would_read_what(
    watching: Office, follows: Follows
) -> None:
    await wished(follows)

    answer = await watching.try_out([changed(ONLINE_AND_POST)])

    said = "Anh/chị nhờ tôi báo: thủ tục này nay "
    assert groups(answer.audience) == [
        (ID_CARD, (("Telegram", 1), ("Zalo Bot", 1)), f"{said}gửi được qua bưu điện."),
        (ID_CARD, (("Telegram", 1), ("Zalo OA", 2)), f"{said}nộp được qua mạng và gửi được qua bưu điện."),
    ]
    assert sum(one.size for one in answer.audience) == 5
    assert all("Nguồn: Thử, đọc ngày 18/7/2026." in one.text for one in answer.audience)


async def test_nobody_who_waits_is_named(watching: Office, follows: Follows) -> None:
    await wished(follows)

    answer = await watching.try_out([changed(ONLINE_AND_POST)])

    assert not any(person in repr(answer.audience) for person in ("'lan'", "'minh'", "'hoa'", "'tư'"))


async def test_a_candidate_says_it_as_things_stand_when_it_is_looked_at(watching: Office, follows: Follows) -> None:
    answer = await watching.examine([changed(ONLINE_AND_POST)], "hoa")
    await wished(follows)

    candidate = await watching.versions.candidate(answer.candidate or "")

    assert candidate
    assert answer.audience == ()
    assert len(await watching.audience(candidate)) == 2


async def test_what_does_not_fulfil_a_wish_tells_nobody(watching: Office, follows: Follows) -> None:
    await follows.add("telegram", "lan", MARRIAGE_AGAIN, BOTH)
    await follows.add("telegram", "lan", ID_CARD, Ways.ONLINE)

    by_post_alone = await watching.try_out([changed(("không trực tuyến,không", "không trực tuyến,có"))])
    of_another = await watching.try_out([changed(POST)])

    assert (by_post_alone.audience, of_another.audience) == ((), ())


async def test_a_procedure_that_comes_back_tells_those_who_still_wait(watching: Office, follows: Follows) -> None:
    await follows.add("telegram", "lan", "1.234567", BOTH)
    row = "\n1.234567,Cấp giấy mới,,xã,nguồn ghi,trung tâm xã,toàn trình,có,,Thử,2026-07-18\n2.000408"

    answer = await watching.try_out([changed(("\n2.000408", row))])

    assert [one.title for one in answer.audience] == ["Cấp giấy mới"]


async def test_who_is_being_told_or_waits_for_another_message_is_not_counted(
    watching: Office, follows: Follows
) -> None:
    await follows.add("telegram", "lan", MARRIAGE, Ways.POSTAL)
    await follows.add("telegram", "minh", MARRIAGE, Ways.POSTAL)
    await follows.claim("telegram", [(MARRIAGE, Ways.POSTAL)], 1)
    [minh] = await follows.of("telegram", "minh")
    await follows.report(minh.key, Fate.CLOSED)

    assert (await watching.try_out([changed(POST)])).audience == ()


async def test_a_faulty_load_or_one_that_changes_nothing_tells_nobody(watching: Office, follows: Follows) -> None:
    await wished(follows)

    faulty = await watching.try_out([changed(("toàn trình", "toàn trìn"))])
    same = await watching.try_out([changed()])

    assert (faulty.audience, same.audience) == ((), ())
