"""CSV as Excel writes it, with comma, semicolon or tab, as a sheet."""

import csv
import io
import re

from bot.knowledge.spreadsheets.cell_text import plain
from bot.knowledge.spreadsheets.limits import Used, refusal
from bot.knowledge.spreadsheets.sheet import Sheet, sheet_of

_DELIMITERS = ",;\t"
_QUOTED = re.compile('"[^"]*"')
_REASONS = {
    "unexpected end of data": "dấu ngoặc kép mở mà không đóng",
    "expected after": "sau dấu ngoặc kép đóng còn chữ",
    "field larger than": "một ô dài quá 131.072 ký tự, có thể thiếu dấu ngoặc kép đóng",
}


def csv_sheet(file: str, text: str) -> Sheet:
    """Return the table in `text`; raises KnowledgeError, with its line, where quoting is broken.

    Rows are counted as a spreadsheet program shows them, a cell of three lines in one row; the line of broken
    quoting, which such a program cannot show, is that of the file.
    """
    delimiter = _delimiter(text)
    ended = io.StringIO(text.rstrip(f" \r\n{delimiter}"), newline="")  # Excel writes empty rows at the end
    reader = csv.reader(ended, delimiter=delimiter, strict=True)
    rows: dict[int, list[str]] = {}
    used = Used(file)
    line = 0
    try:
        for place, cells in enumerate(reader):
            last = max((column for column, cell in enumerate(cells) if cell.strip()), default=0)
            used.mark(place, last)
            rows[place] = list(map(plain, cells[: last + 1]))
            line = reader.line_num
    except csv.Error as error:
        reason = next((told for said, told in _REASONS.items() if said in str(error)), str(error))
        message = f"Bảng hỏng từ dòng này, không tách được ô: {reason}. Anh/chị sửa dòng này rồi gửi lại."
        raise refusal(file, message, line + 1) from None
    return sheet_of("", rows)


def _delimiter(text: str) -> str:
    """Return what parts the cells of the first line with text, outside quotes."""
    header = _QUOTED.sub("", text.lstrip("\r\n ").partition("\n")[0])
    return max(_DELIMITERS, key=header.count)
