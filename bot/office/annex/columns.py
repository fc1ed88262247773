"""What the columns of an annex hold, told by their headers, which may stand in several merged rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache

from bot.knowledge.values import ServiceLevel
from bot.language.normalise import folded

Row = Sequence[str]


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = auto()
    TITLE = auto()
    CODE = auto()
    FIELD = auto()
    AGENCY = auto()
    GOVERNMENT = auto()
    RECEIVE = auto()  # by post
    GIVE_BACK = auto()  # by post
    POST = auto()  # both of these
    LEVEL = auto()
    OTHER = auto()


POSTAL = frozenset({Kind.RECEIVE, Kind.GIVE_BACK, Kind.POST})
MARKS = POSTAL | {Kind.LEVEL}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a mark in one that is `negated` says no. `level` is what a mark says, None where cells name it."""

    kind: Kind
    negated: bool = False
    level: ServiceLevel | None = None


_FACTS = (
    (Kind.NUMBER, r"(so )?(stt|tt|thu tu)"),
    (Kind.CODE, r"ma( so)?( (tthc|thu tuc|ho so|dvc|dich vu cong).*)?"),
    (
        Kind.TITLE,
        r"ten (tthc|thu tuc|dich vu|dvc)( \S+){0,6}|ten|((danh muc )?(thu tuc|tthc|thu tuc hanh chinh|dich vu cong))",
    ),
    (Kind.FIELD, r"(ten )?(nganh )?linh vuc.*|nganh"),
    (Kind.AGENCY, r"(ten )?(co quan|don vi|noi|so ban nganh|so nganh).*"),
    (Kind.GOVERNMENT, r"cap( (thuc hien|giai quyet|hanh chinh|chinh quyen|tiep nhan).*)?"),
    (Kind.OTHER, r"(thoi han|thoi gian|ghi chu|phi|le phi|muc thu|can cu|quyet dinh|ket qua|doi tuong|so luong).*"),
)
_BY_POST = re.compile(r"\b(buu chinh|bcci|buu dien)\b")
_RECEIVE = re.compile(r"\b(tiep nhan|nhan ho so|nop|gui ho so|nhan hs)\b")
_GIVE_BACK = re.compile(r"\b(tra|nhan) (ket qua|kq)\b|^tra\b")
_OTHER_WAY = re.compile(r"\b(truc tiep|truc tuyen|mot cua|qua mang)\b")
_NOT = re.compile(r"\bkhong\b")
_BOTH = re.compile(r"\bthuc hien (va|hoac|hay)? ?khong thuc hien\b|\bco (hoac|hay|va)? ?khong\b")
_FULL = re.compile(r"\btoan trinh\b|\bmuc( do)? (4|iv)\b|^4$")
_PARTIAL = re.compile(r"\bmot phan\b|\bmuc( do)? (3|iii)\b|^3$")
_OFFLINE = re.compile(r"\bkhong truc tuyen\b|\bmuc( do)? ([12]|ii?)\b|^[12]$")
_STATED = re.compile(
    r"(?:(?<=truc tuyen )|(?<=dich vu cong )|(?<=dvc )|(?<=dvctt )|(?<=muc do ))(toan trinh|mot phan)\b"
)
_STATED_LEVELS = {"toan trinh": ServiceLevel.FULL, "mot phan": ServiceLevel.PARTIAL}
_LEVEL = re.compile(r"\bmuc do\b|^muc$|^(loai|hinh thuc) (dich vu cong|dvc).*")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return the folded syllables of `text`, which is how patterns here are written."""
    return " ".join(folded(text))


def lists_both(title: str) -> bool:
    """Say whether a list says of itself that it names both what is done and what is not done."""
    return bool(_BOTH.search(plain(title)))


def says_not(text: str) -> bool:
    """Say whether a title or heading is about what is not done, and only that."""
    return "khong thuc hien" in plain(text) and not lists_both(text)


def named_level(text: str) -> ServiceLevel | None:
    """Return the one service level that a plain text names (4 and 3 are the old toàn trình and một phần)."""
    found = [
        level
        for level, pattern in (
            (ServiceLevel.FULL, _FULL),
            (ServiceLevel.PARTIAL, _PARTIAL),
            (ServiceLevel.OFFLINE, _OFFLINE),
        )
        if pattern.search(text)
    ]
    return found[0] if len(found) == 1 else None


def stated_level(text: str) -> ServiceLevel | None:
    """Return the service level that a list's title or heading says all its rows have.

    Only the words of today count, beside a word for online service: "mức độ 3, 4" names two, and titles of procedures
    speak of "một phần dự án".
    """
    said = plain(text)
    named = [level for words, level in _STATED_LEVELS.items() if words in said]
    return named[0] if len(named) == 1 and _STATED.search(said) else None


def is_title_header(cell: str) -> bool:
    """Say whether a cell heads the column of titles."""
    return _fact(plain(cell)) is Kind.TITLE


def column(path: Sequence[str], title: str) -> Column:
    """Return what the column holds whose headers are `path`, outermost first, in a list titled `title`."""
    parts = [plain(part) for part in path]
    fact = next((kind for part in parts if (kind := _fact(part))), None)
    if fact:
        return Column(fact)
    by_post = any(map(_BY_POST.search, parts))
    other_way = any(map(_OTHER_WAY.search, parts))
    if (by_post or (_BY_POST.search(plain(title)) and not other_way)) and (kind := _post(parts, plain(title))):
        negated = bool(_NOT.search(parts[-1])) and not _BOTH.search(parts[-1])
        return Column(kind, negated=negated)
    level = named_level(parts[-1]) if parts else None
    if level or any(map(_LEVEL.search, parts)):
        return Column(Kind.LEVEL, level=level)
    return Column(Kind.OTHER)


def _fact(part: str) -> Kind | None:
    return next((kind for kind, pattern in _FACTS if re.fullmatch(pattern, part)), None)


def _post(parts: Sequence[str], title: str) -> Kind | None:
    """Return which part of dealing by post a column is about; the innermost header that says so decides.

    Where no header says, as under "Qua BCCI", the list's title does, if the header is about post at all.
    """
    said = list(reversed(parts))
    if any(_BY_POST.search(part) or re.fullmatch(r"(khong )?(co|thuc hien)|khong", part) for part in parts):
        said.append(title)
    for part in said:
        receive, give_back = bool(_RECEIVE.search(part)), bool(_GIVE_BACK.search(part))
        if receive or give_back:
            return Kind.POST if receive and give_back else Kind.RECEIVE if receive else Kind.GIVE_BACK
    return None


def by_kind(columns: Sequence[Column]) -> Mapping[Kind, int]:
    """Return the first column of each kind."""
    return {one.kind: place for place, one in reversed(list(enumerate(columns)))}
