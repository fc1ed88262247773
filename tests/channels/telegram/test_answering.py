import asyncio
import json

import pytest
from pydantic import SecretStr

from bot.answers import replies as answers
from bot.answers import wording
from bot.channels.telegram.channel import create_telegram
from bot.channels.telegram.timing import Timing
from bot.conversation import Reply, Turn
from bot.services import Services
from bot.settings import TelegramSettings
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import make, running
from tests.fakes.telegram import CHAT, TOKEN, ApiError, FakeTelegram, Sent, group_message, message

BIRTH = "đăng ký khai sinh nộp ở đâu"
BIRTH_CODE = "1.001193"
UNCLEAR = "đất đai"
GROUP = -1_001_234
BOT = {"id": 123456, "is_bot": True, "first_name": "Hỏi Một Cửa", "username": "hoimotcua_bot"}
MEMBER = {"status": "member", "user": BOT}
HTML = "<b>khai sinh</b> & <script>alert(1)</script>"


async def replies(api: FakeTelegram, count: int = 1) -> list[Sent]:
    """Return all messages, once there are `count`."""
    await eventually(lambda: len(api.sent) >= count)
    return api.sent


async def ask_unclear(api: FakeTelegram) -> Sent:
    api.push_text(UNCLEAR)
    return (await replies(api))[-1]


async def test_a_typed_question_is_answered_in_its_chat(telegram: FakeTelegram) -> None:
    telegram.push_text(BIRTH, chat=42)

    [sent] = await replies(telegram)

    assert sent.chat == 42
    assert sent.html.startswith("<b>Anh/chị không cần đi nộp hồ sơ")
    assert sent.text.startswith("Anh/chị không cần đi nộp hồ sơ")
    assert f"(mã {BIRTH_CODE})" in sent.text
    assert [label for label, _ in sent.buttons][:1] == ["1. Cách nộp qua mạng"]  # what comes next, one tap away


async def test_the_person_sees_that_the_bot_is_typing_while_an_answer_takes_long(
    bot_api: FakeTelegram, services: Services, logs: Logs
) -> None:
    typing_shown = asyncio.Event()

    async def slowly(_: Turn) -> Reply:
        await typing_shown.wait()
        return answers.welcome()

    assert services.inbox
    settings = TelegramSettings(token=SecretStr(TOKEN), base_url=bot_api.base_url)
    async with running(create_telegram(settings, slowly, services.inbox, timing=Timing(typing_shown=0.01))):
        bot_api.push_text(BIRTH)
        await eventually(lambda: bot_api.count("sendChatAction") >= 2)
        typing_shown.set()
        await replies(bot_api)
        typed = bot_api.count("sendChatAction")

    first = next(call for call in bot_api.calls if call.method == "sendChatAction")
    assert first.parameters == {"chat_id": str(CHAT), "action": "typing"}
    assert bot_api.calls.index(first) < next(
        place for place, call in enumerate(bot_api.calls) if call.method == "sendMessage"
    )
    assert bot_api.count("sendChatAction") <= typed + 1  # one may have been on its way


async def test_a_quick_answer_shows_no_typing(bot_api: FakeTelegram, services: Services, logs: Logs) -> None:
    async with running(make(bot_api, services, timing=Timing(typing_after=60))):
        bot_api.push_text(BIRTH)
        await replies(bot_api)

    assert bot_api.count("sendChatAction") == 0


async def test_links_are_shown_without_a_preview(telegram: FakeTelegram) -> None:
    telegram.push_text(BIRTH)
    await replies(telegram)

    [call] = [call for call in telegram.calls if call.method == "sendMessage"]

    assert json.loads(call.parameters["link_preview_options"]) == {"is_disabled": True}


async def test_an_unclear_question_is_asked_back_with_one_button_a_choice(telegram: FakeTelegram) -> None:
    sent = await ask_unclear(telegram)

    assert sent.text.startswith(wording.CLARIFY)
    assert len(sent.buttons) == 6
    assert sent.buttons[-1] == (f"6. {wording.NONE_OF_THESE}", "none")


async def test_a_tapped_choice_is_acknowledged_and_answered(telegram: FakeTelegram) -> None:
    asked_back = await ask_unclear(telegram)
    value = asked_back.buttons[1][1]

    telegram.push_tap(value)

    answer = (await replies(telegram, 2))[1]
    assert f"(mã {value.split(':')[1]})" in answer.text
    assert [call.status for call in telegram.calls if call.method == "answerCallbackQuery"] == [200]


