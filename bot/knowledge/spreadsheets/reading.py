"""Reading any spreadsheet that an official sends: .xlsx, .xls, .ods or CSV."""

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.csv_file import csv_sheet
from bot.knowledge.spreadsheets.encodings import decode, letters_fault
from bot.knowledge.spreadsheets.file_kinds import WANTED, Kind, kind_of
from bot.knowledge.spreadsheets.limits import TOO_MUCH, check_size, column_name, refusal
from bot.knowledge.spreadsheets.sheet import Cell, Range, Sheet
from bot.knowledge.spreadsheets.workbooks import read_xls, read_zipped

__all__ = ["Cell", "Range", "Sheet", "read_sheets"]


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """Return the sheets of the file `name`, those that are hidden left out; a CSV file is one sheet called "".

    Raises KnowledgeError, and nothing else, where the file is no spreadsheet, too large, damaged, under
    a password, or has its letters in a wrong encoding.
    """
    check_size(name, len(data))
    sheets = _read(name, data)
    faults = [fault for sheet in sheets if (fault := _wrong_letters(name, sheet))]
    if faults:
        raise KnowledgeError(faults)
    return sheets


def _read(name: str, data: bytes) -> list[Sheet]:
    try:
        kind = kind_of(name, data)
        if kind is Kind.TEXT:
            return [csv_sheet(name, _table_text(name, data))]
        return read_zipped(name, data) if kind is Kind.ZIP else read_xls(name, data)
    except (KnowledgeError, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError:
        raise refusal(name, TOO_MUCH) from None
    except BaseException as error:  # a panic inside calamine is no Exception
        message = "Tệp bị hỏng hoặc tải lên chưa đủ. Anh/chị mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
        raise refusal(name, message) from error


def _table_text(name: str, data: bytes) -> str:
    text = decode(name, data)
    if text.lstrip().startswith("<"):
        message = (
            "Bên trong tệp là trang web, không phải bảng tính. Anh/chị mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
        )
        raise refusal(name, message)
    if "\0" in text:
        raise refusal(name, f"Không đọc được tệp này như một bảng tính. {WANTED}")
    return text


def _wrong_letters(name: str, sheet: Sheet) -> Problem | None:
    """Return the first cell of the sheet whose letters went wrong."""
    for line, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            if message := letters_fault(cell):
                return Problem(name, line, column_name(column), message, sheet=sheet.name)
    return None
