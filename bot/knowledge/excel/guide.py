"""The sheet "Hướng dẫn" of the Excel file that an office edits."""

from collections.abc import Mapping

from xlsxwriter.workbook import Workbook

from bot.knowledge.excel.book import HEADER, TEXT, TITLE, set_up_print, write
from bot.knowledge.excel.notes import MEANINGS, allowed, is_required
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Model

GUIDE_SHEET = "Hướng dẫn"
_HEADERS = {"Trang": 18, "Cột": 30, "Bắt buộc": 11, "Ý nghĩa": 60, "Giá trị được dùng": 60}
_STEPS = (
    "Mỗi dòng là một thủ tục (hay một nơi nộp, một xã, một câu hỏi). Sửa ô nào thì chỉ ô đó đổi.",
    "Thêm dòng ở cuối bảng là thêm. Xóa cả dòng là bỏ khỏi bot.",
    "Xin giữ nguyên dòng tiêu đề và tên các trang. Thứ tự các cột không quan trọng.",
    "Ô chỉ ghi chữ và số, không dùng công thức, không gộp ô.",
    "Điều chưa biết thì ghi “chưa rõ” hoặc để trống. Bot sẽ nói với người dân là chưa rõ.",
    "Lưu dạng .xlsx rồi gửi lại ở trang quản trị, hoặc gửi tệp cho bot bằng tài khoản quản trị của anh/chị.",
    "Bot báo lỗi theo từng ô và cho xem trước những gì sẽ đổi. Chưa có gì đổi cho đến khi anh/chị đồng ý.",
)


def write_guide(workbook: Workbook, sheets: Mapping[str, type[Model]], version: str) -> None:
    """Add the sheet: how to edit and send back, then what each column of `sheets` means and allows."""
    sheet = workbook.add_worksheet(GUIDE_SHEET)
    text, wrapped = workbook.add_format(TEXT), workbook.add_format(TEXT | {"text_wrap": True})
    header = workbook.add_format(HEADER)
    write(sheet, 0, 0, "Cách sửa và gửi lại tệp này", workbook.add_format(TITLE))
    for row, step in enumerate(_STEPS, start=1):
        write(sheet, row, 0, f"{row}. {step}", text)
    write(sheet, len(_STEPS) + 1, 0, f"Tệp này xuất từ bản dữ liệu {version}.", text)
    top = len(_STEPS) + 3
    for column, (label, width) in enumerate(_HEADERS.items()):
        sheet.set_column(column, column, width)
        write(sheet, top, column, label, header)
    for row, cells in enumerate(_columns(sheets), start=top + 1):
        for column, cell in enumerate(cells):
            write(sheet, row, column, cell, wrapped)
    sheet.hide_gridlines(2)
    set_up_print(sheet, one_page_wide=True)


def _columns(sheets: Mapping[str, type[Model]]) -> list[tuple[str, str, str, str, str]]:
    return [
        (name, label, "có" if is_required(model, field) else "", MEANINGS[model][field], allowed(model, field))
        for name, model in sheets.items()
        for field, label in LABELS[model].items()
    ]
