"""Working the inbox of one channel: several persons at once, one message of a person after the other."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import structlog

from bot.conversation import Fate
from bot.operations.logs import correlated
from bot.operations.waiting import calling_at
from bot.storage.inbox import LEASE, MOST_ATTEMPTS, Delivery, Inbox, correlation
from bot.storage.together import Work

AT_ONCE = 50
IDLE_SECONDS = 1.0
"""How often to look without being woken: for other processes' deliveries, second attempts, and what a dead one left."""
GRACE_SECONDS = 10.0
"""How long a stop waits for answers that have been begun."""
RENEW_SECONDS = LEASE.total_seconds() / 3
SHORTEST_WAIT = timedelta(seconds=2)
"""Between two attempts to send an answer while the messenger is away: a quarter of its age, but no less."""
OF_USE = timedelta(days=1)
"""An answer that could not be sent for so long is given up."""

Message = dict[str, Any]
"""One message to a chat, as JSON of the channel's own."""
Answer = Callable[[str], Awaitable[list[Message]]]
Excuse = Callable[[str], list[Message]]
"""Says to who wrote that their message could not be answered."""
Send = Callable[[Message], Awaitable[Fate]]
Report = Callable[[str, Fate], Awaitable[None]]
"""Notes what became of the message that was kept under a key by `tell`."""
Noted = TypeVar("Noted")
_REPORTED = "report"
"""The property of a message that says under which key its fate is reported."""
_HELD = "["
"""How a payload begins that is a list of messages to be sent; what a messenger delivers is an object."""
log = structlog.get_logger()


