"""The library's bot and HTTP client, without what they would tell of a token or of what people wrote."""

import json
from typing import Any

import httpx
from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import NetworkError
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot.settings import TelegramSettings

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_PASSED_ON = (502, 503)


class UnsureError(NetworkError):
    """Telegram may have done what was asked: the request went out, but no answer of its own came."""


class QuietRequest(HTTPXRequest):
    """Believes only what Telegram itself says: a page of something between refuses no token. Logs no half answer."""

    async def do_request(self, url: str, method: str, *args: Any, **options: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Return status and body; raises UnsureError, or NetworkError where surely nothing was done."""
        try:
            status, body = await super().do_request(url, method, *args, **options)
        except NetworkError as error:
            if isinstance(error.__cause__, _UNSENT):
                raise
            raise UnsureError(type(error.__cause__).__name__) from None
        if method == "POST" and not _is_telegrams(body):  # a file is fetched by GET
            kind = NetworkError if status in _NOT_PASSED_ON else UnsureError
            raise kind(f"HTTP {status} without an answer of Telegram's")
        return status, body


def _is_telegrams(body: bytes) -> bool:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and isinstance(answer.get("ok"), bool)


class QuietBot(ExtBot[None]):
    """Does not show its token."""

    def __init__(self, settings: TelegramSettings) -> None:
        super().__init__(
            settings.token.get_secret_value(),
            settings.base_url,
            f"{settings.base_url.removesuffix('bot')}file/bot",
            request=QuietRequest(proxy=settings.proxy or None),
            defaults=Defaults(ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        )

    def __repr__(self) -> str:
        """Return the class alone."""
        return "QuietBot()"
