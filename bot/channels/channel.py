"""What every messenger is to the program that runs it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Protocol

from fastapi import APIRouter

from bot.conversation import Reply, Turn

Handle = Callable[[Turn], Awaitable[Reply]]
"""What answers a turn; a turn that was handled has moved the conversation on, and must not be handled again."""


class Channel(Protocol):
    """One messenger, from its webhook or polling to its sent replies."""

    @property
    def name(self) -> str:
        """The name that turns, the inbox and logs know it by."""

    @property
    def router(self) -> APIRouter | None:
        """Its webhook, mounted into the one web application; None without."""

    async def run(self, stop: asyncio.Event) -> None:
        """Take in and answer messages until `stop` is set; never raises."""

    @property
    def window(self) -> timedelta | None:
        """How long after their last message people may be written to first; None for always."""

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Keep a message for somebody who asked to be told, to be sent as answers are, once for the same `key`.

        `address` is what `Turn.person` was. What becomes of it is reported under `key`. Raises what the inbox raises.
        """

    def is_ready(self) -> bool:
        """Say whether messages come in: false while polling has stalled, or once a token was refused."""

    def silent_seconds(self) -> float | None:
        """Return how long ago the platform was last heard; None before, and where it is not asked for messages here."""
