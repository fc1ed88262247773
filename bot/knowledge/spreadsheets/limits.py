"""How large a spreadsheet may be, and what an official is told who sends a larger one."""

from dataclasses import dataclass, field

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.sheet import Cell

MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE
"""Size of the file as sent."""
MAX_UNPACKED = 100 * MEGABYTE
"""Bytes of all members of a zipped file, really unpacked."""
MAX_MEMBERS = 2_000
MAX_SHEETS = 30
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
"""Cells of all sheets together, empty ones between used ones included."""
MAX_CHARACTERS = 50_000_000
"""Characters of all cells: a text kept once in the file may stand in a million cells."""
TOO_MUCH = "Tệp có quá nhiều ô và chữ. Anh/chị xóa các ô không cần, hoặc chia thành nhiều tệp, rồi gửi lại."
_TOO_LONG = (
    "Có chữ ở dòng {row}; mỗi trang tính nhiều nhất 20.000 dòng. "
    "Anh/chị xóa hẳn các dòng thừa phía dưới, hoặc chia thành nhiều tệp, rồi gửi lại."
)
_TOO_WIDE = (
    "Có chữ ở cột {column}; mỗi trang tính nhiều nhất 200 cột. Anh/chị xóa hẳn các cột thừa bên phải rồi gửi lại."
)


def refusal(file: str, message: str, line: int = 0, column: str = "", sheet: str = "") -> KnowledgeError:
    """Return the error that keeps `file` from being read, for one reason."""
    return KnowledgeError([Problem(file, line, column, message, sheet=sheet)])


@dataclass(slots=True)
class Used:
    """The part of a sheet that holds text or formulas, measured before memory is taken for it."""

    file: str
    sheet: str = ""
    rows: int = 0
    columns: int = 0
    characters: int = 0
    formulas: set[Cell] = field(default_factory=set)

    def mark(self, row: int, column: int) -> None:
        """Take note that the cell (from 0) is used; raises KnowledgeError where it lies too far out."""
        if row < self.rows and column < self.columns:
            return
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        if self.rows > MAX_ROWS:
            message = _TOO_LONG.format(row=row + 1)
            raise refusal(self.file, message, row + 1, sheet=self.sheet)
        if self.columns > MAX_COLUMNS:
            message = _TOO_WIDE.format(column=column_name(column))
            raise refusal(self.file, message, row + 1, column_name(column), self.sheet)
        if self.rows * self.columns > MAX_CELLS:
            raise refusal(self.file, TOO_MUCH, sheet=self.sheet)

    def write(self, characters: int) -> None:
        """Count characters of a cell; raises KnowledgeError where the sheet has too many."""
        self.characters += characters
        if self.characters > MAX_CHARACTERS:
            raise refusal(self.file, TOO_MUCH, sheet=self.sheet)


def check_size(file: str, size: int) -> None:
    """Raise KnowledgeError if a file of `size` bytes is empty or too large."""
    if size == 0:
        raise refusal(file, "Tệp trống, không có gì bên trong. Anh/chị xem lại và gửi tệp khác.")
    if size > MAX_BYTES:
        message = (
            f"Tệp lớn quá ({-(-size // MEGABYTE)} MB); nhiều nhất {MAX_BYTES // MEGABYTE} MB. "
            "Anh/chị bỏ bớt hình ảnh, trang tính không cần rồi gửi lại."
        )
        raise refusal(file, message)


def check_sheets(file: str, count: int) -> None:
    """Raise KnowledgeError if a workbook has no sheet to read, or too many."""
    if count == 0:
        raise refusal(file, "Tệp không có trang tính nào đang hiện. Anh/chị bỏ ẩn trang tính cần dùng rồi gửi lại.")
    if count > MAX_SHEETS:
        message = (
            f"Tệp có {count} trang tính; nhiều nhất {MAX_SHEETS}. Anh/chị xóa các trang tính không cần rồi gửi lại."
        )
        raise refusal(file, message)


def check_together(file: str, sheets: list[Used]) -> None:
    """Raise KnowledgeError if the sheets of a workbook are too much together."""
    cells = sum(used.rows * used.columns for used in sheets)
    if cells > MAX_CELLS or sum(used.characters for used in sheets) > MAX_CHARACTERS:
        raise refusal(file, TOO_MUCH)


def column_name(column: int) -> str:
    """Return the letters that a spreadsheet shows above a column (from 0): 0 → "A", 27 → "AB"."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name