async def test_a_typed_number_picks_a_choice(telegram: FakeTelegram) -> None:
    asked_back = await ask_unclear(telegram)

    telegram.push_text(" 2 ")

    answer = (await replies(telegram, 2))[1]
    assert f"(mã {asked_back.buttons[1][1].split(':')[1]})" in answer.text


async def test_a_number_picks_nothing_from_the_choices_of_another_chat(telegram: FakeTelegram) -> None:
    await ask_unclear(telegram)

    telegram.push_text("2", chat=43)

    answer = (await replies(telegram, 2))[1]
    assert "(mã" not in answer.text


async def test_a_number_picks_nothing_once_another_question_was_answered(telegram: FakeTelegram) -> None:
    await ask_unclear(telegram)
    telegram.push_text("làm giấy độc thân")

    telegram.push_text("2")

    answer = (await replies(telegram, 3))[2]
    assert "(mã" not in answer.text


async def test_a_stale_button_gets_a_kind_way_on(telegram: FakeTelegram) -> None:
    telegram.push_tap("p:9.999999:where")

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.NO_SUCH_CHOICE)


async def test_a_tap_that_telegram_has_already_forgotten_is_still_answered(telegram: FakeTelegram) -> None:
    telegram.push_tap(f"p:{BIRTH_CODE}", known=False)

    [sent] = await replies(telegram)
    assert f"(mã {BIRTH_CODE})" in sent.text


async def test_a_tap_under_a_message_that_telegram_has_forgotten_is_still_answered(telegram: FakeTelegram) -> None:
    telegram.push_tap(f"p:{BIRTH_CODE}", chat=42, accessible=False)

    [sent] = await replies(telegram)
    assert (sent.chat, f"(mã {BIRTH_CODE})" in sent.text) == (42, True)


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]},
        {"voice": {"file_id": "a", "file_unique_id": "a", "duration": 3}},
        {
            "sticker": {
                "file_id": "a",
                "file_unique_id": "a",
                "type": "regular",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
            }
        },
        {"document": {"file_id": "a", "file_unique_id": "a"}},
    ],
    ids="+".join,
)
async def test_what_is_not_text_is_answered_kindly(telegram: FakeTelegram, content: dict[str, object]) -> None:
    telegram.push("message", message(CHAT, **content))

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.TEXT_ONLY)


async def test_a_place_on_the_map_is_answered_kindly(telegram: FakeTelegram) -> None:
    telegram.push("message", message(CHAT, location={"latitude": 14.35, "longitude": 108.0}))

    [sent] = await replies(telegram)
    assert sent.text == wording.NO_LOCATION


async def test_a_picture_with_words_is_answered_by_its_words(telegram: FakeTelegram) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]
    telegram.push("message", message(CHAT, photo=photo, caption=BIRTH, media_group_id="album"))
    telegram.push("message", message(CHAT, photo=photo, media_group_id="album") | {"message_id": 6})
    telegram.push_text("/start")

    answer, greeting = await replies(telegram, 2)

    assert f"(mã {BIRTH_CODE})" in answer.text
    assert greeting.text.startswith(wording.WELCOME)


async def test_an_album_is_answered_once(telegram: FakeTelegram) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]
    for _ in range(3):
        telegram.push("message", message(CHAT, photo=photo, media_group_id="album"))
    telegram.push_text(BIRTH)

    sent = await replies(telegram, 2)

    assert sent[0].text == wording.TEXT_ONLY
    assert f"(mã {BIRTH_CODE})" in sent[1].text


@pytest.mark.parametrize("command", ["/start", "/help", "/start abc", "/START", "/tro_giup"])
async def test_commands_greet_with_the_privacy_notice(telegram: FakeTelegram, command: str) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": len(command.split(maxsplit=1)[0])}

    telegram.push("message", message(CHAT, text=command, entities=[entity]))

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)
    assert sent.text.endswith(answers.privacy())


@pytest.mark.parametrize("name", ["/start p_1_001193", "/start@hoimotcua_bot p_1_001193"])
async def test_a_deep_link_leads_straight_to_its_procedure(telegram: FakeTelegram, name: str) -> None:
    telegram.push_text(name)

    [sent] = await replies(telegram)
    assert f"(mã {BIRTH_CODE})" in sent.text


async def test_an_unknown_deep_link_is_greeted_with_a_kind_word(telegram: FakeTelegram) -> None:
    telegram.push_text("/start p_9_999999")

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)
    assert wording.START_UNKNOWN in sent.text


