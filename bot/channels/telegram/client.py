"""The library's bot, without what it would tell of a token."""

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.channels.telegram.request import QuietRequest
from bot.settings import TelegramSettings


class QuietBot(ExtBot[None]):
    """Does not show its token."""

    def __init__(self, settings: TelegramSettings) -> None:
        super().__init__(
            settings.token.get_secret_value(),
            settings.base_url,
            f"{settings.base_url.removesuffix('bot')}file/bot",
            request=QuietRequest(settings.proxy),
            defaults=Defaults(ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
        )

    def __repr__(self) -> str:
        """Return the class alone."""
        return "QuietBot()"
