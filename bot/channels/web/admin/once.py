"""A button that is pressed twice does its work once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")
_under_way: dict[Hashable, asyncio.Task[Any]] = {}


async def once(key: Hashable, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Return what `work` returns; whoever asks with the same key while it is under way gets the same result.

    The work goes on if somebody who waits for it goes away: a second press of a button gives up the first request.
    """
    task = _under_way.get(key)
    if not task:
        task = _under_way[key] = asyncio.create_task(work())
        task.add_done_callback(lambda _: _under_way.pop(key, None))
    result: Result = await asyncio.shield(task)
    return result
