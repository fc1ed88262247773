import json

import pytest

from bot.answers import wording
from bot.services import Services
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.fake_bot_api import CHAT, ApiError, FakeBotApi, Sent, message

BIRTH = "đăng ký khai sinh nộp ở đâu"
BIRTH_CODE = "1.001193"
UNCLEAR = "đất đai"
HTML = "<b>khai sinh</b> & <script>alert(1)</script>"


async def replies(api: FakeBotApi, count: int = 1) -> list[Sent]:
    """Return all messages, once there are `count`."""
    await eventually(lambda: len(api.sent) >= count)
    return api.sent


async def ask_unclear(api: FakeBotApi) -> Sent:
    api.push_text(UNCLEAR)
    return (await replies(api))[-1]


async def test_a_typed_question_is_answered_in_its_chat(telegram: FakeBotApi) -> None:
    telegram.push_text(BIRTH, chat=42)

    [sent] = await replies(telegram)

    assert sent.chat == 42
    assert sent.html.startswith("<b>Anh/chị không cần đi nộp hồ sơ")
    assert sent.text.startswith("Anh/chị không cần đi nộp hồ sơ")
    assert f"(mã {BIRTH_CODE})" in sent.text
    assert [label for label, _ in sent.buttons][:1] == ["1. Cách nộp qua mạng"]  # what comes next, one tap away


async def test_the_person_sees_that_the_bot_is_typing_before_the_answer(telegram: FakeBotApi) -> None:
    telegram.push_text(BIRTH)
    await replies(telegram)

    shown = [call for call in telegram.calls if call.method in ("sendChatAction", "sendMessage")]

    assert [call.method for call in shown] == ["sendChatAction", "sendMessage"]
    assert shown[0].parameters == {"chat_id": str(CHAT), "action": "typing"}


async def test_links_are_shown_without_a_preview(telegram: FakeBotApi) -> None:
    telegram.push_text(BIRTH)
    await replies(telegram)

    [call] = [call for call in telegram.calls if call.method == "sendMessage"]

    assert json.loads(call.parameters["link_preview_options"]) == {"is_disabled": True}


async def test_an_unclear_question_is_asked_back_with_one_button_a_choice(telegram: FakeBotApi) -> None:
    sent = await ask_unclear(telegram)

    assert sent.text.startswith(wording.CLARIFY)
    assert len(sent.buttons) == 6
    assert sent.buttons[-1] == (f"6. {wording.NONE_OF_THESE}", "none")


async def test_a_tapped_choice_is_acknowledged_and_answered(telegram: FakeBotApi) -> None:
    asked_back = await ask_unclear(telegram)
    value = asked_back.buttons[1][1]

    telegram.push_tap(value)

    answer = (await replies(telegram, 2))[1]
    assert f"(mã {value.split(':')[1]})" in answer.text
    assert [call.status for call in telegram.calls if call.method == "answerCallbackQuery"] == [200]


async def test_a_typed_number_picks_a_choice(telegram: FakeBotApi) -> None:
    asked_back = await ask_unclear(telegram)

    telegram.push_text(" 2 ")

    answer = (await replies(telegram, 2))[1]
    assert f"(mã {asked_back.buttons[1][1].split(':')[1]})" in answer.text


async def test_a_number_picks_nothing_from_the_choices_of_another_chat(telegram: FakeBotApi) -> None:
    await ask_unclear(telegram)

    telegram.push_text("2", chat=43)

    answer = (await replies(telegram, 2))[1]
    assert "(mã" not in answer.text


async def test_a_number_picks_nothing_once_another_question_was_answered(telegram: FakeBotApi) -> None:
    await ask_unclear(telegram)
    telegram.push_text("làm giấy độc thân")

    telegram.push_text("2")

    answer = (await replies(telegram, 3))[2]
    assert "(mã" not in answer.text


async def test_a_stale_button_gets_a_kind_way_on(telegram: FakeBotApi) -> None:
    telegram.push_tap("p:9.999999:where")

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.NO_SUCH_CHOICE)


async def test_a_tap_that_telegram_has_already_forgotten_is_still_answered(telegram: FakeBotApi) -> None:
    telegram.push_tap(f"p:{BIRTH_CODE}", known=False)

    [sent] = await replies(telegram)
    assert f"(mã {BIRTH_CODE})" in sent.text


