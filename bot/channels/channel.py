"""What every messenger is to the program that runs it."""

import asyncio
from collections.abc import Awaitable, Callable
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

    def is_ready(self) -> bool:
        """Say whether messages come in: false while polling has stalled, or once a token was refused."""
