"""Removing personal data from a text before it is stored or logged.

Citizens paste what they should not (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): identity numbers,
telephones, e-mail, plates, dossier codes, their names and where they live. A name that nothing announces cannot
be told from other words and stays.
"""

import re
from collections.abc import Iterable

from bot.operations import addresses, names

# Look like a person's numbers and stay: procedure codes, sums of money.
_KEPT = (
    r"[1-9]\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?(?![.-]?\d)"
    r"|[1-9]\d{0,2}(?:\.\d{3})+\s?(?:đ|đồng|dong|vnđ|vnd)\b"
)
# Lookbehinds let a long run of letters or digits be tried once, not from each of its characters.
_PATTERNS = (
    (re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    # A dossier's code: 000.00.12.H34-260718-0001, H34.12-260718-0001, G22.99.1-...
    (
        re.compile(r"(?:(?<![\d.])(?:\d{3}\.)?(?:\d{2}\.)+)?[A-Z]\d{2}(?:\.\d+)*-\d{6}-\d+", re.IGNORECASE),
        "[mã hồ sơ]",
    ),
    # A plate: 82A-123.45, 82B1 12345, 82-H1 123.45, 82 C 1234.
    (re.compile(r"\b\d{2}[ -]?[A-Z]{1,2}\d?[ .-]*\d{3}[ .]?\d{1,2}\b", re.IGNORECASE), "[biển số]"),
    # Telephone (+84 …, 0…), CCCD (12 digits), CMND (9), accounts: nine digits or more, however spaced.
    (re.compile(rf"(?<!\d)(?<!\d\.)(?!{_KEPT})\+?\d(?:[ .-]?\d){{8,}}", re.IGNORECASE), "[số]"),
)


def redact(text: str) -> str:
    """Return `text` with what tells who somebody is exchanged for what it is; procedure codes and communes stay."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    text = _without(text, addresses.spans(text), "[địa chỉ]")
    return _without(text, names.spans(text), "[tên]")


def _without(text: str, spans: Iterable[tuple[int, int]], replacement: str) -> str:
    kept, end = [], 0
    for start, stop in spans:
        kept += [text[end:start], replacement]
        end = stop
    return "".join(kept) + text[end:]
