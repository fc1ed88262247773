"""Uploads made from the small knowledge base, sound and hostile."""

import io
import zipfile

from bot.office.submission import Upload
from tests.office.books import book
from tests.small_knowledge import PROCEDURES

MEGABYTE = 1_000_000
SHEET = "xl/worksheets/sheet1.xml"


def changed(*pairs: tuple[str, str], name: str = "moi.csv") -> Upload:
    """Return the procedures as CSV with texts exchanged, each of which stands there once."""
    text = PROCEDURES
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return Upload(name, text.encode())


def without(code: str) -> Upload:
    """Return the procedures as CSV without one."""
    rows = [row for row in PROCEDURES.splitlines(keepends=True) if not row.startswith(code)]
    return Upload("thieu.csv", "".join(rows).encode())


def with_sheet(start: bytes, filler: bytes, times: int) -> bytes:
    """Return an .xlsx whose first sheet is `start` and then `filler` over and over."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book({"Sheet1": [["a"]]}))) as whole, zipfile.ZipFile(packed, "w") as made:
        for member in whole.namelist():
            if member != SHEET:
                made.writestr(member, whole.read(member))
        bomb = zipfile.ZipInfo(SHEET)
        bomb.compress_type = zipfile.ZIP_DEFLATED
        with made.open(bomb, "w") as sheet:
            sheet.write(start)
            for _ in range(times):
                sheet.write(filler)
    return packed.getvalue()


def zip_bomb() -> Upload:
    """Return an .xlsx of some hundred kB that unpacks to 320 MB."""
    data = with_sheet(b"<worksheet><sheetData>", b"<row/>" * (MEGABYTE // 6), 320)
    assert len(data) < 2 * MEGABYTE
    return Upload("bom.xlsx", data)


def far_cell() -> Upload:
    """Return an .xlsx with a word in the first cell and one in the last, for which naive readers take 17 billion."""
    cells = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>b</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    return Upload("xa.xlsx", with_sheet(cells, b"", 0))


def too_large() -> Upload:
    """Return a CSV of 50 MB."""
    return Upload("lon.csv", PROCEDURES.encode() + b"x" * 50 * MEGABYTE)
