import codecs
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.spreadsheets.encodings import decode, letters_fault
from tests.language.texts import LETTERS, PLAIN

TITLE = "Thủ tục đăng ký khai sinh có yếu tố nước ngoài"
HORNS = "\u0302\u0306\u031b"  # circumflex, breve and horn, which Windows-1258 keeps with their letters


def windows_1258(text: str) -> bytes:
    """Return text as Vietnamese Windows writes it: letters with their horns, tones as characters of their own."""
    written = ""
    for letter in unicodedata.normalize("NFC", text):
        first, *marks = list(unicodedata.normalize("NFD", letter))
        horns = "".join(mark for mark in marks if mark in HORNS)
        tones = "".join(mark for mark in marks if mark not in HORNS)
        written += unicodedata.normalize("NFC", first + horns) + tones
    return written.encode("cp1258")


def refusal(data: bytes) -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        decode("bảng.csv", data)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "data",
    [
        TITLE.encode(),
        codecs.BOM_UTF8 + TITLE.encode(),
        codecs.BOM_UTF16_LE + TITLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TITLE.encode("utf-16-be"),
        unicodedata.normalize("NFD", TITLE).encode(),
        windows_1258(TITLE),
    ],
    ids=["utf-8", "utf-8 with mark", "unicode text", "utf-16 big end first", "decomposed", "windows-1258"],
)
def test_vietnamese_is_read_in_every_encoding_that_excel_writes(data: bytes) -> None:
    assert decode("bảng.csv", data) == TITLE


@given(PLAIN)
@settings(max_examples=50, deadline=None)
def test_any_vietnamese_survives_windows_1258(text: str) -> None:
    assert decode("bảng.csv", windows_1258(text + "ữ")) == text + "ữ"


@pytest.mark.parametrize(
    "data",
    [
        "mã,tên\nMüller,España\n".encode("cp1252"),
        "mã,tên\nThñ tôc ®¨ng ký".encode("cp1252"),
        "mã,tên\nThuû tuïc ñaêng kyù".encode("cp1252"),
        b"ma,ten\n\x8d\x8e\n",
        "mã,tên\n".encode() + windows_1258(TITLE) + b"\n\x81\xff",
    ],
    ids=["windows-1252", "TCVN3", "VNI", "bytes of no encoding", "mixed"],
)
def test_other_encodings_are_refused_with_the_way_to_save(data: bytes) -> None:
    problem = refusal(data)

    assert "không đúng bảng mã UTF-8" in problem.message
    assert "CSV UTF-8 (Comma delimited)" in problem.message


def test_the_first_bad_line_is_named() -> None:
    assert refusal("mã,tên\nthủ tục,a\n".encode() + b"b,\xff\xfe\n").line == 3
    assert refusal(codecs.BOM_UTF16_LE + "một\nhai\n".encode("utf-16-le") + b"\x00\xd8").line == 3


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp1258"])
def test_utf_8_that_was_read_as_something_older_is_seen(encoding: str) -> None:
    broken = "Tên thủ tục hiện có".encode().decode(encoding, errors="ignore")

    assert "sai bảng mã" in (letters_fault(broken) or "")


@pytest.mark.parametrize("text", ["Thñ tôc ®¨ng ký khai sinh", "Thuû tuïc ñaêng kyù"], ids=["TCVN3", "VNI"])
def test_text_typed_for_an_old_font_is_seen(text: str) -> None:
    assert "Unicode" in (letters_fault(text) or "")


@pytest.mark.parametrize(
    "text", ["Th? t?c dang ký l?i khai sinh", "Th\ufffd t\ufffdc đăng ký"], ids=["question marks", "replacement marks"]
)
def test_letters_that_are_lost_are_seen(text: str) -> None:
    assert "CSV UTF-8" in (letters_fault(text) or "")


def test_a_long_text_is_shown_in_part() -> None:
    assert letters_fault("\ufffd" * 500) == letters_fault("\ufffd" * 400)


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        TITLE.upper(),
        "Thông báo cho Müller và Señor Peña ở Đăk Hà",
        "café",
        "XÃ HOÀ BÌNH",
        "“XÃ” – «khá»",
        "lam khai sinh o dau?can gi",
        "https://dvc.gov.vn/?ma=1&loai?a=2?b=3",
        "K'Ho, ĕ, ŏ",
        "50 m² ± 5 % © 2026",
        "",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert letters_fault(text) is None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=LETTERS + LETTERS.upper() + " .,;:-–“”…()/?", max_size=80))
def test_no_vietnamese_word_is_taken_for_a_wrong_encoding(text: str) -> None:
    assert letters_fault("Được " + text) is None
