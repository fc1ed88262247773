"""What our Excel files tell an official about each column: what it means and what may stand in it."""

from enum import StrEnum
from typing import Any, get_args

from bot.knowledge.models import Model, Procedure
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import OfficeRow, PlaceRow
from bot.knowledge.values import WORDS

_AS_OF = "Ngày của nguồn, dạng 2026-07-18; chỉ biết tháng hay năm thì ghi 2026-07 hay 2026."
_SOURCE = "Văn bản hay trang mà dòng này lấy từ đó, ví dụ: Quyết định 506/QĐ-UBND ngày 21/7/2020."
_COMMUNE = "Tên xã, phường từ ngày 1/7/2025, có chữ “xã” hay “phường”, viết thường."

MEANINGS: dict[type[Model], dict[str, str]] = {
    Procedure: {
        "code": "Mã quốc gia của thủ tục, ví dụ 1.001193. Mỗi mã một dòng. Xin đừng sửa mã của dòng đang có.",
        "title": "Tên chính thức, như quyết định công bố.",
        "aliases": "Tên mà người dân hay gọi, cách nhau bằng dấu chấm phẩy. Bot nhận ra câu hỏi nhờ các tên này.",
        "field": "Lĩnh vực của thủ tục, như trên Cổng Dịch vụ công quốc gia.",
        "ministry": "Bộ, ngành công bố thủ tục.",
        "agency": "Cơ quan thực hiện hiện nay.",
        "agency_before_2025_07": "Cơ quan thực hiện trước khi bỏ cấp huyện.",
        "levels": "Cấp chính quyền thực hiện thủ tục.",
        "levels_basis": "Cấp thực hiện có ghi trong nguồn, hay suy ra từ tên cơ quan.",
        "receivers": "Loại cơ quan nhận hồ sơ.",
        "service_level": "“toàn trình”, “một phần” theo Nghị định 42/2022; “trực tuyến” khi chưa rõ là loại nào.",
        "postal": "Có nhận hồ sơ qua bưu chính công ích không. Chưa biết thì ghi “chưa rõ”, xin đừng đoán.",
        "applicants": "Ai được nộp hồ sơ.",
        "result": "Giấy tờ người dân nhận được.",
        "days_in_person": "Thời hạn giải quyết khi nộp tại quầy, ví dụ: 5 ngày làm việc.",
        "days_online": "Thời hạn giải quyết khi nộp qua mạng.",
        "days_postal": "Thời hạn giải quyết khi gửi qua bưu điện.",
        "url": "Trang của thủ tục trên Cổng Dịch vụ công quốc gia, bắt đầu bằng https://",
        "source": _SOURCE,
        "as_of": _AS_OF,
    },
    OfficeRow: {
        "commune": f"{_COMMUNE} Cơ quan của tỉnh thì ghi “tỉnh”.",
        "receiver": "Loại cơ quan nhận hồ sơ.",
        "address": "Địa chỉ, đủ để người dân tìm đến.",
        "hours": "Giờ làm việc, ví dụ: thứ Hai đến thứ Sáu, 7 giờ đến 11 giờ và 13 giờ đến 17 giờ.",
        "telephone": "Số điện thoại của nơi nhận hồ sơ.",
        "map_url": "Đường dẫn bản đồ, bắt đầu bằng https://",
        "source": _SOURCE,
        "as_of": _AS_OF,
    },
    PlaceRow: {
        "former_commune": "Tên xã, phường, thị trấn trước ngày 1/7/2025.",
        "former_district": "Huyện, thành phố của xã đó trước ngày 1/7/2025.",
        "commune": _COMMUNE,
        "source": _SOURCE,
        "as_of": _AS_OF,
    },
    MustFind: {
        "question": "Câu mà người dân hay hỏi. Bot kiểm tra câu này mỗi lần nạp dữ liệu.",
        "codes": "Mã thủ tục đúng; nhiều mã thì cách nhau bằng dấu chấm phẩy, tìm ra một mã là đạt.",
        "note": "Ghi chú riêng, bot không dùng.",
    },
}


def note(model: type[Model], field: str) -> str:
    """Return what stands in the note of a column's header."""
    required = "Bắt buộc." if is_required(model, field) else "Có thể để trống."
    return "\n".join(filter(None, (MEANINGS[model][field], required, allowed(model, field))))


def allowed(model: type[Model], field: str) -> str:
    """Return which words a cell of the column may hold, "" if it is free."""
    kind = closed_list(model, field)
    if not kind:
        return ""
    several = is_multiple(model, field)
    how_many = "Một hay nhiều từ sau, cách nhau bằng dấu chấm phẩy" if several else "Một trong"
    return f"{how_many}: {', '.join(WORDS[kind].values())}."


def is_required(model: type[Model], field: str) -> bool:
    """Say whether a cell of the column must not be empty."""
    return model.model_fields[field].is_required()


def is_multiple(model: type[Model], field: str) -> bool:
    """Say whether a cell of the column may hold several values, parted by ";"."""
    annotation: Any = model.model_fields[field].annotation
    return getattr(annotation, "__origin__", None) is tuple


def closed_list(model: type[Model], field: str) -> type[StrEnum] | None:
    """Return the list that the column's values must be of, if there is one."""
    annotation: Any = model.model_fields[field].annotation
    kinds = (annotation, *get_args(annotation))
    return next((kind for kind in kinds if kind in WORDS), None)
