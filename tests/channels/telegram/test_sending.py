"""Replies on their way out, seen at the fake: order instead of clocks."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answers import wording
from bot.channels.telegram.timing import Timing
from bot.conversation import Block, Choice, Document, Outcome, Reply, Style, Turn
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import IMPATIENT, connect, echo, running
from tests.channels.telegram.test_channel import events
from tests.fakes.telegram import CHAT, ApiError, FakeTelegram, Held, Raw, Reset, too_many

pytestmark = pytest.mark.filterwarnings(
    "ignore::telegram.warnings.PTBDeprecationWarning"
)  # the library's, about a type


async def test_an_answer_that_comes_too_fast_is_sent_after_the_wait(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.plan("sendMessage", too_many(1), too_many(1))

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("khai sinh")
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text == "khai sinh"


async def test_a_chat_that_must_wait_holds_up_no_other(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    bot_api.plan("sendMessage", too_many(5), chat=11)

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("một", chat=11)
        await eventually(lambda: bot_api.count("sendMessage"))
        for chat in range(20, 40):
            bot_api.push_text("hai", chat=chat)
        bot_api.push_text("ba", chat=11)
        await eventually(lambda: len(bot_api.sent) == 22)

    assert [sent.text for sent in bot_api.sent] == ["hai"] * 20 + ["một", "ba"]


async def test_a_chat_whose_answer_hangs_holds_up_no_other(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    let_go = threading.Event()
    bot_api.plan("sendMessage", Held(let_go), chat=11)

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("một", chat=11)
        await eventually(lambda: bot_api.count("sendMessage"))
        bot_api.push_text("hai", chat=12)
        await eventually(lambda: len(bot_api.sent) == 2)
        let_go.set()

    assert [sent.text for sent in bot_api.sent] == ["một", "hai"]


async def test_an_answer_that_may_go_out_only_in_hours_waits_without_being_tried_meanwhile(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, no_waits: None
) -> None:
    bot_api.plan("sendMessage", too_many(86_400), chat=CHAT)

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("một")
        await eventually(lambda: events(logs).count("delivery_put_off") > 2)
        bot_api.push_text("hai", chat=CHAT + 1)
        await eventually(lambda: bot_api.sent)

    assert [sent.text for sent in bot_api.sent] == ["hai"]
    assert bot_api.count("sendMessage") == 2


@pytest.mark.parametrize(
    "fault",
    [ApiError(502, "Bad Gateway"), ApiError(500, "Internal Server Error"), Raw(502, b"<html>"), Raw(503, b"")],
    ids=["502", "500", "a page", "503"],
)
async def test_an_answer_that_did_not_get_through_is_sent_again_and_not_made_anew(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, fault: ApiError | Raw
) -> None:
    handled: list[str] = []

    async def count(turn: Turn) -> Reply:
        handled.append(turn.text)
        return await echo(turn)

    bot_api.plan("sendMessage", fault, fault, fault)
    async with running(connect(bot_api, inbox, count)):
        bot_api.push_text("khai sinh")
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text == "khai sinh"
    assert handled == ["khai sinh"]


@pytest.mark.parametrize(
    "fault",
    [Reset(), Reset(done=True), Raw(200, b'{"ok":tr'), Raw(504, b"<html>"), Raw(500, b"")],
    ids=["reset", "reset when done", "half an answer", "504", "500"],
)
async def test_what_may_have_been_sent_is_sent_once_more_and_the_rest_goes_on(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, fault: Raw | Reset
) -> None:
    async def long(_: Turn) -> Reply:
        return Reply((Block(Style.TEXT, "một\n" * 1500 + "hai"),), Outcome.CLARIFY)

    bot_api.plan("sendMessage", *[fault] * 2)
    async with running(connect(bot_api, inbox, long)):
        bot_api.push_text("?")
        await eventually(lambda: any("hai" in sent.text for sent in bot_api.sent))

    texts = [sent.text for sent in bot_api.sent]
    assert sum("hai" in text for text in texts) == 1
    assert len(texts) - 1 == (2 if fault == Reset(done=True) else 0)
    assert events(logs).count("telegram_perhaps_not_sent") == 1


async def test_an_answer_cut_off_by_a_stop_is_gone_on_with_and_not_made_anew(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.deliveries.GRACE_SECONDS", 0.01)
    handled: list[str] = []

    async def long(turn: Turn) -> Reply:
        handled.append(turn.text)
        text, file = Block(Style.TEXT, "một\n" * 1500 + "hai"), Document("bang.xlsx", b"\0\xff")
        return Reply((text,), Outcome.CLARIFY, choices=(Choice("Có", "none"),), files=(file,))

    async with running(connect(bot_api, inbox, long, timing=replace(IMPATIENT, send_again=(1000,)))):
        bot_api.plan("sendMessage", Held(_done()), ApiError(502, "Bad Gateway"))
        bot_api.push_text("?")
        await eventually(lambda: bot_api.count("sendMessage") == 2)
    async with running(connect(bot_api, inbox, long)):
        [file] = await eventually(lambda: bot_api.sent_files)

    assert handled == ["?"]
    assert ["hai" in sent.text for sent in bot_api.sent] == [False, True]
    assert [bool(sent.buttons) for sent in bot_api.sent] == [False, True]
    assert (file.name, file.data) == ("bang.xlsx", b"\0\xff")


def _done() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


@pytest.mark.parametrize(
    "fault", [ApiError(502, "Bad Gateway"), Raw(504, b"<html>"), Reset()], ids=["502", "504", "reset"]
)
async def test_an_answer_waits_however_long_telegram_stays_away_and_the_person_s_next_after_it(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, no_waits: None, fault: ApiError | Raw | Reset
) -> None:
    bot_api.plan("sendMessage", *[fault] * (1 if fault == Reset() or isinstance(fault, Raw) else 12))
    async with running(connect(bot_api, inbox, echo, timing=replace(IMPATIENT, send_again=(0.01, 0.01)))):
        await eventually(lambda: "telegram_ready" in events(logs))
        bot_api.plan("getMe", *[fault] * 12)
        bot_api.push_text("một")
        bot_api.push_text("hai")
        await eventually(lambda: len(bot_api.sent) == 2)

    assert [sent.text for sent in bot_api.sent] == ["một", "hai"]
    assert events(logs).count("delivery_put_off") >= 3


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.inbox.LONGEST_WAIT", timedelta(0))


def test_waits_between_attempts_grow_and_make_minutes() -> None:
    waits = Timing().send_again

    assert list(waits) == sorted(waits)
    assert 300 <= sum(waits) <= 900


async def test_the_buttons_of_a_long_reply_are_under_its_last_message(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    async def long(_: Turn) -> Reply:
        lines = "\n".join(f"dòng {number}" for number in range(1000))
        return Reply((Block(Style.TEXT, lines),), Outcome.CLARIFY, choices=(Choice("Có", "none"),))

    async with running(connect(bot_api, inbox, long)):
        bot_api.push_text("?")
        await eventually(lambda: any(sent.buttons for sent in bot_api.sent))

    assert [bool(sent.buttons) for sent in bot_api.sent] == [False] * (len(bot_api.sent) - 1) + [True]
    assert all(f"dòng {number}\n" in "\n".join(sent.text for sent in bot_api.sent) + "\n" for number in range(1000))


async def test_who_cannot_be_answered_is_told_so(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.deliveries.MOST_ATTEMPTS", 1)

    async with running(connect(bot_api, inbox, echo)):
        bot_api.push_text("khai sinh")
        bot_api.push_tap("p:1.001193", chat=CHAT + 1)
        await eventually(lambda: len(bot_api.sent) == 2)

    assert {(sent.chat, sent.text) for sent in bot_api.sent} == {(CHAT, wording.FAILED), (CHAT + 1, wording.FAILED)}
