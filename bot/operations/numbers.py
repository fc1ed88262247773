"""Finding the numbers that tell who somebody is: of papers, telephones, accounts, dossiers, cars, land, birth.

Nine digits or more are a person's, however they are parted; fewer only behind words that announce them.
"""

import re
from collections.abc import Iterator

from bot.operations.letters import plain

Found = tuple[int, int, str]
"""From, to, and what stands there instead."""
_PART = r"(?: ?[-.–—‐_·•] ?| )?"
_ANY_PART = r"[ ]?[-.,/–—‐_·•()]{0,2}[ ]?"
_DATE = r"(?:0?[1-9]|[12]\d|3[01])[ ]?[/.-][ ]?(?:0?[1-9]|1[0-2])[ ]?[/.-][ ]?(?:19|20)\d\d"
_GAP = r"[\W_]"
_NO_DIGIT_BEFORE = "".join(rf"(?<!\d{_GAP * width})" for width in range(4))
"""What looks like a date is none in the midst of a longer number that is parted by signs."""
_SUM = r"[1-9]\d{0,2}(?:[.,]\d{3})+"
_MONEY = r"(?:đ|d|dong|vnd|trieu|ty|nghin|ngan)\b"
_KEPT = re.compile(
    # A procedure's code, also as a province writes it.
    r"(?<![\d.])[1-9]\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.h\d{2})?(?![.-]?\d)"
    rf"|(?<![\d.]){_SUM}(?: ?(?:-|den|toi) ?{_SUM})?[ ]?{_MONEY}"
    rf"|{_NO_DIGIT_BEFORE}{_DATE}(?: ?(?:-|–|den|toi) ?{_DATE})?(?!{_GAP}{{0,3}}\d)"
    r"|(?<!\d)(?:1800|1900)[ .]?\d{2}[ .]?\d{2}(?![ .-]?\d)"  # a hotline
)
_FILLER = r"(?: ?(?:cua|toi|em|minh|con|la|so|nay|cu|moi|gan chip|nhan dan|nhu sau))*[ :.#=-]*"
_ANNOUNCED_BY = (
    r"(?:cccd|cmnd|cmt(?:nd)?|can cuoc(?: cong dan)?|chung minh(?: thu)?|dinh danh(?: ca nhan)?|ho chieu|passport|"
    r"s?dt|dien thoai|phone|tel|zalo|viber|lien he|bhxh|bhyt|bao hiem(?: xa hoi| y te)?|"
    r"mst|ma so thue|stk|tai khoan|gplx|giay phep lai xe|(?:ma|so) (?:ho so|bien nhan|tra cuu|phieu hen))"
)
_SPOKEN = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
_BORN = r"(?:ngay,? (?:thang,? nam )?sinh|(?<!khai )sinh(?: vao)?(?: ngay)?|(?<![a-z])n?sn|dob)"
_DAY = (
    r"\d{1,2} ?[/., -] ?\d{1,2} ?[/., -] ?(?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2} thang \d{1,2},?(?: nam)? \d{4}(?!\d)|\d{8}(?!\d)"
)
_AT, _DOT = r"(?:@|\(?\b(?:a cong|a coong|at)\b\)?)", r"(?:\.|\bcham\b)"
_MAIL = (
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?<![\w.+-])[\w.+-]+ ?{_AT} ?(?:"
    rf"[\w-]+(?: ?{_DOT} ?[\w-]+)? ?{_DOT} ?(?:com|net|org|edu|gov|vn)\b(?: ?{_DOT} ?vn\b)?"
    r"|(?:gmail|yahoo|hotmail|outlook|icloud)\b(?: com\b)?(?: vn\b)?)"
)
_PATTERNS = (
    # A dossier's code: 000.00.12.H34-260718-0001, H34.12-260718-0001, G22.99.1-...
    ("[mã hồ sơ]", r"(?:(?<![\d.])(?:\d{3}\.)?(?:\d{2}\.)+)?[a-z]\d{2}(?:\.\d+)*-\d{6}-\d+"),
    (
        "[mã hồ sơ]",
        r"\b(?:ma|so) (?:ho so|bien nhan)[ :]*(?:(?:cua|toi|em|la) )*[ :]*(?P<it>[a-z]{1,5}[./-]?\d[\w./-]{4,})",
    ),
    # A plate: 82A-123.45, 82B1 12345, 82-H1 123.45, 82 C 1234, 82AA-123.45.
    (
        "[biển số]",
        r"\b[1-9]\d(?:[ -]?[a-hk-npr-vxyz]\d?|-?[a-hk-npr-vxyz]{2})[ .-]{0,3}\d{3}[ .]?\d{1,2}(?![\d./-]*\d)",
    ),
    (
        "[số]",
        rf"\b{_ANNOUNCED_BY}{_FILLER}(?P<it>\+?(?:\b[a-z]{{1,3}} ?)?\d(?:{_ANY_PART}\d){{5,}})",
    ),
    # Telephone (+84 …, 0…), CCCD (12 digits), CMND (9), accounts: nine digits or more, however spaced.
    ("[số]", rf"(?<!\d)(?:\((?=\+?\d{{2,5}}\)))?\+?\d(?:\)?{_PART}\d){{8,}}"),
    # A passport.
    ("[số]", r"(?<![^\W_])[a-z]{1,2}\d{7,8}(?!\d)"),
    ("[thửa đất]", r"\bthua(?: dat)?(?: so)?[ :]*(?P<it>\d{1,5})(?!\d| ?(?:m2|m|met|ha|sao|thua)\b)"),
    ("[thửa đất]", r"\bto ban do(?: dia chinh)?(?: so)?[ :]*(?P<it>\d{1,4})(?!\d)"),
)
_BIRTH = re.compile(rf"\b{_BORN}[ :]*(?:(?:la|ngay|toi|em|con|chau) )*[ :]*(?P<it>{_DAY})")
_WITHOUT_DIGITS = (
    ("[email]", re.compile(_MAIL)),
    ("[số]", re.compile(rf"\b{_SPOKEN}(?:[ ,.-]{{1,2}}{_SPOKEN}){{8,}}\b")),
)
_IN_ORDER = (
    ("[ngày sinh]", _BIRTH),
    ("", _KEPT),
    *_WITHOUT_DIGITS,
    *((instead, re.compile(pattern)) for instead, pattern in _PATTERNS),
)
_DIGIT = re.compile(r"\d")


def spans(text: str) -> Iterator[Found]:
    """Yield where numbers stand in `text` and what they are, in order, never overlapping."""
    view, found = plain(text), list[Found]()
    for instead, pattern in _IN_ORDER if _DIGIT.search(view) else _WITHOUT_DIGITS:
        group = "it" if "it" in pattern.groupindex else 0
        more = [(*match.span(group), instead) for match in pattern.finditer(view)]
        view = _without(view, more)
        found += more
    yield from sorted(one for one in found if one[2])


def _without(view: str, found: list[Found]) -> str:
    """Return `view` with a sign that no pattern knows in place of what is found."""
    kept, end = [], 0
    for start, stop, _ in found:
        kept += [view[end:start], "\0" * (stop - start)]
        end = stop
    return "".join(kept) + view[end:]