async def test_what_is_talked_about_can_be_shared_by_a_link_to_this_bot(telegram: FakeTelegram) -> None:
    telegram.push_text(BIRTH)
    telegram.push_text("/chiase")

    shared = (await replies(telegram, 2))[1]

    assert "https://t.me/hoimotcua_bot?start=p_1_001193" in shared.text


async def test_a_message_that_was_mended_is_answered_anew(telegram: FakeTelegram) -> None:
    telegram.push("message", message(CHAT, text="khai sih") | {"message_id": 8})
    await replies(telegram)

    telegram.push("edited_message", message(CHAT, text=BIRTH, edit_date=1_795_400_100) | {"message_id": 8})

    assert f"(mã {BIRTH_CODE})" in (await replies(telegram, 2))[1].text


async def test_an_earlier_message_that_was_mended_is_not(telegram: FakeTelegram) -> None:
    for number in (8, 9):
        telegram.push("message", message(CHAT, text=UNCLEAR) | {"message_id": number})
    telegram.push("edited_message", message(CHAT, text=BIRTH, edit_date=1_795_400_100) | {"message_id": 8})
    telegram.push_text("/start")

    sent = await replies(telegram, 3)

    assert sent[2].text.startswith(wording.WELCOME)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("edited_message", {"text": UNCLEAR, "edit_date": 1_795_400_100}),
        ("channel_post", {"text": UNCLEAR}),
        ("message", {"new_chat_title": "Nhóm thôn"}),
        ("message", {"text": "Đăng ký khai sinh", "via_bot": BOT}),
        ("my_chat_member", {"old_chat_member": MEMBER, "new_chat_member": MEMBER}),
        ("poll", {}),
    ],
)
async def test_what_nobody_says_to_the_bot_is_passed_over(
    telegram: FakeTelegram, kind: str, content: dict[str, object]
) -> None:
    telegram.push(kind, message(CHAT, **content))
    telegram.push_text(BIRTH)

    [sent] = await replies(telegram)

    assert f"(mã {BIRTH_CODE})" in sent.text


@pytest.mark.parametrize("length", [4096, 10_000])
async def test_a_long_message_is_answered_and_told_to_be_long(telegram: FakeTelegram, length: int) -> None:
    telegram.push_text((BIRTH + " " * 2000).ljust(length, "."))

    [sent] = await replies(telegram)

    assert f"(mã {BIRTH_CODE})" in sent.text
    assert wording.TOO_LONG in sent.text


@pytest.mark.parametrize("typed", [HTML, "&lt;b&gt;", "</b>", "<", "'\"><a href=x>"])
async def test_html_that_a_person_types_breaks_no_message(telegram: FakeTelegram, typed: str) -> None:
    telegram.push_text(typed)

    await replies(telegram)

    assert [call.status for call in telegram.calls if call.method == "sendMessage"] == [200]


async def test_each_message_is_answered_once_and_those_of_a_chat_in_order(telegram: FakeTelegram) -> None:
    for text in ("/start", BIRTH, UNCLEAR):
        for chat in (11, 12, 13):
            telegram.push_text(text, chat=chat)

    await replies(telegram, 9)

    for chat in (11, 12, 13):
        first, second, third = [sent.text for sent in telegram.sent if sent.chat == chat]
        assert first.startswith(wording.WELCOME)
        assert f"(mã {BIRTH_CODE})" in second
        assert third.startswith(wording.CLARIFY)


async def test_what_is_asked_on_telegram_is_written_down(telegram: FakeTelegram, services: Services) -> None:
    telegram.push_text(f"{BIRTH}, cccd 001203004567")
    await replies(telegram)

    [entry] = await services.journal.latest()  # type: ignore[attr-defined]  # a DatabaseJournal

    assert (entry.channel, entry.text) == ("telegram", f"{BIRTH}, cccd [số]")


@pytest.mark.parametrize("error", [ApiError(502, "Bad Gateway"), ApiError(400, "Bad Request: chat not found")])
async def test_an_answer_goes_out_where_typing_could_not_be_shown(
    bot_api: FakeTelegram, services: Services, logs: Logs, error: ApiError
) -> None:
    bot_api.plan("sendChatAction", *[error] * 100)

    async with running(make(bot_api, services, timing=Timing(typing_after=0, typing_shown=0.001))):
        bot_api.push_text(BIRTH)
        [sent] = await replies(bot_api)

    assert f"(mã {BIRTH_CODE})" in sent.text


