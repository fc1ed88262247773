"""What every reader of official titles has to know about how they are written."""

import re

BRACKETS = r"\((?:[^()]|\([^()]*\))*\)"
"""Pattern of what stands in brackets, which may hold brackets themselves."""
_LEADING = re.compile(r"^thủ tục\s+(?=\w)", re.IGNORECASE)


def without_leading(title: str) -> str:
    """Return a title without the "Thủ tục" that only some begin with and that says nothing."""
    return _LEADING.sub("", title)


def capitalised(text: str) -> str:
    """Return `text` with its first letter large and all others as they are (str.capitalize makes them small)."""
    return text[:1].upper() + text[1:]
