"""The review workbook's sheets, columns and words, which writing and reading share."""

from enum import StrEnum

from bot.office.annex.matching import Kind

INFO = "Thông tin"
NOTHING = "Không đổi gì"
SKIP = "bỏ qua"
DECISION, DATE = "Quyết định", "Ngày ban hành"
TO_LOOK_AT: tuple[Kind, ...] = tuple(Kind)
"""The kinds of match, each of which has a sheet of its name that is read back."""


class Heading(StrEnum):
    """A column; the value is its header. CHOICE and the two before it are an official's to change."""

    SHEET = "Trang"
    LINE = "Dòng"
    TITLE = "Tên trong danh mục"
    FIELD = "Lĩnh vực"
    AGENCY = "Cơ quan, cấp"
    MARKS = "Danh mục ghi"
    REASON = "Vì sao cần xem"
    POSTAL = "Sẽ ghi bưu chính"
    LEVEL = "Sẽ ghi mức độ"
    CHOICE = "Chọn"
    MATCHED = "Tên thủ tục trong dữ liệu"
    NOW = "Dữ liệu đang ghi"
    FIRST = "Lựa chọn 1"
    SECOND = "Lựa chọn 2"
    THIRD = "Lựa chọn 3"
    FOURTH = "Lựa chọn 4"
    FIFTH = "Lựa chọn 5"


ORIGIN = (Heading.SHEET, Heading.LINE, Heading.TITLE, Heading.FIELD, Heading.AGENCY, Heading.MARKS)
TO_SET = (Heading.POSTAL, Heading.LEVEL, Heading.CHOICE)
CHOICES = (Heading.FIRST, Heading.SECOND, Heading.THIRD, Heading.FOURTH, Heading.FIFTH)
COLUMNS: dict[str, tuple[Heading, ...]] = {
    Kind.SURE: (*ORIGIN, *TO_SET, Heading.MATCHED, Heading.NOW),
    Kind.DOUBTFUL: (*ORIGIN, Heading.REASON, *TO_SET, *CHOICES),
    Kind.NOT_FOUND: (*ORIGIN, *TO_SET),
    NOTHING: (*ORIGIN, Heading.REASON),
}
"""The columns of each sheet."""
WIDTHS = {
    Heading.SHEET: 12, Heading.LINE: 7, Heading.TITLE: 60, Heading.FIELD: 20, Heading.AGENCY: 22, Heading.MARKS: 22,
    Heading.REASON: 30, Heading.POSTAL: 11, Heading.LEVEL: 13, Heading.CHOICE: 13, Heading.MATCHED: 60, Heading.NOW: 24,
    **dict.fromkeys(CHOICES, 42),
}  # fmt: skip
"""In characters, as Excel counts them."""

HOW_TO = (
    "1. Xem hai dòng Quyết định và Ngày ban hành ở trên; nếu trống hoặc sai thì gõ lại (ngày dạng 21/7/2020).",
    "2. Trang “Chắc chắn”: xem lướt. Dòng nào không đúng thì đổi mã ở cột “Chọn”, hoặc chọn “bỏ qua”.",
    "3. Trang “Cần chọn”: mỗi dòng chọn một mã ở cột “Chọn”; không thủ tục nào đúng thì chọn “bỏ qua”.",
    "4. Trang “Không tìm thấy”: biết mã thì gõ vào cột “Chọn”; để trống là bỏ qua.",
    "5. Cột “Sẽ ghi bưu chính” và “Sẽ ghi mức độ” sửa được; để trống là giữ nguyên dữ liệu đang có.",
    "6. Lưu tệp rồi gửi lại. Chưa có gì thay đổi cho đến khi anh/chị xem khác biệt và đồng ý.",
)
MEANINGS = (
    "“Sẽ ghi bưu chính” là nộp hồ sơ qua bưu chính (tiếp nhận); chỉ trả kết quả qua bưu chính thì chưa phải là nộp.",
    "Ô trống chỉ được hiểu là “không” khi tên danh mục nói rõ gồm cả thủ tục thực hiện và không thực hiện.",
    "Chữ đỏ ở trang “Chắc chắn” là chỗ danh mục khác với dữ liệu đang có; nếu danh mục cũ hơn, cân nhắc “bỏ qua”.",
)
