"""The library's bot and HTTP client, without what they would tell of a token or of what people wrote."""

import json
from typing import Any

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import Defaults, ExtBot
from telegram.request import HTTPXRequest

from bot.settings import TelegramSettings


class QuietRequest(HTTPXRequest):
    """Does not log an answer of which half is missing."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401  whatever came
        """Return the answer; raises TelegramError where it is not JSON."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None


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
