"""The Telegram channel running against the fake Bot API, for these conversations too."""

from tests.channels.conftest import logs
from tests.channels.telegram.conftest import bot_api, telegram

__all__ = ["bot_api", "logs", "telegram"]
