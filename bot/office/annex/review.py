"""Reading a review workbook back, as an official has settled it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from bot.knowledge.models import plain_code
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.spreadsheets.reading import Sheet
from bot.knowledge.values import Postal, ServiceLevel, parse
from bot.language.normalise import canonical
from bot.office.annex.decision import NUMBER, read_date
from bot.office.annex.matching import Kind
from bot.office.annex.review_layout import DATE, DECISION, INFO, SKIP, TO_LOOK_AT, TO_SET, Heading

_SHORTENED = re.compile(r"[1-9]\.\d{1,5}")
Value = TypeVar("Value", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Change:
    """What a list sets of one procedure; None stays as it is. The place is that in the review workbook."""

    code: str
    postal: Postal | None
    level: ServiceLevel | None
    sheet: str
    line: int


@dataclass(frozen=True, slots=True)
class Review:
    """A settled review: the decision, its date (ISO), and what it changes, each code once."""

    decision: str
    date: str
    changes: tuple[Change, ...]


def read_review(name: str, sheets: Sequence[Sheet], knowledge: Knowledge) -> Review:
    """Return what the review workbook `name` settles for `knowledge`.

    Raises KnowledgeError with every fault: a sheet or column gone, a choice not made, a code that is
    unknown or claimed twice with different values, the decision or its date missing.
    """
    reader = _Reader(name, knowledge)
    by_name = {sheet.name: sheet for sheet in sheets}
    decision, date = reader.decision(by_name.get(INFO))
    changes = [change for kind in TO_LOOK_AT for change in reader.changes(kind, by_name.get(kind))]
    settled = reader.each_once(changes)
    if reader.problems:
        raise KnowledgeError(sorted(reader.problems))
    return Review(decision, date, settled)


def is_review(sheets: Sequence[Sheet]) -> bool:
    """Say whether a workbook is a review, and not an annex."""
    return {INFO, *TO_LOOK_AT} <= {sheet.name for sheet in sheets}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Collects faults on the way."""

    name: str
    knowledge: Knowledge
    problems: list[Problem] = field(default_factory=list)

    def decision(self, sheet: Sheet | None) -> tuple[str, str]:
        """Return the decision and its date."""
        if not sheet:
            self._fault(
                INFO, 0, "", f"thiếu trang “{INFO}”; anh/chị dùng lại tệp rà soát do hệ thống tạo, giữ đủ các trang"
            )
            return "", ""
        lines = {row[0]: line for line, row in enumerate(sheet.rows, 1) if row}
        values = {label: self._value(sheet, lines.get(label)) for label in (DECISION, DATE)}
        decision, date = values[DECISION], read_date(values[DATE])
        if not NUMBER.search(decision) or ";" in decision:
            message = "chưa có số quyết định" if not decision else f"“{decision}” chưa đúng dạng"
            self._fault(INFO, lines.get(DECISION, 0), DECISION, f"{message}; ghi như: Quyết định 506/QĐ-UBND(CT)")
        if not date:
            message = "chưa có ngày" if not values[DATE] else f"“{values[DATE]}” không phải ngày"
            self._fault(INFO, lines.get(DATE, 0), DATE, f"{message}; ghi ngày ban hành như: 21/7/2020")
        return decision, date

    def changes(self, kind: Kind, sheet: Sheet | None) -> Iterator[Change]:
        """Yield what the rows of the sheet of one kind change."""
        if not sheet:
            self._fault(kind, 0, "", f"thiếu trang “{kind}”; anh/chị dùng lại tệp rà soát, giữ đủ các trang")
            return
        header = {text: place for place, text in enumerate(sheet.rows[0])} if sheet.rows else {}
        missing = [heading for heading in TO_SET if heading not in header]
        for heading in missing:
            self._fault(kind, 1, heading, f"thiếu cột “{heading}”; anh/chị giữ nguyên dòng tiêu đề")
        if missing:
            return
        for line, row in enumerate(sheet.rows[1:], 2):
            if any(row) and (change := self._change(kind, line, {one: row[header[one]].strip() for one in TO_SET})):
                yield change

    def each_once(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        """Return each code's change once; one claimed twice with different values is a fault."""
        first: dict[str, Change] = {}
        for change in changes:
            other = first.setdefault(change.code, change)
            if (other.postal, other.level) != (change.postal, change.level):
                self._fault(
                    change.sheet,
                    change.line,
                    Heading.CHOICE,
                    f"mã {change.code} đã chọn ở trang “{other.sheet}” dòng {other.line} với giá trị khác; "
                    f"sửa mã ở một trong hai dòng, hoặc ghi “{SKIP}”",
                )
        return tuple(first.values())

    def _change(self, kind: Kind, line: int, cells: Mapping[Heading, str]) -> Change | None:
        postal = self._parsed(Postal, kind, line, Heading.POSTAL, cells)
        level = self._parsed(ServiceLevel, kind, line, Heading.LEVEL, cells)
        chosen = cells[Heading.CHOICE]
        if canonical(chosen) == SKIP or (not chosen and kind is Kind.NOT_FOUND):
            return None
        if not chosen:
            self._fault(kind, line, Heading.CHOICE, f"chưa chọn; chọn một mã trong danh sách, hoặc “{SKIP}”")
            return None
        code = self._code(kind, line, chosen)
        return Change(code, postal, level, kind, line) if code and (postal or level) else None

    def _code(self, kind: Kind, line: int, written: str) -> str:
        # A spreadsheet that takes a code for a number drops the zeros at its end.
        padded = written.ljust(len("1.000000"), "0") if _SHORTENED.fullmatch(written) else written
        try:
            code = plain_code(padded)
        except ValueError as error:
            self._fault(kind, line, Heading.CHOICE, f"{error}{self._suggestion(written)}")
            return ""
        if code in self.knowledge.by_code:
            return code
        self._fault(kind, line, Heading.CHOICE, f"mã {code} không có trong dữ liệu{self._suggestion(code)}")
        return ""

    def _suggestion(self, written: str) -> str:
        near = get_close_matches(written, self.knowledge.by_code, n=1, cutoff=0.8)
        return f"; có phải «{near[0]}» ({self.knowledge.by_code[near[0]].title})?" if near else f"; hoặc ghi “{SKIP}”"

    def _parsed(
        self, values: type[Value], kind: Kind, line: int, heading: Heading, cells: Mapping[Heading, str]
    ) -> Value | None:
        if not cells[heading]:
            return None
        try:
            return parse(values, cells[heading])
        except ValueError as error:
            self._fault(kind, line, heading, f"{error}; để trống là giữ nguyên")
            return None

    def _value(self, sheet: Sheet, line: int | None) -> str:
        return sheet.rows[line - 1][1].strip() if line and len(sheet.rows[line - 1]) > 1 else ""

    def _fault(self, sheet: str, line: int, column: str, message: str) -> None:
        self.problems.append(Problem(self.name, line, column, message, sheet=sheet))
