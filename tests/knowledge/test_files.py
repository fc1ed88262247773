from pathlib import Path

import pytest

from bot.knowledge.files import read_text
from bot.knowledge.problems import KnowledgeError, Problem

NOT_UTF_8 = "tệp không phải UTF-8; trong Excel hãy lưu lại dạng “CSV UTF-8 (Comma delimited)”"


def problems_of(path: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        read_text(path)
    return caught.value.problems


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
def test_utf_8_is_read_with_or_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "bảng.csv"
    path.write_bytes(mark + "mã,tên\r\n".encode())

    assert read_text(path) == "mã,tên\r\n"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "faq.yaml") == [Problem("faq.yaml", 0, "", "không có tệp này")]


def test_a_folder_in_place_of_a_file_is_named_with_the_reason(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [Problem(tmp_path.name, 0, "", "không đọc được (Is a directory)")]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff", 1),
        ("một\r\nhai\r\n".encode() + b"\xe1\xba", 3),
        ("a\nđăng ký\n".encode("utf-16"), 1),
        (b"a\nb\n" + "Thủ tục".encode("cp1258", errors="ignore") + b"\n\xed\xa0\x80", 4),
    ],
    ids=["no text", "cut off", "utf-16", "surrogates"],
)
def test_broken_utf_8_is_named_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "procedures.csv"
    path.write_bytes(data)

    assert problems_of(path) == [Problem("procedures.csv", line, "", NOT_UTF_8)]
