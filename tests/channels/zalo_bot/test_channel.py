import asyncio
import logging
import random
from datetime import timedelta
from typing import Any

import pytest

from bot.answers import replies, wording
from bot.channels.zalo_bot.timing import Timing
from bot.conversation import Block, Choice, Outcome, Reply, Style, Turn
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.zalo_bot.running import GROUP, LAN, MINH, Echo, polling, posted_to
from tests.fakes.zalo_bot import TOKEN, ApiError, Delay, FakeZaloBot, Fault, Raw, Reset

HEARD = "Nghe: làm khai sinh"
IMPATIENT = Timing(answer=0.2, poll=1, retry_first=0.01, retry_longest=0.02, send_again=(0.01, 0.01, 0.01))


def events(logs: Logs) -> list[str]:
    return [str(entry["event"]) for entry in logs]


async def test_a_question_is_asked_of_its_person_and_answered_in_its_chat(zalo: FakeZaloBot, inbox: Inbox) -> None:
    echo = Echo()

    async with polling(zalo, inbox, echo):
        zalo.push_text(LAN, "làm khai sinh")
        await eventually(lambda: zalo.texts(LAN))

    assert echo.turns == [Turn("zalo_bot", "làm khai sinh", person=LAN)]
    assert zalo.texts(LAN) == [HEARD]


async def test_in_a_group_the_answer_goes_to_the_group_and_each_has_a_conversation(
    zalo: FakeZaloBot, inbox: Inbox
) -> None:
    echo = Echo()
    group = {"id": GROUP, "chat_type": "GROUP"}
    zalo.push_text(GROUP, "nhóm")  # so that the group is known to Zalo

    async with polling(zalo, inbox, echo):
        zalo.push("text", {**zalo.message(LAN, text="một"), "chat": group})
        zalo.push("text", {**zalo.message(MINH, text="hai"), "chat": group})
        await eventually(lambda: len(zalo.sent) == 3)

    assert sorted(zalo.texts(GROUP)) == ["Nghe: hai", "Nghe: một", "Nghe: nhóm"]
    assert {turn.text: turn.person for turn in echo.turns[1:]} == {"một": f"{GROUP}:{LAN}", "hai": f"{GROUP}:{MINH}"}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {"photo_url": "https://photo-stal-1.zdn.vn/a.jpg", "message_type": "CHAT_PHOTO"}),
        ("voice", {"voice_url": "https://f2-voice-aac-dl.zdn.vn/a.aac", "message_type": "CHAT_VOICE"}),
        ("sticker", {"sticker": "0e078a2fb66a5f34067b", "url": "https://zalo-api.zadn.vn/a.png"}),
        ("unsupported", {}),
    ],
)
async def test_what_is_not_text_is_answered_kindly(
    zalo: FakeZaloBot, inbox: Inbox, kind: str, content: dict[str, Any]
) -> None:
    echo = Echo()

    async with polling(zalo, inbox, echo):
        zalo.push(kind, zalo.message(LAN, **content))
        await eventually(lambda: bool(zalo.texts(LAN)))

    assert [turn.unread for turn in echo.turns] == [wording.TEXT_ONLY]


async def test_a_long_reply_goes_out_in_pieces_in_order(zalo: FakeZaloBot, inbox: Inbox) -> None:
    lines = [f"{number}. {'thủ tục ' * 20}".strip() for number in range(60)]

    async def at_length(_: Turn) -> Reply:
        return replies.plain("\n".join(lines))

    async with polling(zalo, inbox, at_length):
        zalo.push_text(LAN, "danh mục")
        await eventually(lambda: sum(map(len, zalo.texts(LAN))) > 59 * len(lines[0]))

    assert len(zalo.texts(LAN)) > 1
    assert "\n".join(zalo.texts(LAN)).splitlines() == lines


@pytest.mark.parametrize("error", [None, ApiError(500), Reset()])
async def test_an_answer_that_takes_a_while_is_announced_by_typing(
    zalo: FakeZaloBot, inbox: Inbox, error: Fault | None
) -> None:
    if error:
        zalo.plan("sendChatAction", error)

    async def slow(_: Turn) -> Reply:
        await eventually(lambda: zalo.count("sendChatAction"))
        return replies.plain("Xong.")

    async with polling(zalo, inbox, slow, Timing(typing_after=0.01)):
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Xong."])

    assert zalo.count("sendChatAction") == 1


