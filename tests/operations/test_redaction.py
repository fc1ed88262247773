import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.language.normalise import clean
from bot.operations.letters import plain
from bot.operations.redaction import redact

numbers_and_marks = st.text(st.sampled_from("0123456789 .-+@/AbĐcH\n"), max_size=60)
CASES = Path(__file__).with_name("redaction_cases.csv")
"""Messages as people write them; what must be gone and what must stay is parted by " + "."""
separators = st.sampled_from(["", " ", ".", "-"])
words = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệ "), max_size=20)


@pytest.mark.parametrize(
    "number",
    [
        "001203004567",
        "001 203 004 567",
        "001.203.004.567",
        "241234567",
        "241 234 567",
        "241.234.567",
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "091 2345678",
        "+84912345678",
        "+84 912 345 678",
        "84912345678",
        "0260 386 2345",
        "1903 4567 8901 2345",
    ],
)
@pytest.mark.parametrize(
    "sentence", ["{}", "số của tôi là {} nhé", "cccd{}", "tôi.{}", "({}),", "sđt:{}.", "1.001193 {}"]
)
def test_identity_telephone_and_account_numbers_are_removed(number: str, sentence: str) -> None:
    assert redact(sentence.format(number)) == sentence.format("[số]")


@pytest.mark.parametrize(
    "address", ["an@example.vn", "an.nguyen+1@so.kontum.gov.vn", "nguyen_an-2@example.com.vn", "ẩn@example.vn"]
)
def test_e_mail_is_removed(address: str) -> None:
    assert redact(f"gửi về {address}, cảm ơn") == "gửi về [email], cảm ơn"


@pytest.mark.parametrize("plate", ["82A-123.45", "82A12345", "82B1 12345", "82-H1 123.45", "82 C 1234", "82a-123.45"])
def test_plates_are_removed(plate: str) -> None:
    assert redact(f"xe {plate} sang tên ở đâu") == "xe [biển số] sang tên ở đâu"


@pytest.mark.parametrize(
    "code",
    [
        "000.00.12.H34-260718-0001",
        "H34.12-260718-0001",
        "G22.99.1-260718-0001",
        "h34.12.3-260718-12",
        "000.00.G22-260718-0001",
    ],
)
def test_codes_of_dossiers_are_removed(code: str) -> None:
    assert redact(f"hồ sơ {code} tới đâu rồi") == "hồ sơ [mã hồ sơ] tới đâu rồi"


def test_everything_personal_in_one_message_is_removed() -> None:
    text = "Tôi tên An, cccd 001203004567, đt 0912.345.678, an@example.vn, xe 82B1 12345, hồ sơ H34.12-260718-0001"

    assert redact(text) == "Tôi tên [tên], cccd [số], đt [số], [email], xe [biển số], hồ sơ [mã hồ sơ]"


@pytest.mark.parametrize(
    "text",
    [
        "mã 1.001193 nộp ở đâu",
        "mã 1.001193.000.00.00.H34 nộp ở đâu",
        "1.001193 2.000635",
        "1.001193, 2.000635 và 1.004873.",
        "năm 2026",
        "2020-2021",
        "ngày 15/8/2022",
        "ngày 15-08-2022",
        "từ 1/7/2025 đến 31/12/2026",
        "500.000 đồng",
        "5.000.000đ",
        "100.000.000 đồng",
        "1.500.000.000đ",
        "25.000.000.000 VNĐ",
        "Nghị định 42/2022/NĐ-CP",
        "Quyết định 1291/QĐ-TTg ngày 7/10/2019",
        "Luật 91/2025/QH15",
        "Thông tư 06/2023/TT-BTC",
        "tổng đài 18001096",
        "tổng đài 1900 1234",
        "điều 12 khoản 3",
        "mức độ 4",
        "p:1.001193:where+time",
        "thửa đất 200m2",
        "C/O form D",
    ],
)
def test_what_is_nobodys_number_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("text", ["CMND 241.234.567 đã hết hạn", "số 1.0011931234567"])
def test_what_only_begins_like_money_or_a_code_is_removed(text: str) -> None:
    assert "[số]" in redact(text)


