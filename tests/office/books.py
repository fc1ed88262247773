"""Excel files as an office sends them."""

import io
from collections.abc import Mapping, Sequence

import openpyxl

from bot.knowledge.headers import LABELS
from bot.knowledge.models import Procedure

_CELLS = {
    "code": "1.001193",
    "title": "Thủ tục đăng ký khai sinh",
    "aliases": "làm giấy khai sinh",
    "levels": "xã",
    "levels_basis": "nguồn ghi",
    "receivers": "trung tâm xã",
    "service_level": "toàn trình",
    "postal": "có",
    "source": "Thử",
    "as_of": "2026-07-18",
}
HEADER = [LABELS[Procedure][name] for name in _CELLS]
ROW = list(_CELLS.values())


def book(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return an .xlsx of sheets by name."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    """Return an .xlsx as written."""
    return openpyxl.load_workbook(io.BytesIO(data))
