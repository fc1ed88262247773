"""The first message: /start and /help, on every channel."""

import re

_COMMAND = re.compile(r"/(?:start|help|batdau|trogiup)\b.*", re.IGNORECASE | re.DOTALL)


def is_command(text: str) -> bool:
    """Say whether `text` is a command that asks for the welcome."""
    return _COMMAND.fullmatch(text.strip()) is not None
