"""From a row of an annex to the procedure that it names: sure, doubtful with choices, or not found.

Sure is only what is beyond doubt, for nobody may look at it again; `titles` says which differences of writing
leave no doubt. Everything else is for an official, who gets the likeliest procedures to choose from.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz

from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Government, word
from bot.language.question import Question
from bot.office.annex.agreement import agency_agrees, agreement, field_agrees, level_differs
from bot.office.annex.rows import AnnexRow
from bot.office.annex.titles import Key, Titles, folded_key
from bot.search.engine import Search

CHOICES = 5
FOUND_FROM = 65.0
"""Likeness of titles (0 to 100) from which a procedure is worth offering."""
CODE_FITS = 90.0
"""Likeness of titles from which the code that a list gives is believed."""
AGREES = 4.0
"""What agreement in field, agency or level adds to the likeness of titles, when choices are ordered."""


class Kind(StrEnum):
    """How sure a match is; the value names the sheet of the review that it goes to."""

    SURE = "Chắc chắn"
    DOUBTFUL = "Cần chọn"
    NOT_FOUND = "Không tìm thấy"


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for a row: `code` if sure, the likeliest `choices` first, and why it is not sure."""

    row: AnnexRow
    kind: Kind
    code: str = ""
    choices: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Matcher:
    """Matches rows to the procedures of one knowledge base; immutable."""

    knowledge: Knowledge
    search: Search

    @cached_property
    def titles(self) -> Titles:
        """The titles of the knowledge base, prepared for comparing."""
        return Titles(self.knowledge.procedures, self.knowledge.vocabulary)

    def match(self, row: AnnexRow) -> Match:
        """Return the procedure that `row` names, or those that it may name."""
        key = self.titles.key(row.title)
        same = self.titles.by_key.get(key, ())
        if len(same) == 1 and not self._doubt(row, same[0]):
            return Match(row, Kind.SURE, same[0], same)
        choices = self._choices(row, key, same)
        if not same:
            same = tuple(code for code in choices if self.titles.same(key, self.titles.keys[code]))
        return self._settle(row, key, same, choices)

    def _settle(self, row: AnnexRow, key: Key, same: Sequence[str], choices: tuple[str, ...]) -> Match:
        meant = [code for code in same if not self._doubt(row, code)]
        if len(meant) == 1:
            return Match(row, Kind.SURE, meant[0], choices)
        if row.code in choices and not self._code_doubt(row, key, choices):
            return Match(row, Kind.SURE, row.code, choices)
        if not choices:
            return Match(row, Kind.NOT_FOUND, reason="không có thủ tục nào có tên gần giống")
        return Match(row, Kind.DOUBTFUL, choices=choices, reason=self._reason(row, same))

    def _reason(self, row: AnnexRow, same: Sequence[str]) -> str:
        if len(same) > 1:
            return f"{len(same)} thủ tục cùng tên, danh mục chưa cho biết là thủ tục nào"
        return self._doubt(row, same[0]) if same else "tên không hoàn toàn trùng, anh/chị xem có đúng thủ tục không"

    def _doubt(self, row: AnnexRow, code: str) -> str:
        """Return what speaks against a procedure that is called as the row says; "" if nothing does."""
        procedure = self.knowledge.by_code[code]
        if row.code and row.code != code:
            return f"danh mục ghi mã {row.code}, thủ tục cùng tên có mã {code}"
        if level_differs(row.government, procedure):
            return f"tên trùng, nhưng danh mục ghi cấp {word(row.government or Government.PROVINCE)}"
        if row.field and procedure.field and not (field_agrees(row, procedure) or agency_agrees(row, procedure)):
            return f"tên trùng, nhưng lĩnh vực trong dữ liệu là {procedure.field}"
        return ""

    def _code_doubt(self, row: AnnexRow, key: Key, choices: Sequence[str]) -> bool:
        """Say whether the code that a list gives for a title that differs is not to be believed without a look."""
        likeness = {code: _likeness(key, self.titles.keys[code]) for code in choices}
        others = [value for code, value in likeness.items() if code != row.code]
        return likeness[row.code] < max((CODE_FITS, *others))

    def _choices(self, row: AnnexRow, key: Key, same: Sequence[str]) -> tuple[str, ...]:
        """Return the likeliest procedures, best first: by title, then by field, agency and level."""
        form = tuple(folded_key(key).split())
        found = self.search.candidates.find(Question(row.title, form, form, form, (), None)) if form else ()
        codes = dict.fromkeys(
            (*same, *([row.code] if row.code in self.knowledge.by_code else []), *(one.code for one in found))
        )
        near = {code: _likeness(key, self.titles.keys[code]) for code in codes}
        order = {code: value + AGREES * agreement(row, self.knowledge.by_code[code]) for code, value in near.items()}
        worth = [code for code in codes if near[code] >= FOUND_FROM or code == row.code]
        return tuple(sorted(worth, key=lambda code: -order[code])[:CHOICES])


def match_all(rows: Iterable[AnnexRow], knowledge: Knowledge, search: Search) -> list[Match]:
    """Return the match of each row, in order.

    Whatever they were matched to, rows with unclear marks are doubtful, and so are those that
    claim one procedure with different marks.
    """
    matcher = Matcher(knowledge, search)
    matches = [matcher.match(row) for row in rows]
    claims: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        claims[match.code].append(match)
    return [_checked(match, claims[match.code]) for match in matches]


def _checked(match: Match, rivals: Sequence[Match]) -> Match:
    if match.kind is not Kind.SURE:
        return match
    if match.row.marks.unclear:
        return _doubtful(match, match.row.marks.unclear)
    stated = [rival for rival in rivals if not rival.row.marks.sets_nothing]
    if len({(rival.row.marks.postal, rival.row.marks.level) for rival in stated}) > 1:
        lines = ", ".join(str(rival.row.line) for rival in stated if rival is not match)
        return _doubtful(match, f"dòng {lines} cũng là thủ tục này nhưng đánh dấu khác")
    return match


def _doubtful(match: Match, reason: str) -> Match:
    return replace(match, kind=Kind.DOUBTFUL, code="", reason=reason)


def _likeness(written: Key, title: Key) -> float:
    """Return how alike two titles are, 0 to 100: as a whole, and as to what one says beyond the other."""
    one, other = folded_key(written), folded_key(title)
    return (fuzz.token_sort_ratio(one, other) + fuzz.token_set_ratio(one, other)) / 2
