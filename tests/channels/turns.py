"""Turns among channels of one process, in place of those that a database gives to several."""

import asyncio

from bot.operations.waiting import unless
from bot.storage.duties import Work


class Turns:
    """`alone` gives the work to one at a time, and `pass_on` ends the turn of whoever has it, as a lost lock does."""

    def __init__(self) -> None:
        self._free = asyncio.Lock()
        self._ended = asyncio.Event()

    async def alone(self, _: str, stop: asyncio.Event, work: Work) -> None:
        """Do `work` whenever it is free, until `stop` is set."""
        while not stop.is_set() and await unless(stop, self._free.acquire()):  # who has it may stop after who waits
            self._ended = asyncio.Event()
            ending = asyncio.create_task(self._end_at(stop, self._ended))
            try:
                await work(self._ended)
            finally:
                ending.cancel()
                self._free.release()
            await asyncio.sleep(0)  # whoever waits comes first

    def pass_on(self) -> None:
        """End this turn; who waits has the next."""
        self._ended.set()

    async def _end_at(self, stop: asyncio.Event, ended: asyncio.Event) -> None:
        await stop.wait()
        ended.set()
