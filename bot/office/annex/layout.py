"""Reading an annex: which rows of its tables are procedures, and what the rows around them say."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.knowledge.models import plain_code
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import Sheet
from bot.language.normalise import canonical
from bot.office.annex.columns import POSTAL, Kind, is_title_header, plain
from bot.office.annex.decision import find_decision
from bot.office.annex.groups import Group, government, is_group, is_numbered
from bot.office.annex.rows import Annex, AnnexRow, Marks, Subject
from bot.office.annex.tables import Cells, Table, tables

_COUNTED = re.compile(r"\(?(\d{1,2}|[A-ZĐ])\)?(\s*=.*)?")
_SUM = re.compile(r"(tong|cong)( cong| so)?( \d.*| \w+ tthc| thu tuc.*)?")
_SAME = frozenset({"nt", "như trên", '"', "''", "”", "//"})
NO_HEADER = (
    "không thấy bảng nào có cột “Tên thủ tục” (hay “Tên thủ tục hành chính”, “Thủ tục hành chính”); "
    "anh/chị kiểm tra lại dòng tiêu đề của bảng"
)
NO_MARKS = (
    "bảng có cột tên thủ tục nhưng không thấy cột để đánh dấu: cần cột “Tiếp nhận hồ sơ” hay “Trả kết quả” qua bưu "
    "chính công ích, cột “Mức độ”, “Toàn trình”, “Một phần”, hoặc tên danh mục ghi rõ dịch vụ công trực tuyến toàn "
    "trình hay một phần; anh/chị thêm hoặc sửa tên cột rồi gửi lại"
)

NOT_DONE = "đánh dấu tiếp nhận dưới tên “không thực hiện”, chưa rõ là có hay không"


def read_annex(name: str, sheets: Sequence[Sheet]) -> Annex:
    """Return the list that the sheets of the file `name` hold.

    Raises KnowledgeError, saying what was looked for, if no sheet has a table of procedures with marks.
    """
    found = [table for sheet in sheets for table in tables(sheet)]
    usable = [table for table in found if table.has_marks or table.is_of_levels]
    if not usable:
        raise KnowledgeError([Problem(name, 0, "", NO_MARKS if found else NO_HEADER)])
    readers = [_TableReader(table) for table in usable]
    for reader in readers:
        reader.read()
    decision, date = find_decision(" ".join(table.title for table in usable))
    used = {table.sheet for table in usable}
    return Annex(
        subjects=_subjects(usable),
        decision=decision,
        date=date,
        rows=tuple(row for reader in readers for row in reader.rows),
        skipped=tuple(sheet.name for sheet in sheets if sheet.name not in used and any(map(any, sheet.rows))),
        notes=tuple(note for reader in readers for note in reader.notes),
    )


def _subjects(usable: Sequence[Table]) -> frozenset[Subject]:
    kinds = {column.kind for table in usable for column in table.columns}
    levels = Kind.LEVEL in kinds or any(table.is_of_levels for table in usable)
    stated = {Subject.POSTAL: bool(kinds & POSTAL), Subject.LEVEL: levels}
    return frozenset(subject for subject, is_stated in stated.items() if is_stated)


@dataclass(slots=True)
class _TableReader:
    """Goes through the rows of one table, keeping the group that they stand in."""

    table: Table
    rows: list[AnnexRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _group: Group = field(default_factory=Group)

    def read(self) -> None:
        """Sort the rows into procedures, groups and notes."""
        marks, places, above = self.table.reader(), self.table.places, self.table.header[0]
        for line, raw in self.table.rows:
            if not any(raw) or self._is_frame(raw):
                continue
            cells = _as_above(raw, above)
            if heading := _heading(raw, places):
                self._take(heading, line)
            elif cells[places[Kind.TITLE]]:
                above = cells
                row = _row(self.table.sheet, line, cells, places, self._group)
                self.rows.append(replace(row, marks=self._checked(marks.read(cells))))
            else:
                self.notes.append(self._note(line, next(cell for cell in cells if cell)))

    def _checked(self, marks: Marks) -> Marks:
        """Return `marks` with the level that the table or group says all rows have.

        A yes to post that stands below a text about what is not done is taken out.
        """
        if not self.table.has_levels:
            marks = replace(marks, level=self._group.level or self.table.level)
        if marks.receive and (self._group.negated or self.table.says_not):
            return Marks(level=marks.level, unclear=NOT_DONE)
        return marks

    def _take(self, text: str, line: int) -> None:
        """Begin a group, or add to the title just above, which goes on with a small letter; else note."""
        if is_group(text) or text.isupper() or is_numbered(text):
            self._group = self._group.under(text)
        elif self.rows and self.rows[-1].line == line - 1 and text[0].islower():
            self.rows[-1] = replace(self.rows[-1], title=f"{self.rows[-1].title} {text}")
        else:
            self.notes.append(self._note(line, text))

    def _note(self, line: int, text: str) -> str:
        return f"trang {self.table.sheet} dòng {line}: {text}"

    def _is_frame(self, cells: Cells) -> bool:
        """Say whether a row is a repeated header, the numbers of the columns, or a sum."""
        title = cells[self.table.places[Kind.TITLE]]
        first = next(cell for cell in cells if cell)
        return (
            self.table.repeats_header(cells)
            or is_title_header(title)
            or bool(_COUNTED.fullmatch(title))
            or any(_SUM.fullmatch(plain(cell)) for cell in (title, first))
        )


def _as_above(cells: Cells, above: Cells) -> Cells:
    """Return `cells` with what stands above in place of "-nt-"."""
    return tuple(
        upper if cell and (cell in _SAME or canonical(cell).strip("-–.() ") in _SAME) else cell
        for cell, upper in zip(cells, above, strict=True)
    )


def _heading(cells: Cells, places: Mapping[Kind, int]) -> str:
    """Return the text of a row that holds only one text, and so heads or follows a group; "" for a procedure's row.

    A number in a column of its own is put before the text. A text alone beside an ordinary number is a
    procedure that nothing is marked for, unless it reaches across.
    """
    number = places.get(Kind.NUMBER)
    own = cells[number] if number is not None else ""
    texts = {cell for place, cell in enumerate(cells) if cell and place != number}
    if len(texts) > 1:
        return ""
    text = next(iter(texts), own)
    across = sum(cell == text for cell in cells) > 1
    if not (across or is_group(text) or not cells[places[Kind.TITLE]]):
        is_procedure = own.strip(". ").isdigit() if number is not None else not is_numbered(text)
        if is_procedure:
            return ""
    return f"{own.strip('. ')}. {text}" if own not in ("", text) else text


def _row(sheet: str, line: int, cells: Cells, places: Mapping[Kind, int], group: Group) -> AnnexRow:
    def cell(kind: Kind) -> str:
        return cells[places[kind]] if kind in places else ""

    agency = cell(Kind.AGENCY) or group.agency
    level = government(cell(Kind.GOVERNMENT)) or government(agency)
    return AnnexRow(
        sheet=sheet,
        line=line,
        title=cell(Kind.TITLE),
        code=_code(cell(Kind.CODE)),
        field=cell(Kind.FIELD) or group.field,
        agency=agency,
        government=level or group.government,
    )


def _code(written: str) -> str:
    try:
        return plain_code(written)
    except ValueError:
        return ""
