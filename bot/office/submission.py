"""What an office sends in: spreadsheets and files, told apart by what is in them, as files of a knowledge base."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.knowledge import headers
from bot.knowledge.checks import check_procedures
from bot.knowledge.excel.marks import marked_workbook
from bot.knowledge.files import MUST_FIND, NAMES, OFFICES, PLACES, PROCEDURES
from bot.knowledge.models import Model, Procedure
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import OfficeRow, PlaceRow, check_places
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.reading import Sheet, read_sheets
from bot.knowledge.table_reader import read_rows
from bot.knowledge.table_writer import write_table

TABLES: dict[type[Model], str] = {
    Procedure: PROCEDURES,
    OfficeRow: OFFICES,
    PlaceRow: PLACES,
    MustFind: MUST_FIND,
}
CHECKS: dict[type[Model], Callable[[str, list[Any]], list[Problem]]] = {
    Procedure: check_procedures,
    PlaceRow: check_places,
}
"""What is wrong between the rows of a table, told together with what is wrong in them."""
NOTES = frozenset({"Hướng dẫn", "Lỗi cần sửa"})
"""Sheets of our own Excel files that hold no data."""
HEADER_WITHIN = 10
"""Rows among which the header is looked for; offices put a title above it."""
FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """A sheet that was taken for a table: which one, and in which row (from 0) its header stands."""

    upload: str
    sheet: Sheet
    model: type[Model]
    header: int


@dataclass(slots=True)
class Submission:
    """The files of a knowledge base that the uploads stand for, and what is wrong with them."""

    files: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, Placed] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def at_home(self, problem: Problem) -> Problem:
        """Return a problem found in one of the files with the place where the office sees it."""
        placed = self.tables.get(problem.file)
        return replace(problem, file=placed.upload, sheet=placed.sheet.name) if placed else problem

    def marked(self, problems: Sequence[Problem]) -> bytes | None:
        """Return the sheets as Excel with the problems marked; None if no sheet could be read."""
        models = {placed.sheet.name: placed.model for placed in self.tables.values()}
        return marked_workbook(self.sheets, problems, models) if self.sheets else None


def read_submission(uploads: Sequence[Upload]) -> Submission:
    """Return what the uploads stand for; never raises, whatever they hold."""
    submission = Submission()
    for upload in uploads:
        if upload.name in NAMES and upload.name.endswith(".yaml"):
            submission.files[upload.name] = upload.data
            continue
        try:
            sheets = read_sheets(upload.name, upload.data)
        except KnowledgeError as error:
            submission.problems += error.problems
            continue
        for sheet in sheets:
            if len(uploads) > 1 and not sheet.name:  # a CSV file among others
                sheet = replace(sheet, name=upload.name)  # noqa: PLW2901
            if sheet.name not in NOTES and any(any(row) for row in sheet.rows):
                submission.sheets.append(sheet)
                _take(submission, upload.name, sheet)
    if not (submission.files or submission.problems):
        names = ", ".join(upload.name for upload in uploads)
        submission.problems.append(Problem(names, 0, "", "tệp trống, không có bảng nào để nạp"))
    return submission


def _take(submission: Submission, upload: str, sheet: Sheet) -> None:
    """Add one sheet to the submission, or what is wrong with it."""
    placed = recognise(upload, sheet)
    if not placed:
        submission.problems.append(Problem(upload, 1, "", _UNRECOGNISED, sheet=sheet.name))
        return
    name = TABLES[placed.model]
    if name in submission.tables:
        submission.problems.append(Problem(upload, 1, "", "bảng này đã có ở một trang hay tệp khác", sheet=sheet.name))
        return
    submission.tables[name] = placed
    try:
        rows, problems = read_rows(upload, sheet, placed.model, placed.header)
    except KnowledgeError as error:
        submission.problems += error.problems
        return
    submission.problems += problems
    submission.problems += [replace(one, sheet=sheet.name) for one in CHECKS.get(placed.model, _nothing)(upload, rows)]
    submission.files[name] = write_table(placed.model, rows)


def _nothing(*_: object) -> list[Problem]:
    return []


def recognise(upload: str, sheet: Sheet) -> Placed | None:
    """Return which table a sheet is and where its header stands: the row most of whose cells head its columns."""
    best: tuple[int, Placed] | None = None
    for place, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        for model in TABLES:
            known = {headers.field_of(model, cell) for cell in cells} - {None}
            if len(known) >= FEWEST_COLUMNS and (not best or len(known) > best[0]):
                best = len(known), Placed(upload, sheet, model, place)
    return best[1] if best else None


_UNRECOGNISED = (
    "không nhận ra bảng này; hàng tiêu đề cần có tên các cột, ví dụ “Mã thủ tục”, “Tên thủ tục”, “Lĩnh vực”. "
    "Anh/chị tải tệp Excel ở mục Nạp dữ liệu của trang quản trị rồi sửa trên đó"
)
