"""Families: procedures whose titles say the same but for brackets, the level of government or a foreign element."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from bot.knowledge.models import Procedure
from bot.knowledge.titles import BRACKETS, capitalised, without_leading
from bot.knowledge.values import Government, ServiceLevel
from bot.language.normalise import fold, folded, pairs

_PUNCTUATION = re.compile(r"\W+")
_LEVEL = r"(?:thực hiện )?(?:tại |ở |do )?(?:công an )?cấp (?:tỉnh|xã|huyện|trung ương)(?: thực hiện)?"
_WORKS = r"(?:đối với )?công trình cấp (?:đặc biệt|IV|I{1,3})(?:, cấp I{1,3}V?)*"
_DIFFERENCE = re.compile(
    rf"\s*,?\s*\b({_WORKS}|có yếu tố nước ngoài|tại khu vực biên giới|trong nước|lưu động|và nhà ở riêng lẻ:?|{_LEVEL})"
    rf"(?=\s|$|[,;:(])|\s*({BRACKETS})",
    re.IGNORECASE,
)
_COMMON = frozenset(folded("có tại ở thực hiện cấp do của là đối với trường hợp trong và các được"))
_NAMED_FROM = 0.5
"""Share of a member's telling syllables that a message must hold to name it."""


class Kind(StrEnum):
    """How a title differs from its family's common words."""

    HOME = auto()  # not at all, or "trong nước": the usual case
    RARE = auto()  # foreign, at the border, by officials on the road
    PLACE = auto()  # the same done at another office
    SCOPE = auto()  # within another office's authority
    CASE = auto()  # a case of its own, in words


_KINDS = (
    (Kind.RARE, re.compile(r"nước ngoài|biên giới|lưu động", re.IGNORECASE)),
    (Kind.PLACE, re.compile(rf"^\(?(?:thực hiện|tại|ở)\b.*{_LEVEL}", re.IGNORECASE)),
    (Kind.SCOPE, re.compile(rf"^\(?{_LEVEL}\)?$|thẩm quyền", re.IGNORECASE)),
    (Kind.HOME, re.compile(r"^trong nước$", re.IGNORECASE)),
)
_ORDER, _LEVELS = list(Kind), list(Government)
_RARE = frozenset({"nuoc ngoai", "bien gioi", "luu dong"})
_SAID = {Government.PROVINCE: "cap tinh", Government.DISTRICT: "cap huyen", Government.COMMUNE: "cap xa"}


@dataclass(frozen=True, slots=True)
class Member:
    """A procedure of a family: the words of its title that the others lack, and the level that carries it out.

    `level` is the lowest of several. `telling` are the folded syllables or pairs of neighbours that name this member.
    """

    code: str
    differences: tuple[str, ...]
    kind: Kind
    level: Government
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """The words that all titles share, as written, and the members, the usual case first."""

    base: str
    members: tuple[Member, ...]

    def named(self, words: Collection[str]) -> Member | None:
        """Return the one member that `words`, folded syllables and pairs of them, name better than any other."""
        said = {member.code: member.telling & set(words) for member in self.members if member.telling}
        named = {
            member: (len(said[member.code]) / len(member.telling), len(said[member.code]))
            for member in self.members
            if member.telling and len(said[member.code]) >= _NAMED_FROM * len(member.telling)
        }
        best = [member for member, share in named.items() if share == max(named.values())]
        return best[0] if len(best) == 1 else None

    @property
    def is_by_authority(self) -> bool:
        """Whether who has authority tells the members apart, which nobody can guess from the matter alone."""
        usual = {member.level for member in self.members if member.kind is Kind.HOME}
        return len(usual) > 1 or any(member.kind is Kind.SCOPE for member in self.members)

    @property
    def default(self) -> Member | None:
        """The member meant when nothing else is said; none where that depends on the case, which must be asked.

        Foreign, border and travelling cases are rare, and the same work done at several offices may
        as well be done at the nearest; but who has authority is not the citizen's choice.
        """
        usual = [member for member in self.members if member.kind is Kind.HOME]
        if not usual:
            return self.members[0] if all(member.kind is Kind.PLACE for member in self.members) else None
        if self.is_by_authority:
            return None
        by_case = [member for member in self.members if member.kind is Kind.CASE]
        return usual[0] if all(member.level == usual[0].level for member in by_case) else None


def families(procedures: Iterable[Procedure]) -> dict[str, Family]:
    """Return the family of each procedure that has one, by code."""
    groups: dict[str, list[_Read]] = defaultdict(list)
    for procedure in procedures:
        read = _read(procedure)
        groups[_PUNCTUATION.sub(" ", fold(read.base))].append(read)
    found = [_family(group) for group in groups.values() if len(group) > 1]
    return {member.code: family for family in found for member in family.members}


@dataclass(frozen=True, slots=True)
class _Read:
    """A title taken apart."""

    procedure: Procedure
    base: str
    differences: tuple[str, ...]


def _read(procedure: Procedure) -> _Read:
    title = without_leading(procedure.title)
    differences: list[str] = []

    def take(match: re.Match[str]) -> str:
        differences.append((match[1] or match[2]).strip())
        return " "

    base = _DIFFERENCE.sub(take, title)
    base = " ".join(base.split()).replace("/ ", "/").rstrip(" ,;:.")
    return _Read(procedure, capitalised(base), tuple(differences))


def _family(group: Sequence[_Read]) -> Family:
    base = min((read.base for read in group), key=lambda text: (text.isupper(), text))
    said = [_syllables(read) for read in group]
    common = frozenset(folded(base)) | _COMMON | (frozenset.intersection(*said) if all(said) else frozenset())
    members = [_member(read, syllables - common) for read, syllables in zip(group, said, strict=True)]
    details = {read.procedure.code: read.procedure.service_level is not ServiceLevel.UNKNOWN for read in group}
    return Family(base, tuple(sorted(members, key=lambda member: _usual_first(member, known=details[member.code]))))


def _syllables(read: _Read) -> frozenset[str]:
    """Return the syllables of the differences; brackets count only where nothing else differs."""
    plain = [difference for difference in read.differences if not difference.startswith("(")]
    return frozenset(folded(" ".join(plain or read.differences)))


def _member(read: _Read, telling: frozenset[str]) -> Member:
    kind = _kind(read.differences)
    level = max(read.procedure.levels, key=_LEVELS.index)
    if kind is Kind.RARE:
        telling = _RARE & frozenset(pairs(folded(" ".join(read.differences))))
    elif kind is not Kind.CASE:
        telling = frozenset({_SAID[level]})
    return Member(read.procedure.code, read.differences, kind, level, telling)


def _usual_first(member: Member, *, known: bool) -> tuple[int, int, int, bool, str]:
    """Order by kind, then nearest office first; of the same work listed twice, the one whose details are known."""
    by_district = any("huyện" in difference for difference in member.differences)
    far = len(_LEVELS) if by_district else -_LEVELS.index(member.level)
    return (_ORDER.index(member.kind), far, len(member.differences), not known, member.code)


def _kind(differences: Sequence[str]) -> Kind:
    """Return the kind of what differs most."""
    kinds = (next((kind for kind, pattern in _KINDS if pattern.search(text)), Kind.CASE) for text in differences)
    return max(kinds, key=_ORDER.index, default=Kind.HOME)
