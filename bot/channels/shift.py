"""Receiving by turns: of several processes one asks a messenger for messages, the others wait their turn."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.storage.duties import Work

Alone = Callable[[str, asyncio.Event, Work], Coroutine[Any, Any, None]]
"""Does the work of this name whenever no other process does it, until its event is set; raises what it raises.

The work may be begun several times: it is ended, by the event that it is given, when its turn may be over.
"""


async def always(_: str, stop: asyncio.Event, work: Work) -> None:
    """Work without asking anybody: for a process that has none beside it."""
    await work(stop)


class Shift:
    """This process's turns in the work called `name`."""

    def __init__(self, name: str, alone: Alone = always) -> None:
        self._name = name
        self._alone = alone
        self._working = False
        self._there = False

    @property
    def waits(self) -> bool:
        """Whether this process is ready for its turn, and another has it."""
        return self._there and not self._working

    async def run(self, stop: asyncio.Event, work: Work) -> None:
        """Do `work` whenever it is this process's turn, until `stop` is set; raises what `work` raises."""

        async def turn(ended: asyncio.Event) -> None:
            self._working = True
            try:
                await work(ended)
            finally:
                self._working = False

        self._there = True
        try:
            await self._alone(self._name, stop, turn)
        finally:
            self._there = False
