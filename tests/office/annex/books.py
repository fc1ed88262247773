"""Review workbooks as an official edits them."""

import io
from collections.abc import Mapping

import openpyxl

from bot.knowledge.spreadsheets.reading import Sheet, read_sheets

REVIEW = "ra-soat.xlsx"


def edited(book: bytes, changes: Mapping[tuple[str, int, str], str]) -> list[Sheet]:
    """Return the sheets of `book` after cells, by sheet, line and header, were changed in a spreadsheet program.

    On the first sheet, which has labels and no headers, the line is found by the label.
    """
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    for (sheet, line, header), value in changes.items():
        cells = workbook[sheet]
        if line:
            column = next(cell.column for cell in cells[1] if cell.value == header)
            cells.cell(line, column).value = value
        else:
            row = next(row for row in cells.iter_rows() if row[0].value == header)
            row[1].value = value
    data = io.BytesIO()
    workbook.save(data)
    return read_sheets(REVIEW, data.getvalue())
