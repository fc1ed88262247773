"""Faults found in the knowledge base, each with its place, in words an official understands."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic_core import ErrorDetails


class Severity(StrEnum):
    """ERROR keeps the knowledge base from being used; WARNING is for a person to look at."""

    ERROR = "lỗi"
    WARNING = "cảnh báo"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: file, line (1-based, 0 if the file as a whole), column name, and what is wrong.

    `sheet` is the workbook's sheet, "" where a file has none.
    """

    file: str
    line: int
    column: str
    message: str
    severity: Severity = Severity.ERROR
    sheet: str = ""

    def __str__(self) -> str:
        """Return "file:line [column] severity: message"; a sheet stands behind its file."""
        file = f"{self.file} (trang {self.sheet})" if self.sheet else self.file
        place = f"{file}:{self.line}" if self.line else file
        column = f" [{self.column}]" if self.column else ""
        return f"{place}{column} {self.severity}: {self.message}"


class KnowledgeError(Exception):
    """The knowledge base cannot be used; `problems` says why, place by place."""

    SHOWN = 20

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = [str(problem) for problem in problems[: self.SHOWN]]
        if len(problems) > self.SHOWN:
            lines.append(f"… và {len(problems) - self.SHOWN} chỗ khác")
        super().__init__("\n".join(lines))


SHOWN_VALUE = 60
_MESSAGES = {
    "missing": "thiếu, phải có",
    "extra_forbidden": "không phải tên được dùng ở đây",
    "string_type": "phải là chữ (nếu là số hoặc ngày, đặt trong dấu ngoặc kép)",
    "string_too_short": "đang để trống, phải có",
    "too_short": "chưa đủ, phải có ít nhất {min_length} mục",
    "string_pattern_mismatch": "chỉ gồm chữ thường không dấu, số và dấu nối",
    "string_too_long": "dài quá, nhiều nhất {max_length} ký tự",
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "invalid_key": "tên phải là chữ",
    "greater_than_equal": "phải từ {ge} trở lên",
    "date_from_datetime_parsing": "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-24",
    "date_parsing": "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-24",
    "date_from_datetime_inexact": "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-24",
    "date_type": "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-24",
    "url_parsing": "phải là đường dẫn đầy đủ, bắt đầu bằng https://",
    "url_scheme": "phải là đường dẫn bắt đầu bằng https://",
    "enum": "giá trị không có trong danh sách cho phép",
    "literal_error": "chỉ được là {expected}",
    "model_type": "phải gồm các dòng `tên: giá trị`",
    "dict_type": "phải gồm các dòng `tên: giá trị`",
    "list_type": "phải là một danh sách",
    "tuple_type": "phải là một danh sách",
}


def explain(error: ErrorDetails) -> str:
    """Return pydantic's error in Vietnamese, with the value at fault where it is short."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    message = _MESSAGES.get(error["type"], error["msg"]).format(**context).replace("' or '", "' hoặc '")
    value = error["input"]
    if isinstance(value, str) and 0 < len(value) <= SHOWN_VALUE:
        message += f" (đang là “{value}”)"
    return message


def is_echo(error: ErrorDetails) -> bool:
    """Say whether an error only follows from others: pydantic does not count items that have faults."""
    if error["type"] != "too_short" or not isinstance(error["input"], list | tuple):
        return False
    minimum: int = error["ctx"]["min_length"]
    return len(error["input"]) >= minimum
