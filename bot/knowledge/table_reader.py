"""Reading a table of the knowledge base, from CSV or a sheet of a workbook, into its model."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from pydantic import ValidationError

from bot.knowledge import headers
from bot.knowledge.models import Model, Numbered
from bot.knowledge.problems import KnowledgeError, Problem, explain
from bot.knowledge.spreadsheets.reading import Sheet, read_sheets

Row = TypeVar("Row", bound=Model)


def read_table(name: str, data: bytes, model: type[Row]) -> tuple[list[Numbered[Row]], list[Problem]]:
    """Return the rows of a file of one table that fit `model`, and what is wrong with the others.

    Raises KnowledgeError where the file as a whole cannot be read: encoding, header, quoting.
    """
    sheets = read_sheets(name, data)
    return read_rows(name, sheets[0] if sheets else Sheet("", ()), model)


def read_rows(file: str, sheet: Sheet, model: type[Row], header: int = 0) -> tuple[list[Numbered[Row]], list[Problem]]:
    """Return the rows of `sheet` below row `header` (from 0) that fit `model`, and what is wrong with the others.

    Raises KnowledgeError if columns are missing, doubled or unknown.
    """
    fields = _fields(file, sheet, model, header)
    rows: list[Numbered[Row]] = []
    problems: list[Problem] = []
    for place, cells in _filled(sheet, header + 1):
        faults = list(_misplaced(sheet, place, cells, fields))
        if not faults:
            try:
                given = {name: cell for name, cell in zip(fields, cells, strict=False) if name}
                rows.append(Numbered(place + 1, model.model_validate(given)))
            except ValidationError as error:
                faults = [(str(f["loc"][0]) if f["loc"] else "", explain(f)) for f in error.errors()]
        problems += [Problem(file, place + 1, column, message, sheet=sheet.name) for column, message in faults]
    return rows, problems


def _filled(sheet: Sheet, start: int) -> Iterator[tuple[int, Sequence[str]]]:
    return ((place, cells) for place, cells in enumerate(sheet.rows) if place >= start and any(cells))


def _misplaced(sheet: Sheet, place: int, cells: Sequence[str], fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands where nothing should: beyond the columns, or worked out by a formula."""
    for column, cell in enumerate(cells):
        name = fields[column] if column < len(fields) else ""
        if cell and not name:
            yield "", f"ô thứ {column + 1} nằm ngoài các cột của tiêu đề; xem lại dấu phân cách và dấu ngoặc kép"
            return
        if cell.startswith("=") or (place, column) in sheet.formulas:
            yield name, "ô có công thức; anh/chị chép ô rồi dán lại bằng Paste Values (chỉ dán giá trị)"


def _fields(file: str, sheet: Sheet, model: type[Model], header: int) -> list[str]:
    """Return the field of each column, "" for a column without a header; raises KnowledgeError with every fault."""
    written = sheet.rows[header] if header < len(sheet.rows) else ()
    fields = [headers.field_of(model, cell) or "" for cell in written]
    needed = [name for name, column in model.model_fields.items() if column.is_required()]
    faults = [(name, f"thiếu cột này (“{headers.label(model, name)}”)") for name in needed if name not in fields]
    faults += [(name, "cột bị lặp") for name in model.model_fields if fields.count(name) > 1]
    faults += [
        (cell, headers.unknown(model, cell)) for cell, name in zip(written, fields, strict=True) if cell and not name
    ]
    if faults:
        raise KnowledgeError([Problem(file, header + 1, column, text, sheet=sheet.name) for column, text in faults])
    return fields
