from pathlib import Path

import pytest

from bot.knowledge.files import FAQ, NAMES, VOCABULARY, decode, digest, read_folder
from bot.knowledge.problems import KnowledgeError, Problem
from tests.small_knowledge import write_small_knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_knowledge(tmp_path / "knowledge")


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        read_folder(folder)
    return caught.value.problems


def test_a_folder_is_read_as_bytes_by_name(folder: Path) -> None:
    files = read_folder(folder)

    assert list(files) == list(NAMES)
    assert files[FAQ] == (folder / FAQ).read_bytes()


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [Problem(name, 0, "", "không có tệp này") for name in NAMES]


def test_a_folder_in_place_of_a_file_is_named_with_the_reason(folder: Path) -> None:
    (folder / FAQ).unlink()
    (folder / FAQ).mkdir()

    assert problems_of(folder) == [Problem(FAQ, 0, "", "không đọc được (Is a directory)")]


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_changes_with_the_bytes_of_every_file(folder: Path, name: str) -> None:
    files = read_folder(folder)

    assert digest(files | {name: files[name] + b"\n"}) != digest(files)


def test_the_same_bytes_elsewhere_have_the_same_digest(folder: Path, tmp_path: Path) -> None:
    copy = write_small_knowledge(tmp_path / "copy")
    (copy / "README.md").write_text("Ghi chú", encoding="utf-8")

    assert digest(read_folder(copy)) == digest(read_folder(folder))


def test_bytes_moved_from_one_file_to_another_change_the_digest(folder: Path) -> None:
    files = read_folder(folder)

    assert digest(files | {FAQ: files[FAQ] + files[VOCABULARY], VOCABULARY: b""}) != digest(files)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
def test_utf_8_is_read_with_or_without_a_byte_order_mark(mark: bytes) -> None:
    assert decode("faq.yaml", mark + "mã: tên\r\n".encode()) == "mã: tên\r\n"


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
def test_broken_utf_8_is_named_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(KnowledgeError) as caught:
        decode("faq.yaml", data)

    message = "tệp không phải UTF-8; hãy lưu lại dạng UTF-8"
    assert caught.value.problems == [Problem("faq.yaml", line, "", message)]
