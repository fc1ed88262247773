"""getUpdates, unparsed: the library's own would fail at one update that it cannot read, again and again, and log it."""

import json
from typing import Any
from urllib.parse import urlencode

from bot.channels.telegram.request import QuietRequest
from bot.channels.telegram.updates import WANTED
from bot.settings import TelegramSettings

READ_SECONDS = 10.0
"""How much longer than a poll lasts its answer may take."""


class Poller:
    """Asks for updates over a connection of its own."""

    def __init__(self, settings: TelegramSettings) -> None:
        self._address = f"{settings.base_url}{settings.token.get_secret_value()}/getUpdates"
        self._request = QuietRequest(settings.proxy)

    async def updates(self, offset: int | None, seconds: int, most: int = 100) -> list[dict[str, Any]]:
        """Return updates from `offset` on, which confirms those before it; wait for one if there is none."""
        wanted: dict[str, object] = {"timeout": seconds, "limit": most, "allowed_updates": json.dumps(WANTED)}
        if offset is not None:
            wanted["offset"] = offset
        await self._request.initialize()
        answer: list[dict[str, Any]] = await self._request.post(  # type: ignore[assignment]  # a list of this method
            f"{self._address}?{urlencode(wanted)}", read_timeout=seconds + READ_SECONDS
        )
        return answer

    async def close(self) -> None:
        """Close the connection."""
        await self._request.shutdown()
