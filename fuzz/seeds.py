"""What fuzzing begins with: sound input for every target, made anew rather than kept."""

import json
from collections.abc import Iterator
from pathlib import Path

from fuzz.targets import SHEETS, TARGETS, small_files
from tests.knowledge.spreadsheets.files import ods, xls, xlsx

_HEADER: list[str | None] = ["Mã thủ tục", "Tên thủ tục", "Toàn trình", "Một phần", "Bưu chính"]
_ROWS: list[list[str | None]] = [
    _HEADER,
    ["1.001193", "Đăng ký khai sinh", "x", None, "x"],
    ["1.000894", "Đăng ký kết hôn", None, "x", None],
]
_TEXTS = (
    "làm giấy khai sinh nộp ở đâu",
    "ko có bằng lái thì lm sao ạ",
    "dang ky ket hon o xa Dak To Re, gui buu dien duoc ko",
    "mã 1.001193.000.00.00.H34 sdt 0912 345 678, cccd 051203004567, a.b@example.vn",
    "lafm giaasy khai sinh",
    "123/4 Phan Đình Phùng, ông Nguyễn Văn An",
)
_AN = {"id": 5, "is_bot": False, "first_name": "An"}
_UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 5, "type": "private"},
        "from": _AN,
        "text": "khai sinh",
    },
}
_TAP = {
    "update_id": 2,
    "callback_query": {
        "id": "1",
        "from": _AN,
        "chat_instance": "1",
        "data": "p:1.001193:",
        "message": _UPDATE["message"],
    },
}
_ZALO_BOT = {
    "ok": True,
    "result": {
        "event_name": "message.text.received",
        "message": {
            "message_id": "a",
            "date": 1,
            "chat": {"id": "b", "chat_type": "PRIVATE"},
            "from": {"id": "b", "display_name": "An"},
            "text": "khai sinh",
        },
    },
}
_ZALO_OA = {
    "event_name": "user_send_text",
    "app_id": "1",
    "timestamp": "1700000000000",
    "sender": {"id": "7"},
    "recipient": {"id": "8"},
    "message": {"msg_id": "m", "text": "khai sinh"},
}


def write_seeds(target: str, folder: Path) -> Path:
    """Write sound input for `target` into `folder`, made if need be, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(_seeds(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    return folder


def _seeds(target: str) -> Iterator[bytes]:
    match target:
        case "message" | "redaction":
            yield from (text.encode() for text in _TEXTS)
        case "choice":
            yield from (b"p:1.001193:where+time", b"more:2", b"w:online:1.001193", b"c:", b"good:1.001193")
        case "link":
            yield from (b"p_1_001193_k_4072", b"k_4072", b"k4072 khai sinh")
        case "telegram" | "zalo":
            yield from (json.dumps(update).encode() for update in (_UPDATE, _TAP, _ZALO_BOT, _ZALO_OA))
        case "web":
            yield from (
                b"hmc_session=" + b"0a" * 16 + b"; hmc_admin=x",
                b"/admin/audit?before=7",
                b"1.001193, 1.000894",
            )
        case "knowledge":
            yield from (bytes([place]) + data for place, (_, data) in enumerate(sorted(small_files().items())))
        case "upload":
            made = {"a.xlsx": xlsx(_ROWS), "a.xls": xls(_ROWS), "a.ods": ods(_ROWS), "a.csv": _csv()}
            yield from (bytes([SHEETS.index(name)]) + data for name, data in made.items())
        case "annex":
            yield from (xlsx(_ROWS), _csv())
        case _:
            for place, name in enumerate(TARGETS):
                yield from (bytes([place]) + seed for seed in _seeds(name))


def _csv() -> bytes:
    return "\n".join(",".join(cell or "" for cell in row) for row in _ROWS).encode()