async def test_a_quick_answer_is_not_announced(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async def quick(_: Turn) -> Reply:
        await asyncio.sleep(0.1)
        return replies.plain("Xong.")

    async with polling(zalo, inbox, quick, Timing(typing_after=3600.0)):
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN))

    assert zalo.count("sendChatAction") == 0


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("fault", [ApiError(429), ApiError(403), ApiError(500), Raw(502, b"<html>")])
async def test_an_answer_is_sent_again_after_what_passes(
    zalo: FakeZaloBot, inbox: Inbox, fault: Fault, times: int
) -> None:
    zalo.plan("sendMessage", *[fault] * times)
    echo = Echo()

    async with polling(zalo, inbox, echo):
        zalo.push_text(LAN, "làm khai sinh")
        await eventually(lambda: zalo.texts(LAN) == [HEARD])

    assert zalo.count("sendMessage") == times + 1
    assert len(echo.turns) == 1


@pytest.mark.parametrize(
    "fault",
    [Raw(200, b'{"ok": tru'), Raw(504, b"<html>"), Raw(500, b""), Raw(401, b""), Reset(), Reset(done=True), Delay(1.0)],
)
async def test_a_message_that_may_have_arrived_is_sent_once_more_and_no_more(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, fault: Fault
) -> None:
    async def at_length(_: Turn) -> Reply:
        return replies.plain("một " * 600 + "hai")

    zalo.plan("sendMessage", fault, fault)

    async with polling(zalo, inbox, at_length, IMPATIENT):
        zalo.push_text(LAN, "làm khai sinh")
        await eventually(lambda: any("hai" in text for text in zalo.texts(LAN)))

    assert zalo.count("sendMessage") == 3
    assert events(logs).count("zalo_bot_perhaps_not_sent") == 1


@pytest.mark.parametrize("fault", [ApiError(429), ApiError(502), Reset()], ids=["429", "502", "reset"])
async def test_an_answer_waits_however_long_zalo_stays_away(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr("bot.storage.inbox.LONGEST_WAIT", timedelta(0))
    zalo.plan("sendMessage", *[fault] * (1 if fault == Reset() else 12))

    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: "zalo_bot_ready" in events(logs))
        zalo.plan("getMe", *[fault] * 12)
        zalo.push_text(LAN, "riêng tư")
        zalo.push_text(LAN, "làm khai sinh")
        await eventually(lambda: len(zalo.texts(LAN)) == 2)

    assert zalo.texts(LAN)[1] == HEARD
    assert events(logs).count("delivery_put_off") >= 2


async def test_an_answer_that_zalo_refuses_is_given_up_and_the_next_is_sent(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    zalo.plan("sendMessage", ApiError(400))

    async with polling(zalo, inbox, Echo()):
        zalo.push_text(LAN, "riêng tư")
        zalo.push_text(LAN, "làm khai sinh")
        await eventually(lambda: zalo.texts(LAN) == [HEARD])

    assert zalo.count("sendMessage") == 2
    assert events(logs).count("zalo_bot_answer_given_up") == 1
    assert "riêng tư" not in str(logs)


async def test_after_a_piece_that_cannot_be_sent_the_rest_is_not_sent_either(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    async def at_length(_: Turn) -> Reply:
        return replies.plain("một " * 1500)

    zalo.plan("sendMessage", ApiError(400))

    async with polling(zalo, inbox, at_length):
        zalo.push_text(LAN, "một")
        await eventually(lambda: "zalo_bot_answer_given_up" in events(logs))

    assert zalo.count("sendMessage") == 1


async def test_who_is_waited_for_does_not_stall_others(zalo: FakeZaloBot, inbox: Inbox) -> None:
    zalo.plan("sendMessage", ApiError(429))

    async with polling(zalo, inbox, Echo(), Timing(send_again=(3.0,))):
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.count("sendMessage") == 1)
        zalo.push_text(MINH, "hai")
        await eventually(lambda: [sent.chat for sent in zalo.sent] == [MINH])


@pytest.mark.parametrize("run", [polling, posted_to])
async def test_duplicates_are_answered_once_though_they_come_late_and_out_of_order(
    zalo: FakeZaloBot, inbox: Inbox, run: Any
) -> None:
    chats = [LAN, MINH, GROUP]
    echo = Echo()

    async with run(zalo, inbox, echo):
        updates = [
            {"event_name": "message.text.received", "message": zalo.message(chat, text=f"câu {number}")}
            for number in range(5)
            for chat in chats
        ]
        shuffled = random.Random(7).sample(updates * 3, len(updates) * 3)  # noqa: S311
        for update in shuffled:
            await asyncio.to_thread(zalo.deliver, update)
        last = {"event_name": "message.text.received", "message": zalo.message(LAN, text="cuối")}
        await asyncio.to_thread(zalo.deliver, last)
        await eventually(lambda: "Nghe: cuối" in zalo.texts(LAN) and len(zalo.sent) >= len(updates) + 1)

    expected = sorted(f"Nghe: câu {number}" for number in range(5))
    assert [sorted(set(zalo.texts(chat)) - {"Nghe: cuối"}) for chat in chats] == [expected] * 3
    assert len(zalo.sent) == len(echo.turns) == len(updates) + 1


async def test_what_one_person_asks_in_a_row_is_answered_in_that_order(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async with posted_to(zalo, inbox, Echo()):
        for number in range(8):
            await asyncio.to_thread(zalo.push_text, LAN, f"câu {number}")
        await eventually(lambda: len(zalo.texts(LAN)) == 8)

    assert zalo.texts(LAN) == [f"Nghe: câu {number}" for number in range(8)]


async def test_what_came_before_a_restart_is_answered_after_it_and_not_twice(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async with polling(zalo, inbox, Echo()):
        first = zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN))
    zalo.deliver(first)
    zalo.push_text(LAN, "hai")

    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: len(zalo.texts(LAN)) == 2)

    assert zalo.texts(LAN) == ["Nghe: một", "Nghe: hai"]


