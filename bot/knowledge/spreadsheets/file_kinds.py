"""What kind of file has been sent: told by its content, and only then by its name."""

from enum import Enum, auto
from pathlib import PurePath

from bot.knowledge.spreadsheets.archives import PASSWORD
from bot.knowledge.spreadsheets.limits import refusal

WANTED = "Anh/chị gửi bảng Excel (.xlsx, .xls), .ods hoặc .csv."


class Kind(Enum):
    """How the bytes of a file are to be read."""

    TEXT = auto()
    ZIP = auto()
    XLS = auto()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = {
    b"%PDF": "Đây là tệp PDF",
    b"\x89PNG": "Đây là hình ảnh",
    b"\xff\xd8\xff": "Đây là hình ảnh",
    b"GIF8": "Đây là hình ảnh",
    b"BM": "Đây là hình ảnh",
    b"RIFF": "Đây là hình ảnh, âm thanh hoặc phim",
    b"Rar!": "Đây là tệp nén",
    b"7z\xbc\xaf": "Đây là tệp nén",
    b"\x1f\x8b": "Đây là tệp nén",
    b"{\\rtf": "Đây là văn bản Word",
}
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TABLE_SUFFIXES = ("", ".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods")


def kind_of(file: str, data: bytes) -> Kind:
    """Return how to read a file called `file`; raises KnowledgeError where it is no spreadsheet.

    A text that some program has called .xls or .xlsx is still a text.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if data.startswith(_OLE):
        _check_ole(file, data)
        return Kind.XLS
    for signature, told in _SIGNATURES.items():
        if data.startswith(signature) and (b"\0" in data or not signature.isalpha()):
            raise refusal(file, f"{told}, không phải bảng tính. {WANTED}")
    if b"\0" in data and not data.startswith(_TEXT_MARKS):
        raise refusal(file, f"Không đọc được tệp này như một bảng tính. {WANTED}")
    if PurePath(file).suffix.lower() not in _TABLE_SUFFIXES:
        raise refusal(file, f"Tệp này không phải bảng tính. {WANTED}")
    return Kind.TEXT


def _check_ole(file: str, data: bytes) -> None:
    """Refuse what shares its container with .xls: encrypted .xlsx and Word's .doc."""
    if _names(data, "EncryptedPackage"):
        raise refusal(file, PASSWORD)
    if _names(data, "WordDocument"):
        raise refusal(file, f"Đây là văn bản Word, không phải bảng tính. {WANTED}")
    if not _names(data, "Workbook") and not _names(data, "Book"):
        raise refusal(file, f"Không thấy bảng tính trong tệp này, hoặc tệp tải lên chưa đủ. {WANTED}")


def _names(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def told_of_members(members: dict[str, bytes]) -> str:
    """Return what to tell of a zipped file that is neither .xlsx nor .ods."""
    if "word/document.xml" in members or b"opendocument.text" in members.get("mimetype", b""):
        return f"Đây là văn bản Word, không phải bảng tính. {WANTED}"
    if "xl/workbook.bin" in members:
        return "Tệp .xlsb không đọc được. Anh/chị mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại."
    if "ppt/presentation.xml" in members:
        return f"Đây là tệp trình chiếu, không phải bảng tính. {WANTED}"
    return f"Đây là tệp nén, không phải bảng tính. Anh/chị giải nén rồi gửi từng bảng. {WANTED}"
