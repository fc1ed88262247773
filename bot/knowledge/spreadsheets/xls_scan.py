"""What calamine does not tell of an .xls, or only at the price of memory: formulas, and how far cells reach.

A workbook is a row of records, [MS-XLS] 2.3: number, length, content. Records of cells begin with row
and column.
"""

from collections.abc import Iterator
from struct import unpack_from

from bot.knowledge.spreadsheets.archives import PASSWORD
from bot.knowledge.spreadsheets.limits import Used, check_sheets, check_together, refusal
from bot.knowledge.spreadsheets.ole import workbook_stream

_END = 0x0A
_FILE_PASS = 0x2F
_SHEET = 0x85
_STRINGS = 0xFC
_DIMENSIONS = 0x200
_FORMULA = 0x06
_NUMBERS = 0xBD
_CELLS = {_FORMULA, _NUMBERS, 0x27E, 0xFD, 0x203, 0x204, 0x205, 0xD6}
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256


def scan_xls(file: str, data: bytes) -> list[Used]:
    """Return the used part of each sheet in their order, hidden ones too since calamine builds them all.

    Raises KnowledgeError where a limit is passed or the file has a password; KeyError, ValueError or
    struct.error where it is damaged.
    """
    stream = workbook_stream(data)
    starts: list[int] = []
    for number, content in _records(stream, 0):
        if number == _FILE_PASS:
            raise refusal(file, PASSWORD)
        if number == _SHEET:
            starts += unpack_from("<I", content)
        if number == _STRINGS and unpack_from("<I", content, 4)[0] > len(stream):
            raise ValueError("more texts than bytes")
    check_sheets(file, len(starts))
    sheets = []
    for start in starts:
        sheets.append(_used(file, stream, start))
        check_together(file, sheets)
    return sheets


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from `place` to the next end."""
    number = 0
    while number != _END and place < len(stream):
        number, length = unpack_from("<2H", stream, place)
        yield number, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _used(file: str, stream: bytes, start: int) -> Used:
    used = Used(file)
    for number, content in _records(stream, start):
        if number == _DIMENSIONS:
            _check_dimensions(content)
        if number in _CELLS:
            row, column = unpack_from("<2H", content)
            used.mark(row, column + (len(content) // 6 - 2 if number == _NUMBERS else 0))
            if number == _FORMULA:
                used.formulas.add((row, column))
    return used


def _check_dimensions(content: bytes) -> None:
    """Raise ValueError where a sheet says it is larger than any .xls can be: calamine takes memory for it."""
    form = "<2I2H" if len(content) >= 14 else "<4H"  # noqa: PLR2004
    top, bottom, left, right = unpack_from(form, content)
    for first, behind, most in ((top, bottom, _MOST_ROWS), (left, right, _MOST_COLUMNS)):
        if behind > most or (first >= behind and (first, behind) != (0, 0)):
            raise ValueError("a sheet larger than any, or less than empty")
