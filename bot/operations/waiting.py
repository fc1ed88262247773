"""Waiting, but never beyond the event that says it is time to stop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

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
