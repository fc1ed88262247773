"""Finding where somebody lives, down to the house: "số nhà 12 Trần Phú", "25/3 duong Phan Dinh Phung".

A house's number and street are found; communes, districts and provinces stay, which say where people ask from.
"""

import re
from collections.abc import Iterator

from bot.operations.letters import plain

_NUMBER = r"(?!\d{1,2}/\d{1,2}/\d{4}\b)\d{1,5}[a-z]?(?:/\d{1,4}[a-z]?){0,4}\b"
_STREET = r"(?:duong|pho|hem|ngo|ngach|kiet)"
_ANNOUNCED = rf"(?:dia chi|d/c|so nha|nha so|can ho|{_STREET})(?:[ :.,]*\b(?:so|nha|la|o|tai|day)\b)*[ :.]*"
_ENDS = (
    "xa|phuong|thi|tran(?! [a-z])|huyen|tinh|tp|thanh pho|thon|lang|to|khu|kon tum|quang ngai|muon|can|lam|xin|hoi|nop|"
    "co|khong|de|va|bi|da|dang|cho|gui|nhan|tach|doi|duoc|thuoc|o|toi|em|minh|la|cach|sdt|dt|cccd|cmnd|so|ngay|thang|nam|thua"
)
_NO_STREET = "ong|nao|day|di|sat|dien|mon|bo|thuy|hang khong"
_TAIL = rf"(?:,? {_STREET}\b)?(?: (?!(?:{_ENDS})\b)[a-z]+){{0,5}}"
_FOUND = re.compile(
    rf"(?P<announced>(?<![^\W_]){_ANNOUNCED})(?P<told>{_NUMBER}{_TAIL})"
    rf"|(?<![^\W_/.,-])(?P<house>(?:so )?{_NUMBER},? {_STREET} (?!(?:{_ENDS}|{_NO_STREET})\b)[a-z0-9]+{_TAIL})"
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where houses are told in `text`: from and to, in order, never overlapping."""
    for found in _FOUND.finditer(plain(text)):
        yield found.span("told" if found["told"] else "house")