async def test_a_tap_under_a_message_that_telegram_has_forgotten_is_still_answered(telegram: FakeBotApi) -> None:
    telegram.push_tap(f"p:{BIRTH_CODE}", chat=42, accessible=False)

    [sent] = await replies(telegram)
    assert (sent.chat, f"(mã {BIRTH_CODE})" in sent.text) == (42, True)


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}]},
        {"photo": [{"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}], "caption": "giấy này là gì"},
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
        {"location": {"latitude": 14.35, "longitude": 108.0}},
    ],
    ids="+".join,
)
async def test_what_is_not_text_is_answered_kindly(telegram: FakeBotApi, content: dict[str, object]) -> None:
    telegram.push("message", message(CHAT, **content))

    [sent] = await replies(telegram)
    assert sent.text == wording.TEXT_ONLY


@pytest.mark.parametrize("command", ["/start", "/help", "/start abc", "/START"])
async def test_commands_greet_with_the_privacy_notice(telegram: FakeBotApi, command: str) -> None:
    entity = {"type": "bot_command", "offset": 0, "length": len(command.split(maxsplit=1)[0])}

    telegram.push("message", message(CHAT, text=command, entities=[entity]))

    [sent] = await replies(telegram)
    assert sent.text.startswith(wording.WELCOME)
    assert sent.text.endswith(wording.WELCOME_PRIVACY)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("edited_message", {"text": UNCLEAR, "edit_date": 1_795_400_100}),
        ("channel_post", {"text": UNCLEAR}),
        ("message", {"new_chat_title": "Nhóm thôn"}),
    ],
)
async def test_edits_channel_posts_and_service_notices_are_passed_over(
    telegram: FakeBotApi, kind: str, content: dict[str, object]
) -> None:
    telegram.push(kind, message(CHAT, **content))
    telegram.push_text(BIRTH)

    [sent] = await replies(telegram)

    assert f"(mã {BIRTH_CODE})" in sent.text


@pytest.mark.parametrize("length", [4096, 10_000])
async def test_a_long_message_is_answered_and_told_to_be_long(telegram: FakeBotApi, length: int) -> None:
    telegram.push_text((BIRTH + " " * 2000).ljust(length, "."))

    [sent] = await replies(telegram)

    assert f"(mã {BIRTH_CODE})" in sent.text
    assert wording.TOO_LONG in sent.text


@pytest.mark.parametrize("typed", [HTML, "&lt;b&gt;", "</b>", "<", "'\"><a href=x>"])
async def test_html_that_a_person_types_breaks_no_message(telegram: FakeBotApi, typed: str) -> None:
    telegram.push_text(typed)

    await replies(telegram)

    assert [call.status for call in telegram.calls if call.method == "sendMessage"] == [200]


async def test_each_message_is_answered_once_and_in_order(telegram: FakeBotApi) -> None:
    for chat in (11, 12, 13):
        telegram.push_text(BIRTH, chat=chat)

    sent = await replies(telegram, 3)

    assert [answer.chat for answer in sent] == [11, 12, 13]


async def test_what_is_asked_on_telegram_is_written_down(telegram: FakeBotApi, services: Services) -> None:
    telegram.push_text(f"{BIRTH}, cccd 001203004567")
    await replies(telegram)

    [entry] = await services.journal.latest()  # type: ignore[attr-defined]  # a DatabaseJournal

    assert (entry.channel, entry.text) == ("telegram", f"{BIRTH}, cccd [số]")


@pytest.mark.parametrize("error", [ApiError(502, "Bad Gateway"), ApiError(400, "Bad Request: chat not found")])
async def test_an_answer_goes_out_where_typing_could_not_be_shown(telegram: FakeBotApi, error: ApiError) -> None:
    telegram.plan("sendChatAction", error)

    telegram.push_text(BIRTH)

    [sent] = await replies(telegram)
    assert f"(mã {BIRTH_CODE})" in sent.text


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # the library's own, about a type
async def test_an_answer_that_comes_too_fast_is_sent_again_after_the_wait(telegram: FakeBotApi) -> None:
    telegram.plan("sendMessage", ApiError(429, "Too Many Requests: retry after 1", retry_after=1))

    telegram.push_text(BIRTH)

    [sent] = await replies(telegram)
    assert f"(mã {BIRTH_CODE})" in sent.text


async def test_a_person_who_blocked_the_bot_does_not_stop_it_for_others(telegram: FakeBotApi, logs: Logs) -> None:
    telegram.plan("sendMessage", ApiError(403, "Forbidden: bot was blocked by the user"))

    telegram.push_text(BIRTH, chat=11)
    telegram.push_text(BIRTH, chat=12)

    [sent] = await replies(telegram)
    assert sent.chat == 12
    assert {"event": "telegram_failed", "kind": "Forbidden", "transient": True, "log_level": "error"} in logs