class Deliveries:
    """Claims what was delivered on `channel`, calls `answer` with each payload, and `send` with each of its messages.

    A message is handled once, though it may be sent in several attempts: what `answer` returned takes the place
    of the delivery in the inbox, and each message is taken out of there once it is sent. So whoever goes on, be
    it after a fault or another process after a kill, goes on with the message that was not noted as sent.

    What handling leaves for later (`bot.storage.together`), the conversation's next state, is committed with that.

    What `answer` or `send` raises lets the delivery be tried again later, at once if the run is ending; instead of the
    last attempt to handle it, `excuse` is sent. An answer for which the messenger is away waits, for a day at most. Of
    one whose message was refused, the rest is not sent either. `report` is told of messages to people who did not ask
    just now.
    """

    def __init__(
        self,
        inbox: Inbox,
        channel: str,
        answer: Answer,
        send: Send,
        idle_seconds: float = IDLE_SECONDS,
        *,
        report: Report | None = None,
        excuse: Excuse = lambda _: [],
    ) -> None:
        self._inbox = inbox
        self._channel = channel
        self._answer = answer
        self._send = send
        self._idle_seconds = idle_seconds
        self._report = report
        self._excuse = excuse
        self._stop = asyncio.Event()
        self._woken = asyncio.Event()
        self._running: dict[asyncio.Task[None], Delivery] = {}

    async def keep(self, key: str, payload: str, person: str) -> None:
        """Put a delivery into the inbox, where it stays until it is answered; one that comes again changes nothing."""
        await self._inbox.put(self._channel, key, payload, person)
        self.wake()

    async def tell(self, key: str, messages: list[Message], person: str) -> None:
        """Keep messages that answer nothing, to be sent once for the same key; the fate of the first is reported."""
        first, *more = messages
        await self.keep(key, json.dumps([first | {_REPORTED: key}, *more]), person)

    def wake(self) -> None:
        """Look at once; to be called after each `put`."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set, and then finish what was begun; never raises."""
        self._stop = stop
        renewing = asyncio.create_task(self._renew())
        try:
            async with calling_at(stop, self.wake):
                while not stop.is_set():
                    self._woken.clear()
                    await self._begin()
                    await self._wait()
                await self._finish()
        finally:
            renewing.cancel()

    async def _begin(self) -> None:
        """Begin to answer as many as there is room for."""
        room = AT_ONCE - len(self._running)
        if not room:
            return
        try:
            claimed = await self._inbox.claim(self._channel, room)
        except Exception as error:  # noqa: BLE001  a database out of reach comes back
            log.warning("inbox_unreachable", channel=self._channel, kind=type(error).__name__)
            return
        for delivery in claimed:
            with correlated(correlation(delivery)):
                task = asyncio.create_task(self._handle(delivery))
            self._running[task] = delivery
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self.wake()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), self._idle_seconds)
        except TimeoutError:
            return

    async def _handle(self, delivery: Delivery) -> None:
        try:
            await self._work(delivery)
        except asyncio.CancelledError:
            await self._note(self._inbox.put_back, delivery)
        except Exception as error:  # noqa: BLE001  its text may name an address with a token
            log.warning("delivery_failed", channel=self._channel, kind=type(error).__name__, attempt=delivery.attempt)
            note = self._inbox.put_back if self._stop.is_set() else self._inbox.failed
            await self._note(note, delivery)

    async def _work(self, delivery: Delivery) -> None:
        """Send the messages that are held, else those that handling gives, one after the other."""
        if delivery.payload.startswith(_HELD):
            messages = json.loads(delivery.payload)
        else:
            with self._inbox.collecting() as moved_on:
                messages = await self._handled(delivery)
            if not messages:
                await self._done(delivery, moved_on)
                return
            if not await self._hold(delivery, messages, moved_on):
                return
        while messages:
            fate = await self._fate(messages[0])
            if fate is Fate.FAILED and _is_of_use(messages[0], delivery):
                await self._put_off(delivery, messages)
                return
            messages = messages[1:] if fate is Fate.SENT else []
            if messages and not await self._hold(delivery, messages):
                return
        await self._done(delivery)

    async def _handled(self, delivery: Delivery) -> list[Message]:
        if delivery.attempt >= MOST_ATTEMPTS:  # handling fails each time, or kills the process
            return self._excuse(delivery.payload)
        return await self._answer(delivery.payload)

    async def _fate(self, message: Message) -> Fate:
        fate, report = await self._send(message), self._report
        if report and _REPORTED in message:
            await self._surely(lambda: report(message[_REPORTED], fate))
        return fate

    async def _hold(self, delivery: Delivery, messages: list[Message], also: Sequence[Work[object]] = ()) -> bool:
        """Keep what is still to be sent, and do `also` what goes with it; False if another process has taken over."""
        payload = json.dumps(messages)
        return await self._surely(lambda: self._inbox.replace(delivery, payload, also))

    async def _done(self, delivery: Delivery, also: Sequence[Work[object]] = ()) -> None:
        await self._surely(lambda: self._inbox.done(delivery, also))
        log.debug("delivered", channel=self._channel, seconds=delivery.age)

    async def _put_off(self, delivery: Delivery, messages: list[Message]) -> None:
        payload, wait = json.dumps(messages), max(timedelta(seconds=delivery.age / 4), SHORTEST_WAIT)
        await self._surely(lambda: self._inbox.put_off(delivery, payload, wait))
        log.info("delivery_put_off", channel=self._channel)

    async def _surely(self, note: Callable[[], Awaitable[Noted]]) -> Noted:
        """Note how far an answer has come, however long the database is away: else it would begin anew."""
        while True:
            try:
                return await note()
            except Exception as error:  # noqa: BLE001
                log.warning("inbox_unreachable", channel=self._channel, kind=type(error).__name__)
                await asyncio.sleep(self._idle_seconds)

    async def _note(self, note: Callable[[Delivery], Awaitable[None]], delivery: Delivery) -> None:
        try:
            await note(delivery)
        except Exception as error:  # noqa: BLE001  the lease runs out, and it is tried again
            log.warning("inbox_unreachable", channel=self._channel, kind=type(error).__name__)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            try:
                await self._inbox.renew(list(self._running.values()))
            except Exception as error:  # noqa: BLE001
                log.warning("inbox_unreachable", channel=self._channel, kind=type(error).__name__)

    async def _finish(self) -> None:
        running = list(self._running)
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _is_of_use(message: Message, delivery: Delivery) -> bool:
    """Say whether to go on trying: whose fate is reported is told anew later, and an answer is of no use for ever."""
    return _REPORTED not in message and delivery.age < OF_USE.total_seconds()
