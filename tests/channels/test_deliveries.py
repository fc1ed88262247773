import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.channels import deliveries as module
from bot.channels.deliveries import AT_ONCE, Deliveries, Message
from bot.conversation import Fate
from bot.dialogue import Dialogue
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.inbox import MOST_ATTEMPTS, Delivery, Inbox
from bot.storage.together import Work
from tests.channels.eventually import eventually
from tests.logged import without_answers

NEVER = 3600.0
"""Seconds between two looks, where only being woken counts."""


@pytest.fixture
def inbox(engine: AsyncEngine) -> Inbox:
    return Inbox(engine, Pseudonyms(b"key of tests"))


@asynccontextmanager
async def working(deliveries: Deliveries) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(deliveries.run(stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def put(inbox: Inbox, person: str, *texts: str) -> None:
    for text in texts:
        await inbox.put("telegram", text, text, person)


class Answering:
    """Answers; the texts in `held` only once they are let go."""

    def __init__(self, *held: str) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self._held = {text: asyncio.Event() for text in held}

    def let_go(self, text: str) -> None:
        self._held[text].set()

    async def __call__(self, payload: str) -> list[Message]:
        self.begun.append(payload)
        if payload in self._held:
            await self._held[payload].wait()
        self.ended.append(payload)
        return []


class Sending:
    """Sends; it stops at the text `held` until it is let go, and fails once at each of `failing`."""

    def __init__(self, *, held: str = "", failing: Sequence[str] = (), refused: str = "") -> None:
        self.sent: list[str] = []
        self.begun: list[str] = []
        self.may_go_on = asyncio.Event()
        self._held = held
        self._failing = list(failing)
        self._refused = refused

    async def __call__(self, message: Message) -> Fate:
        text = message["text"]
        self.begun.append(text)
        if text == self._held:
            await self.may_go_on.wait()
        if text in self._failing:
            self._failing.remove(text)
            raise OperationalError("SELECT", {}, OSError("gone"))
        self.sent.append(text)
        return Fate.GONE if text == self._refused else Fate.SENT


class Handling:
    """Handles each payload into three messages, and counts how often."""

    def __init__(self) -> None:
        self.handled: list[str] = []

    async def __call__(self, payload: str) -> list[Message]:
        self.handled.append(payload)
        return [{"text": f"{payload}{place}"} for place in (1, 2, 3)]


async def test_what_waits_and_what_comes_is_answered(inbox: Inbox) -> None:
    answering = Answering()
    deliveries = Deliveries(inbox, "telegram", answering, Sending(), NEVER)
    await put(inbox, "lan", "một")

    async with working(deliveries):
        await eventually(lambda: answering.ended == ["một"])
        await put(inbox, "lan", "hai")
        deliveries.wake()
        await eventually(lambda: answering.ended == ["một", "hai"])


async def test_what_another_process_took_in_is_answered_without_being_woken(inbox: Inbox) -> None:
    answering = Answering()

    async with working(Deliveries(inbox, "telegram", answering, Sending(), 0.01)):
        await asyncio.sleep(0.05)
        await put(inbox, "lan", "một")
        await eventually(lambda: answering.ended == ["một"])


async def test_a_slow_answer_holds_up_only_the_same_person(inbox: Inbox) -> None:
    answering = Answering("một")
    await put(inbox, "lan", "một", "hai")
    await put(inbox, "minh", "ba", "bốn")

    async with working(Deliveries(inbox, "telegram", answering, Sending(), NEVER)):
        await eventually(lambda: answering.ended == ["ba", "bốn"])
        begun_meanwhile = list(answering.begun)
        answering.let_go("một")
        await eventually(lambda: answering.ended == ["ba", "bốn", "một", "hai"])

    assert "hai" not in begun_meanwhile


async def test_no_more_than_so_many_are_answered_at_once(inbox: Inbox) -> None:
    texts = [str(number) for number in range(AT_ONCE + 1)]
    answering = Answering(*texts)
    await put(inbox, "", *texts)

    async with working(Deliveries(inbox, "telegram", answering, Sending(), 0.01)):
        await eventually(lambda: len(answering.begun) >= AT_ONCE)
        await asyncio.sleep(0.05)
        begun = len(answering.begun)
        for text in texts:
            answering.let_go(text)
        await eventually(lambda: len(answering.ended) == AT_ONCE + 1)

    assert begun == AT_ONCE


async def test_what_failed_is_tried_again_and_its_error_s_text_is_not_logged(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[str] = []

    async def fail_once(payload: str) -> list[Message]:
        attempts.append(payload)
        if len(attempts) == 1:
            raise OSError("https://example.test/bot123:token/sendMessage")
        return []

    await put(inbox, "lan", "một")
    with capture_logs(processors=[without_answers]) as logged:
        async with working(Deliveries(inbox, "telegram", fail_once, Sending(), 0.01)):
            await eventually(lambda: attempts == ["một", "một"])

    assert [(entry["event"], entry["kind"]) for entry in logged] == [("delivery_failed", "OSError")]
    assert "token" not in str(logged)
    assert await inbox.claim("telegram") == []


class Unreachable(Inbox):
    """An inbox whose database is away at the first `failures` calls."""

    def __init__(self, engine: AsyncEngine, failures: int) -> None:
        super().__init__(engine, Pseudonyms(b"key of tests"))
        self.failures = failures

    async def claim(self, channel: str, limit: int = 20) -> list[Delivery]:
        self._maybe_fail()
        return await super().claim(channel, limit)

    async def done(self, delivery: Delivery, also: Sequence[Work[object]] = ()) -> None:
        self._maybe_fail()
        await super().done(delivery, also)

    def _maybe_fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise OperationalError("UPDATE", {}, OSError("gone"))


async def test_a_database_out_of_reach_is_asked_again(engine: AsyncEngine) -> None:
    inbox, answering = Unreachable(engine, failures=2), Answering()
    await put(inbox, "lan", "một")

    with capture_logs(processors=[without_answers]) as logged:
        async with working(Deliveries(inbox, "telegram", answering, Sending(), 0.01)):
            await eventually(lambda: answering.ended == ["một"])

    assert [entry["event"] for entry in logged] == ["inbox_unreachable"] * 2


async def test_a_stop_lets_what_was_begun_be_finished_and_begins_nothing(inbox: Inbox) -> None:
    answering = Answering("một")
    await put(inbox, "lan", "một", "hai")

    async with working(Deliveries(inbox, "telegram", answering, Sending(), NEVER)) as stop:
        await eventually(lambda: answering.begun == ["một"])
        stop.set()
        await asyncio.sleep(0.02)
        answering.let_go("một")

    assert answering.ended == ["một"]
    assert [delivery.payload for delivery in await inbox.claim("telegram")] == ["hai"]


async def test_what_a_stop_cannot_wait_for_is_left_to_the_next_process(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.01)
    answering = Answering("một")
    await put(inbox, "lan", "một")

    async with working(Deliveries(inbox, "telegram", answering, Sending(), NEVER)):
        await eventually(lambda: answering.begun == ["một"])

    (again,) = await inbox.claim("telegram")
    assert (again.payload, again.attempt) == ("một", 1)


async def test_a_long_answer_keeps_its_delivery(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RENEW_SECONDS", 0.01)
    renewed: list[str] = []

    async def renew(deliveries: Sequence[Delivery]) -> None:
        renewed.extend(delivery.payload for delivery in deliveries)

    monkeypatch.setattr(inbox, "renew", renew)
    answering = Answering("một")
    await put(inbox, "lan", "một")

    async with working(Deliveries(inbox, "telegram", answering, Sending(), NEVER)):
        await eventually(lambda: renewed[:2] == ["một", "một"])
        answering.let_go("một")


async def test_an_answer_cut_off_by_a_stop_is_sent_from_there_on_and_not_handled_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE_SECONDS", 0.01)
    handling, cut_off, after = Handling(), Sending(held="một2"), Sending()
    await put(inbox, "lan", "một")

    async with working(Deliveries(inbox, "telegram", handling, cut_off, NEVER)):
        await eventually(lambda: cut_off.begun == ["một1", "một2"])
    async with working(Deliveries(inbox, "telegram", handling, after, NEVER)):
        await eventually(lambda: after.sent == ["một2", "một3"])

    assert (handling.handled, cut_off.sent) == (["một"], ["một1"])
    assert await inbox.claim("telegram") == []


async def test_an_answer_of_a_process_that_was_killed_is_sent_from_there_on(inbox: Inbox, engine: AsyncEngine) -> None:
    handling, killed, after = Handling(), Sending(held="một2"), Sending()
    await put(inbox, "lan", "một")
    (delivery,) = await inbox.claim("telegram")
    work = asyncio.create_task(Deliveries(inbox, "telegram", handling, killed, NEVER)._work(delivery))
    await eventually(lambda: killed.begun == ["một1", "một2"])
    work.cancel()  # and nothing is noted any more
    await asyncio.gather(work, return_exceptions=True)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE inbox SET not_before = NULL")

    async with working(Deliveries(inbox, "telegram", handling, after, NEVER)):
        await eventually(lambda: after.sent == ["một2", "một3"])

    assert handling.handled == ["một"]


async def test_a_fault_in_sending_lets_only_the_rest_be_sent_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    handling, sending = Handling(), Sending(failing=("một2",))
    monkeypatch.setattr(inbox, "failed", inbox.put_back)  # without a wait
    await put(inbox, "lan", "một")

    async with working(Deliveries(inbox, "telegram", handling, sending, 0.01)):
        await eventually(lambda: sending.sent == ["một1", "một2", "một3"])

    assert handling.handled == ["một"]


async def test_after_a_message_that_was_refused_the_rest_is_given_up(inbox: Inbox) -> None:
    handling, sending = Handling(), Sending(refused="một1")
    await put(inbox, "lan", "một", "hai")

    async with working(Deliveries(inbox, "telegram", handling, sending, 0.01)):
        await eventually(lambda: "hai3" in sending.sent)

    assert sending.sent == ["một1", "hai1", "hai2", "hai3"]
    assert handling.handled == ["một", "hai"]


async def test_who_lost_a_delivery_while_handling_it_sends_nothing(inbox: Inbox, engine: AsyncEngine) -> None:
    answering, sending = Handling(), Sending()
    await put(inbox, "lan", "một")
    (lost,) = await inbox.claim("telegram")
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE inbox SET not_before = NULL")
    (held,) = await inbox.claim("telegram")

    await Deliveries(inbox, "telegram", answering, sending, NEVER)._work(lost)

    assert sending.begun == []
    await inbox.put_back(held)
    assert [delivery.payload for delivery in await inbox.claim("telegram")] == ["một"]


async def test_while_the_database_is_away_an_answer_waits_and_is_not_made_anew(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    handling, sending, replace = Handling(), Sending(), inbox.replace
    failures = [OperationalError("UPDATE", {}, OSError("gone"))] * 2

    async def away(delivery: Delivery, payload: str, also: Sequence[Work[object]] = ()) -> bool:
        if failures:
            raise failures.pop()
        return await replace(delivery, payload, also)

    monkeypatch.setattr(inbox, "replace", away)
    await put(inbox, "lan", "một")

    with capture_logs(processors=[without_answers]) as logged:
        async with working(Deliveries(inbox, "telegram", handling, sending, 0.01)):
            await eventually(lambda: sending.sent == ["một1", "một2", "một3"])

    assert [entry["event"] for entry in logged] == ["inbox_unreachable"] * 2
    assert handling.handled == ["một"]


class Reports:
    """Writes down what became of messages; fails with each of `failures` first."""

    def __init__(self, *failures: Exception) -> None:
        self.made: list[tuple[str, Fate]] = []
        self._failures = list(failures)

    async def __call__(self, key: str, fate: Fate) -> None:
        if self._failures:
            raise self._failures.pop()
        self.made.append((key, fate))


PIECES: list[Message] = [{"text": "tin1"}, {"text": "tin2"}]


async def test_what_is_told_is_sent_once_for_its_key_and_its_fate_reported_once(inbox: Inbox) -> None:
    handling, sending, reports = Handling(), Sending(), Reports()
    deliveries = Deliveries(inbox, "telegram", handling, sending, 0.01, report=reports)
    await deliveries.tell("wish-1", PIECES, "lan")
    await deliveries.tell("wish-1", PIECES, "lan")

    async with working(deliveries):
        await eventually(lambda: sending.sent == ["tin1", "tin2"])
        await deliveries.tell("wish-1", PIECES, "lan")
        await put(inbox, "lan", "một")
        await eventually(lambda: "một3" in sending.sent)

    assert sending.sent == ["tin1", "tin2", "một1", "một2", "một3"]
    assert reports.made == [("wish-1", Fate.SENT)]
    assert handling.handled == ["một"], "what is told is not handled"


async def test_that_it_was_refused_is_reported_and_the_rest_not_sent(inbox: Inbox) -> None:
    sending, reports = Sending(refused="tin1"), Reports()
    deliveries = Deliveries(inbox, "telegram", Handling(), sending, 0.01, report=reports)
    await deliveries.tell("wish-1", PIECES, "lan")

    async with working(deliveries):
        await eventually(lambda: reports.made)

    assert sending.sent == ["tin1"]
    assert reports.made == [("wish-1", Fate.GONE)]


async def test_while_the_database_is_away_a_report_waits_and_nothing_is_sent_twice(inbox: Inbox) -> None:
    away = OperationalError("UPDATE", {}, OSError("gone"))
    sending, reports = Sending(), Reports(away, away)
    deliveries = Deliveries(inbox, "telegram", Handling(), sending, 0.01, report=reports)
    await deliveries.tell("wish-1", PIECES, "lan")

    with capture_logs(processors=[without_answers]) as logged:
        async with working(deliveries):
            await eventually(lambda: sending.sent == ["tin1", "tin2"])

    assert reports.made == [("wish-1", Fate.SENT)]
    assert [entry["event"] for entry in logged] == ["inbox_unreachable"] * 2


async def test_what_is_told_waits_for_the_answer_that_is_being_given_to_the_same_person(inbox: Inbox) -> None:
    sending, reports = Sending(held="một2"), Reports()
    deliveries = Deliveries(inbox, "telegram", Handling(), sending, 0.01, report=reports)
    await put(inbox, "lan", "một")
    await deliveries.tell("wish-1", PIECES, "lan")

    async with working(deliveries):
        await eventually(lambda: "một2" in sending.begun)
        sending.may_go_on.set()
        await eventually(lambda: reports.made)
        await eventually(lambda: "tin2" in sending.sent)

    assert sending.sent == ["một1", "một2", "một3", "tin1", "tin2"]


async def test_what_a_messenger_that_is_away_does_not_take_is_sent_later_and_not_handled_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.inbox.LONGEST_WAIT", timedelta(0))
    fates = [Fate.FAILED] * (MOST_ATTEMPTS + 1)
    handling, sent = Handling(), []

    async def send(message: Message) -> Fate:
        if message["text"] == "một2" and fates:
            return fates.pop()
        sent.append(message["text"])
        return Fate.SENT

    await put(inbox, "lan", "một", "hai")
    async with working(Deliveries(inbox, "telegram", handling, send, NEVER)):
        await eventually(lambda: "hai3" in sent)

    assert sent == ["một1", "một2", "một3", "hai1", "hai2", "hai3"]
    assert handling.handled == ["một", "hai"]


async def test_an_answer_that_could_not_be_sent_for_a_day_is_given_up(inbox: Inbox, engine: AsyncEngine) -> None:
    async def away(_: Message) -> Fate:
        return Fate.FAILED

    await put(inbox, "lan", "một")
    (delivery,) = await inbox.claim("telegram")
    old = replace(delivery, received_at=delivery.received_at - module.OF_USE)

    await Deliveries(inbox, "telegram", Handling(), away, NEVER)._work(old)

    assert not await inbox.replace(delivery, "[]"), "it is done"


async def test_where_handling_fails_each_time_the_person_is_told_so_at_last(inbox: Inbox, engine: AsyncEngine) -> None:
    handled: list[str] = []

    async def fail(payload: str) -> list[Message]:
        handled.append(payload)
        raise ValueError

    sending = Sending()
    deliveries = Deliveries(inbox, "telegram", fail, sending, NEVER, excuse=lambda said: [{"text": f"lỗi {said}"}])
    await put(inbox, "lan", "một")
    for _ in range(MOST_ATTEMPTS):
        (delivery,) = await inbox.claim("telegram")
        await deliveries._handle(delivery)
        async with engine.begin() as connection:
            await connection.exec_driver_sql("UPDATE inbox SET not_before = NULL")

    assert handled == ["một"] * (MOST_ATTEMPTS - 1)
    assert sending.sent == ["lỗi một"]
    assert await inbox.claim("telegram") == []


async def test_a_conversation_moves_on_with_the_answer_and_never_without_it(inbox: Inbox, engine: AsyncEngine) -> None:
    dialogues, begun = DatabaseDialogues(engine, Pseudonyms(b"key of tests")), asyncio.Event()

    async def handle(_: str) -> list[Message]:
        misses = (await dialogues.load("telegram", "lan")).misses + 1
        await dialogues.save("telegram", "lan", Dialogue(misses=misses))
        if not begun.is_set():
            begun.set()
            await asyncio.Event().wait()
        return [{"text": f"lần {misses}"}]

    sending = Sending()
    deliveries = Deliveries(inbox, "telegram", handle, sending, NEVER)
    await put(inbox, "lan", "một")
    (delivery,) = await inbox.claim("telegram")
    killed = asyncio.create_task(deliveries._work(delivery))
    await begun.wait()
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    before = await dialogues.load("telegram", "lan")
    await deliveries._work(delivery)

    assert before == Dialogue()
    assert sending.sent == ["lần 1"]
    assert (await dialogues.load("telegram", "lan")).misses == 1