async def test_a_person_who_blocked_the_bot_does_not_stop_it_for_others(telegram: FakeTelegram, logs: Logs) -> None:
    telegram.blocked.add(11)

    telegram.push_text(BIRTH, chat=11)
    await eventually(lambda: "telegram_blocked" in [entry["event"] for entry in logs])
    telegram.push_text(BIRTH, chat=12)

    [sent] = await replies(telegram)
    assert sent.chat == 12
    assert [entry for entry in logs if entry["log_level"] != "info"] == []


async def test_what_telegram_refuses_is_logged_and_not_tried_again(telegram: FakeTelegram, logs: Logs) -> None:
    telegram.plan("sendMessage", ApiError(400, "Bad Request: chat not found"))

    telegram.push_text(BIRTH)
    await eventually(lambda: "telegram_failed" in [entry["event"] for entry in logs])
    telegram.push_text("/start")

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)
    assert {"event": "telegram_failed", "kind": "BadRequest", "log_level": "error"} in logs


@pytest.mark.parametrize(
    ("content", "answered"),
    [
        ({"text": BIRTH}, False),
        ({"text": "@hoimotcua_bot " + BIRTH}, True),
        ({"text": BIRTH + " @HoiMotCua_Bot"}, True),
        ({"text": "@hoimotcua_bot_khac " + BIRTH}, False),
        ({"text": "/noinop đăng ký khai sinh"}, True),
        ({"text": "/noinop@hoimotcua_bot đăng ký khai sinh"}, True),
        ({"text": "/noinop@bot_khac đăng ký khai sinh"}, False),
        ({"text": BIRTH, "reply_to_message": message(CHAT, text="?") | {"from": BOT}}, True),
        ({"text": BIRTH, "reply_to_message": message(CHAT, text="?")}, False),
        ({"text": BIRTH, "entities": [{"type": "text_mention", "offset": 0, "length": 4, "user": BOT}]}, True),
    ],
)
async def test_in_a_group_only_those_who_speak_to_the_bot_are_answered(
    telegram: FakeTelegram,
    content: dict[str, object],
    answered: bool,  # noqa: FBT001  a table
) -> None:
    telegram.push("message", group_message(GROUP, 7, **content))
    telegram.push("message", group_message(GROUP, 7, text="/start") | {"message_id": 6})

    sent = await replies(telegram, 1 + answered)

    assert [each.chat for each in sent] == [GROUP] * (1 + answered)
    assert [each.answers for each in sent] == [5, 6][-1 - answered :]
    assert (f"(mã {BIRTH_CODE})" in sent[0].text) is answered


async def test_the_bot_s_name_alone_in_a_group_is_greeted(telegram: FakeTelegram) -> None:
    telegram.push("message", group_message(GROUP, 7, text="@hoimotcua_bot"))

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)


async def test_pictures_in_a_group_are_nobody_s_business(telegram: FakeTelegram) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]
    telegram.push("message", group_message(GROUP, 7, photo=photo, caption="đám cưới"))
    telegram.push("message", group_message(GROUP, 7, text="/start"))

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)


async def test_everybody_in_a_group_has_a_conversation_of_their_own(telegram: FakeTelegram) -> None:
    telegram.push("message", group_message(GROUP, 7, text=f"@hoimotcua_bot {UNCLEAR}"))
    await replies(telegram)

    telegram.push("message", group_message(GROUP, 8, text="@hoimotcua_bot 2"))
    telegram.push("message", group_message(GROUP, 7, text="@hoimotcua_bot 2"))

    sent = await replies(telegram, 3)
    assert sorted("(mã" in answer.text for answer in sent[1:]) == [False, True]


async def test_a_group_that_became_a_supergroup_is_answered_there(telegram: FakeTelegram) -> None:
    telegram.migrated[GROUP] = GROUP - 1
    telegram.push("message", group_message(GROUP, 7, text="/start"))

    [sent] = await replies(telegram)
    assert sent.chat == GROUP - 1


@pytest.mark.parametrize("payload", ["", "[]", "null", '"x"', '{"update_id": 1, "message": {"text": 5}}', "{"])
async def test_an_update_that_cannot_be_read_is_passed_over(services: Services, logs: Logs, payload: str) -> None:
    assert services.inbox
    await services.inbox.put("telegram", "1", payload)
    with FakeTelegram() as api:
        async with running(make(api, services)):
            api.push_text("/start")
            await replies(api)

    assert {entry["event"] for entry in logs} <= {"telegram_ready", "telegram_unreadable"}
    assert await services.inbox.claim("telegram") == []
