"""Waiting for what happens beside the test."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")
DEADLINE_SECONDS = 60.0


async def eventually(look: Callable[[], Value]) -> Value:
    """Return what `look` sees as soon as it is true; fail after a deadline that only a fault reaches."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not (seen := look()):
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)
    return seen