@given(numbers_and_marks | st.text(st.characters() | st.characters(categories=["Cs"])))
@example("12A-123.45@a.b 000.00.12.H34-260718-0001 0912345678")
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@given(st.text(st.characters(exclude_categories=["Nd", "Nl", "No"], exclude_characters="@")))
def test_a_text_without_digits_and_addresses_is_only_cleaned(text: str) -> None:
    assert redact(text) == clean(text)


@given(
    before=words,
    digits=st.text(st.sampled_from("0123456789"), min_size=10, max_size=12).map(lambda rest: f"0{rest[1:]}"),
    separator=separators,
    after=words,
)
def test_any_telephone_or_identity_number_is_removed_between_any_words(
    before: str, digits: str, separator: str, after: str
) -> None:
    written = separator.join([digits[:4], digits[4:7], digits[7:]])

    assert redact(f"{before} {written} {after}") == clean(f"{before} [số] {after}")


@given(
    digits=st.lists(st.integers(0, 9), min_size=12, max_size=12),
    zero=st.sampled_from("0０٠۰०"),
    between=st.lists(
        st.sampled_from(["", " ", ".", "-", " - ", "–", "_", "·", "\u200b", "\u00a0", "\u00ad"]), min_size=12
    ),
)
def test_an_identity_number_is_removed_in_any_digits_and_however_it_is_parted(
    digits: list[int], zero: str, between: list[str]
) -> None:
    written = "".join(chr(ord(zero) + digit) + part for digit, part in zip(digits, between, strict=False))
    assume(not re.search(r"\d\.\d{6}", plain(written)))  # a procedure's code stays, whatever stands around it

    assert not any(unicodedata.category(letter) == "Nd" for letter in redact(f"số {written} của tôi"))


def cases() -> list[tuple[str, list[str], list[str]]]:
    """Return the lines of the table; "\\u200b" and the like stand for what cannot be seen."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="|", quoting=csv.QUOTE_NONE))[1:]
    shown = [[re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), cell) for cell in row] for row in rows]
    return [
        (said, gone.replace(" + ", " ").split(), [part for part in stays.split(" + ") if part])
        for said, gone, stays in shown
    ]


@pytest.mark.parametrize(("said", "gone", "stays"), cases())
def test_what_people_write_is_redacted_to_the_last_word_and_no_further(
    said: str, gone: list[str], stays: list[str]
) -> None:
    kept = redact(said)

    left = set(re.split(r"[\s,;:()]+", kept))
    assert all(word in clean(said) for word in gone)
    assert not [word for word in gone if word in left or (len(word) > 4 and word in kept)]
    assert not [part for part in stays if part not in kept]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "12.",
        "a.",
        "a@",
        "a@a.",
        "a cham ",
        " @ ",
        "cccd so so la ",
        "ma ho so ",
        "a12.1",
        "82a-",
        "(02",
        "12/3/",
        "mot,hai x ",
        "thua dat so ",
        "sinh ngay 1/",
        "toi ten ",
        "nguyen van ",
        "1.000.",
        "12 duong ",
        "1/1/1/1 ",
        "o1o",
    ],
)
def test_no_text_is_so_made_that_its_length_costs_more_than_its_letters(piece: str) -> None:
    assert len(redact(piece * (20_000 // len(piece)))) <= 60_000  # what backtracks would take minutes


@given(numbers_and_marks)
def test_no_run_of_nine_digits_survives(text: str) -> None:
    assert re.search(r"\d{9}", redact(text)) is None


def test_names_and_houses_go_too_and_the_commune_stays() -> None:
    text = "toi ten nguyen van an o 25/3 duong phan dinh phung xa kon braih, sdt 0912345678, muon lam khai sinh"

    assert redact(text) == "toi ten [tên] o [địa chỉ] xa kon braih, sdt [số], muon lam khai sinh"
