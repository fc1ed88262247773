"""What the columns of the knowledge base's tables are called: by the code, by us, and by offices' own habit."""

import re
from functools import cache

from rapidfuzz import process

from bot.knowledge.models import Model, Procedure
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import OfficeRow, PlaceRow
from bot.language.normalise import canonical, fold

NEAR = 75.0
"""Likeness, of 100, from which an unknown word is taken for a known one written wrongly."""
LABELS: dict[type[Model], dict[str, str]] = {
    Procedure: {
        "code": "Mã thủ tục",
        "title": "Tên thủ tục",
        "aliases": "Tên thường gọi",
        "field": "Lĩnh vực",
        "ministry": "Bộ, ngành công bố",
        "agency": "Cơ quan thực hiện",
        "agency_before_2025_07": "Cơ quan thực hiện trước 1/7/2025",
        "levels": "Cấp thực hiện",
        "levels_basis": "Căn cứ cấp thực hiện",
        "receivers": "Nơi nhận hồ sơ",
        "service_level": "Mức độ dịch vụ công",
        "postal": "Bưu chính công ích",
        "applicants": "Đối tượng thực hiện",
        "result": "Kết quả",
        "days_in_person": "Thời hạn nộp trực tiếp",
        "days_online": "Thời hạn nộp qua mạng",
        "days_postal": "Thời hạn gửi bưu điện",
        "url": "Đường dẫn chính thức",
        "source": "Nguồn",
        "as_of": "Ngày của nguồn",
    },
    PlaceRow: {
        "former_commune": "Xã, phường cũ",
        "former_district": "Huyện cũ",
        "commune": "Xã, phường hiện nay",
        "source": "Nguồn",
        "as_of": "Ngày của nguồn",
    },
    OfficeRow: {
        "commune": "Xã, phường hiện nay",
        "receiver": "Nơi nhận hồ sơ",
        "address": "Địa chỉ",
        "hours": "Giờ làm việc",
        "telephone": "Điện thoại",
        "map_url": "Bản đồ",
        "source": "Nguồn",
        "as_of": "Ngày của nguồn",
    },
    MustFind: {"question": "Câu hỏi", "codes": "Mã thủ tục", "note": "Ghi chú"},
}
"""The header that our own Excel files give each column, in their order."""

_USUAL: dict[type[Model], dict[str, tuple[str, ...]]] = {
    Procedure: {
        "code": ("Mã", "Mã TTHC", "Mã số", "Mã số TTHC", "Mã thủ tục hành chính", "Mã số thủ tục hành chính", "Mã TT"),
        "title": ("Tên", "Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính", "Thủ tục", "Tên TT"),
        "aliases": ("Tên gọi khác", "Tên gọi thường ngày", "Từ khóa", "Tên thường dùng", "Tên dân dã"),
        "field": ("Lĩnh vực thủ tục", "Ngành, lĩnh vực", "Ngành", "Tên lĩnh vực"),
        "ministry": ("Bộ", "Bộ ngành", "Cơ quan công bố", "Bộ, ngành", "Bộ quản lý"),
        "agency": ("Cơ quan", "Cơ quan giải quyết", "Cơ quan thực hiện TTHC", "Đơn vị thực hiện", "Đơn vị giải quyết"),
        "agency_before_2025_07": ("Cơ quan thực hiện cũ", "Cơ quan cũ", "Cơ quan trước 7/2025"),
        "levels": ("Cấp", "Cấp giải quyết", "Cấp hành chính"),
        "levels_basis": ("Căn cứ cấp", "Căn cứ"),
        "receivers": ("Nơi nộp", "Nơi nộp hồ sơ", "Nơi tiếp nhận", "Nơi tiếp nhận hồ sơ", "Nơi nhận"),
        "service_level": ("Mức độ", "Mức độ DVC", "Mức độ DVCTT", "Mức độ dịch vụ công trực tuyến", "Mức DVC"),
        "postal": ("BCCI", "Qua bưu điện", "Bưu điện", "Bưu chính", "Qua BCCI", "Dịch vụ bưu chính công ích"),
        "applicants": ("Đối tượng", "Đối tượng nộp hồ sơ", "Người nộp"),
        "result": ("Kết quả giải quyết", "Kết quả thực hiện"),
        "days_in_person": ("Thời hạn", "Thời gian giải quyết", "Thời hạn giải quyết", "Thời hạn trực tiếp"),
        "days_online": ("Thời hạn trực tuyến", "Thời hạn qua mạng", "Thời gian trực tuyến"),
        "days_postal": ("Thời hạn bưu chính", "Thời hạn qua bưu điện", "Thời hạn bưu điện"),
        "url": ("Đường dẫn", "Link", "Liên kết", "Địa chỉ trang", "URL"),
        "source": ("Nguồn dữ liệu", "Căn cứ công bố", "Quyết định công bố"),
        "as_of": ("Ngày", "Ngày cập nhật", "Ngày nguồn", "Ngày công bố"),
    },
    PlaceRow: {
        "former_commune": ("Xã cũ", "Xã, phường, thị trấn cũ"),
        "former_district": ("Huyện, thành phố cũ",),
        "commune": ("Xã mới", "Xã, phường mới"),
        "as_of": ("Ngày", "Ngày cập nhật", "Ngày nguồn"),
    },
    OfficeRow: {
        "commune": ("Xã", "Xã, phường", "Đơn vị"),
        "receiver": ("Nơi nộp", "Nơi tiếp nhận", "Loại nơi nộp"),
        "hours": ("Giờ", "Giờ mở cửa", "Thời gian làm việc"),
        "telephone": ("SĐT", "Số điện thoại", "ĐT"),
        "map_url": ("Đường dẫn bản đồ", "Link bản đồ"),
        "as_of": ("Ngày", "Ngày cập nhật", "Ngày nguồn"),
    },
    MustFind: {"codes": ("Mã", "Mã TTHC"), "question": ("Câu hỏi thường ngày",)},
}


def field_of(model: type[Model], header: str) -> str | None:
    """Return the field that a column headed `header` holds, whatever case, accents and punctuation; None if unknown."""
    return _fields(model).get(_key(header))


def label(model: type[Model], name: str) -> str:
    """Return what our own Excel files call the column of field `name`."""
    return LABELS.get(model, {}).get(name, name)


def label_of(name: str) -> str:
    """Return what a column of field `name` is called in whichever table has it; `name` itself where none has."""
    return next((labels[name] for labels in LABELS.values() if name in labels), name)


def unknown(model: type[Model], header: str) -> str:
    """Return what to say of a column that is not one of the table's, with the likeliest one meant."""
    near = process.extractOne(_key(header), _fields(model), score_cutoff=NEAR, processor=None)
    if near:
        return f"không biết cột này; có phải “{label(model, near[0])}”?"
    return f"không biết cột này; các cột là: {', '.join(label(model, name) for name in model.model_fields)}"


@cache
def _fields(model: type[Model]) -> dict[str, str]:
    usual = _USUAL.get(model, {})
    return {
        _key(written): name
        for name in model.model_fields
        for written in (*usual.get(name, ()), label(model, name), name)
    }


def _key(header: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(canonical(header))).strip()