async def test_an_answer_cut_off_by_a_stop_is_gone_on_with_and_not_made_anew(
    zalo: FakeZaloBot, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.deliveries.GRACE_SECONDS", 0.01)
    handled: list[str] = []

    async def at_length(turn: Turn) -> Reply:
        handled.append(turn.text)
        return replies.plain("một " * 600 + "hai")

    zalo.plan("sendMessage", Delay(0.0), ApiError(429))
    async with polling(zalo, inbox, at_length, Timing(send_again=(1000.0,))):
        zalo.push_text(LAN, "?")
        await eventually(lambda: zalo.count("sendMessage") == 2)
    async with polling(zalo, inbox, at_length):
        await eventually(lambda: len(zalo.texts(LAN)) == 2)

    assert handled == ["?"]
    assert ["hai" in text for text in zalo.texts(LAN)] == [False, True]


async def test_a_token_refused_while_answering_rests_the_channel_and_keeps_the_message(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    async with posted_to(zalo, inbox, Echo()) as channel:
        zalo.plan("sendMessage", ApiError(401))
        await asyncio.to_thread(zalo.push_text, LAN, "một")
        await eventually(lambda: not channel.is_ready())
    assert events(logs).count("zalo_bot_token_refused") == 1

    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])


async def test_neither_token_nor_message_is_in_any_log(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "aiosqlite")  # as bot.operations.logs does
    zalo.plan("getUpdates", ApiError(500), Reset(), Raw(200, b"<html>"))
    zalo.plan("sendMessage", Reset(), ApiError(400))

    async def failing(turn: Turn) -> Reply:
        if turn.text == "hỏng":
            raise RuntimeError(turn.text)
        return replies.plain(turn.text)

    async with polling(zalo, inbox, failing):
        zalo.push_text(MINH, "hỏng")
        zalo.push_text(LAN, "riêng tư")
        await eventually(lambda: "delivery_failed" in events(logs) and "zalo_bot_answer_given_up" in events(logs))
        zalo.revoke()
        await eventually(lambda: "zalo_bot_token_refused" in events(logs))

    logged = f"{logs} {caplog.text}"
    assert not [secret for secret in (TOKEN, TOKEN.partition(":")[2], LAN, "riêng tư", "hỏng'") if secret in logged]


async def test_choices_are_shown_as_a_numbered_list(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async def ask_back(_: Turn) -> Reply:
        return Reply((Block(Style.LEAD, "Thủ tục nào?"),), Outcome.CLARIFY, choices=(Choice("Khai sinh", "p:1"),))

    async with polling(zalo, inbox, ask_back):
        zalo.push_text(LAN, "giấy tờ")
        await eventually(lambda: zalo.texts(LAN))

    assert zalo.texts(LAN) == ["Thủ tục nào?\n\n1. Khai sinh\nTrả lời bằng số, ví dụ 1."]


async def test_who_cannot_be_answered_is_told_so(
    zalo: FakeZaloBot, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.deliveries.MOST_ATTEMPTS", 1)

    async with polling(zalo, inbox, Echo()):
        zalo.push_text(LAN, "khai sinh")
        await eventually(lambda: zalo.texts(LAN) == [wording.FAILED])
