"""The first message and the last: /start and /help, and "xóa dữ liệu của tôi", on every channel."""

import re

from bot.language.normalise import folded

_COMMAND = re.compile(r"/(?:start|help|batdau|trogiup)\b.*", re.IGNORECASE | re.DOTALL)
_FORGET = re.compile(
    r"(?:xoa ?du ?lieu|xoa (?:het |toan bo )?du lieu(?: cua (?:toi|em|minh|tui|con|chau))?(?: di| giup| nha| a)*)"
)


def is_command(text: str) -> bool:
    """Say whether `text` is a command that asks for the welcome."""
    return _COMMAND.fullmatch(text.strip()) is not None


def asks_to_forget(text: str) -> bool:
    """Say whether `text` asks to delete what is kept of the person."""
    return _FORGET.fullmatch(" ".join(folded(text))) is not None
