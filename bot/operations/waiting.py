"""Waiting, but never beyond the event that says it is time to stop."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Do `work` and return what it does, or give it up with None once `stop` is set; raises what it raises."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([task, stopped], return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stopped.cancel()
        task.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


@asynccontextmanager
async def calling_at(stop: asyncio.Event, call: Callable[[], None]) -> AsyncIterator[None]:
    """Call `call` if `stop` is set meanwhile."""

    async def wait() -> None:
        await stop.wait()
        call()

    waiting = asyncio.create_task(wait())
    try:
        yield
    finally:
        waiting.cancel()


class Probe(Generic[Result]):
    """Asks what may hang, such as a database that takes connections and says nothing.

    Nobody waits longer than `seconds`, and however many ask, one question is under way at a time: what hangs is not
    cancelled, since ending it may hang as well, but it holds one connection at most.
    """

    def __init__(self, ask: Callable[[], Awaitable[Result]], seconds: float) -> None:
        self._ask = ask
        self._seconds = seconds
        self._asking: asyncio.Task[Result | None] | None = None

    async def answer(self) -> Result | None:
        """Return the answer; None if there was none in time, or it could not be had."""
        if not self._asking or self._asking.done():
            self._asking = asyncio.create_task(self._asked())
        asking = self._asking
        done, _ = await asyncio.wait([asking], timeout=self._seconds)
        return asking.result() if done and not asking.cancelled() else None

    async def _asked(self) -> Result | None:
        try:
            return await self._ask()
        except Exception:  # noqa: BLE001  whatever a driver raises, there is no answer
            return None
