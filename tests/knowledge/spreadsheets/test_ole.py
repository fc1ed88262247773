import struct

import pytest
import xlwt

from bot.knowledge.spreadsheets.ole import workbook_stream
from bot.knowledge.spreadsheets.reading import read_sheets
from tests.knowledge.spreadsheets.files import saved, xls

DATA = xls([["x"]])
BEGINNING = b"\x09\x08\x10\0"
SECTOR = 512
(TABLE,) = struct.unpack_from("<I", DATA, 0x4C)
(DIRECTORY,) = struct.unpack_from("<I", DATA, 0x30)


def with_its_table_as_its_list() -> bytes:
    data = bytearray(DATA)
    struct.pack_into("<I", data, 0x44, TABLE)
    struct.pack_into("<I", data, (TABLE + 2) * SECTOR - 4, TABLE)
    return bytes(data)


def with_numbers(form: str, place: int, *numbers: int) -> bytes:
    data = bytearray(DATA)
    struct.pack_into(form, data, place, *numbers)
    return bytes(data)


def test_the_records_of_a_real_workbook_are_found() -> None:
    assert workbook_stream(DATA).startswith(BEGINNING)


def test_a_workbook_whose_table_needs_a_list_of_its_own_is_read() -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Bảng")
    for row in range(8_000):
        page.write(row, 0, f"{row} " + "x" * 900)
    data = saved(book)

    assert struct.unpack_from("<I", data, 0x48) > (0,)
    assert len(read_sheets("a.xls", data)[0].rows) == 8_000


@pytest.mark.parametrize(
    "data",
    [
        with_numbers("<H", 0x1E, 32),
        with_numbers("<2I", (TABLE + 1) * SECTOR, 1, 0),
        with_its_table_as_its_list(),
        with_numbers("<I", (DIRECTORY + 1) * SECTOR + 128 + 0x78, 0xFFFFFFF0),
        with_numbers("<I", 0x30, 5_000),
    ],
    ids=["sector size", "chain in a circle", "list in a circle", "stream beyond the file", "directory outside"],
)
def test_what_would_take_all_memory_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        workbook_stream(data)
