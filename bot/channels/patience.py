"""When to try again: a message that may not have got through, and a token that was refused."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.operations.waiting import calling_at, pause

TRY_REFUSED_AGAIN_SECONDS = 3600.0
"""A refusal may have been a passing fault of theirs."""


_UNSURE = "unsure"
"""The property of a message that may have been sent already."""


class Patience:
    """The attempts to send one `message`: as many as there are `waits` between them.

    Where the message may have been sent already, it is sent once more and no more: twice read beats never read. That
    is noted in it, so that whoever tries another day knows. The one time more is wasted on a platform that answers
    nobody, so it should first be asked something else.
    """

    def __init__(self, waits: Iterable[float], message: dict[str, Any]) -> None:
        self._waits = iter(waits)
        self._message = message

    @property
    def was_unsure(self) -> bool:
        """Whether the message may have been sent already."""
        return _UNSURE in self._message

    async def again(self, *, unsure: bool) -> bool:
        """Wait for the next attempt; False at once if there is none. `unsure`: the last may have succeeded."""
        wait = next(self._waits, 0.0 if unsure else None)
        if wait is None or (unsure and self.was_unsure):
            return False
        if unsure:
            self._message[_UNSURE] = True
        await asyncio.sleep(wait)
        return True


class Token:
    """A token as the platform last took it; one that is refused rests the channel, and is tried again later."""

    def __init__(self, tell: Callable[[], None], again_seconds: float = TRY_REFUSED_AGAIN_SECONDS) -> None:
        self._tell = tell
        self._again_seconds = again_seconds
        self._ended = asyncio.Event()
        self.is_refused = False

    async def serve(self, stop: asyncio.Event, work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        """Do `work` until `stop` is set; it ends when its own event is set: at the stop, or by `refuse`."""
        while not stop.is_set():
            self._ended = asyncio.Event()
            async with calling_at(stop, self._ended.set):
                await work(self._ended)
            await pause(stop, self._again_seconds)

    def refuse(self) -> None:
        """End the work under way, and tell of it once; what is in the inbox waits."""
        if not self._ended.is_set():
            self._tell()
        self.is_refused = True
        self._ended.set()

    def take(self) -> None:
        """Note that the platform takes the token."""
        self.is_refused = False
