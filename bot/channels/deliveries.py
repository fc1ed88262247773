"""Working the inbox of one channel: several persons at once, one message of a person after the other."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.storage.inbox import LEASE, Delivery, Inbox

AT_ONCE = 50
IDLE_SECONDS = 1.0
"""How often to look without being woken: for other processes' deliveries, second attempts, and what a dead one left."""
GRACE_SECONDS = 10.0
"""How long a stop waits for answers that have been begun."""
RENEW_SECONDS = LEASE.total_seconds() / 3

Answer = Callable[[str], Awaitable[None]]
log = structlog.get_logger()


class Deliveries:
    """Claims what was delivered on `channel` and calls `answer` with each payload.

    What `answer` raises lets the delivery be tried again later. A process that dies while it answers leaves
    the delivery to another, which answers it again if the first had only not noted it.
    """

    def __init__(self, inbox: Inbox, channel: str, answer: Answer, idle_seconds: float = IDLE_SECONDS) -> None:
        self._inbox = inbox
        self._channel = channel
        self._answer = answer
        self._idle_seconds = idle_seconds
        self._woken = asyncio.Event()
        self._running: dict[asyncio.Task[None], Delivery] = {}

    def wake(self) -> None:
        """Look at once; to be called after each `put`."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set, and then finish what was begun; never raises."""
        renewing = asyncio.create_task(self._renew())
        stopping = asyncio.create_task(self._wake_at(stop))
        try:
            while not stop.is_set():
                self._woken.clear()
                await self._begin()
                await self._wait()
            await self._finish()
        finally:
            renewing.cancel()
            stopping.cancel()

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
        note = self._inbox.done
        try:
            await self._answer(delivery.payload)
        except asyncio.CancelledError:
            await self._note(self._inbox.put_back, delivery)
            return
        except Exception as error:  # noqa: BLE001  its text may name an address with a token
            log.warning("delivery_failed", channel=self._channel, kind=type(error).__name__, attempt=delivery.attempt)
            note = self._inbox.failed
        await self._note(note, delivery)

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

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.wake()

    async def _finish(self) -> None:
        running = list(self._running)
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
