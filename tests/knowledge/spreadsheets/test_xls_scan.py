import struct

import pytest

from bot.knowledge.problems import KnowledgeError
from bot.knowledge.spreadsheets.reading import read_sheets
from bot.knowledge.spreadsheets.xls_scan import scan_xls
from tests.knowledge.spreadsheets.files import xls

DATA = xls([["x", 1.5], ["y", None]])
DIMENSIONS = b"\x00\x02\x0e\x00"


def changed_behind(mark: bytes, form: str, *numbers: int, offset: int = 0) -> bytes:
    """Return the workbook with numbers written behind the last `mark`."""
    data = bytearray(DATA)
    struct.pack_into(form, data, data.rindex(mark) + len(mark) + offset, *numbers)
    return bytes(data)


def test_the_used_part_is_measured_without_calamine() -> None:
    (used,) = scan_xls("a.xls", DATA)

    assert (used.rows, used.columns, used.formulas) == (2, 2, set())


@pytest.mark.parametrize(
    "data",
    [
        changed_behind(DIMENSIONS, "<2I", 0, 0xFFFFFFFF),
        changed_behind(DIMENSIONS, "<2I", 34, 4),
        changed_behind(DIMENSIONS, "<2H", 0, 60_000, offset=8),
        changed_behind(b"\xfc\x00", "<I", 0x7FFFFFFF, offset=6),
    ],
    ids=["rows beyond any", "rows less than none", "columns beyond any", "more texts than bytes"],
)
def test_sizes_that_lie_are_refused_before_memory_is_taken(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"a sheet larger|more texts"):
        scan_xls("a.xls", data)
    with pytest.raises(KnowledgeError, match="bị hỏng"):
        read_sheets("a.xls", data)
