from collections.abc import Callable, Iterable
from datetime import date

import pytest
from hypothesis import given, settings

from bot.knowledge.models import Model, PublishedTotals, Text
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_reader import Fault, read_yaml
from tests.language.texts import ANYTHING, TYPED

DATE_WANTED = "phải là ngày dạng năm-tháng-ngày, ví dụ 2026-11-24"
TOTAL = """\
  - id: online
    label: Trực tuyến
    value: 932
    source: Báo cáo
    as_of: 2021-06-23
"""


class Shelf(Model):
    label: Text
    books: tuple[Text, ...]
    since: date | None = None


NAME = "shelf.yaml"


def encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def faults(
    text: str,
    model: type[Model] = Shelf,
    check: Callable[[Model], Iterable[Fault]] = lambda _: (),
) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        read_yaml(NAME, encoded(text), model, check)
    return caught.value.problems


@pytest.mark.parametrize("start", ["", "\ufeff", "# chú thích\n---\n"], ids=["plain", "byte-order mark", "comment"])
def test_a_document_is_read_into_its_model(start: str) -> None:
    data = encoded(start + "label: Kệ 1\r\nbooks: [Sổ gốc, 'Sổ: cũ']\r\nsince: 2020-01-31\r\n")

    assert read_yaml(NAME, data, Shelf) == Shelf(label="Kệ 1", books=("Sổ gốc", "Sổ: cũ"), since=date(2020, 1, 31))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("label: Kệ 1\nbooks:\n  - 'Sổ\n", 4),
        ("label: Kệ 1\nbooks: [Sổ\nsince: 2020\n", 3),
        ("label: Kệ: 1\n", 1),
        ("label: Kệ 1\n\tbooks: []\n", 2),
        ("label: a\nbooks: *b\n", 2),
        ("label: a\nbooks: !tag [b]\n", 2),
    ],
    ids=["quote", "bracket", "colon", "tab", "alias", "tag"],
)
def test_a_fault_of_syntax_is_named_with_its_line(text: str, line: int) -> None:
    (problem,) = faults(text)

    assert (problem.file, problem.line, problem.column) == ("shelf.yaml", line, "")
    assert problem.message.startswith("không đúng cú pháp YAML: ")


def test_an_invisible_control_character_is_named_with_its_line() -> None:
    message = "không đúng cú pháp YAML: ký tự không dùng được (U+000B)"

    assert faults("label: Kệ 1\nbooks:\n  - Sổ\x0bcũ\n") == [Problem("shelf.yaml", 3, "", message)]


def test_a_fault_of_a_field_is_named_with_its_line_and_place() -> None:
    text = "label: Kệ 1\nbooks:\n  - Sổ gốc\n  # chú thích\n  - 2026\n"

    message = "phải là chữ (nếu là số hoặc ngày, đặt trong dấu ngoặc kép)"
    assert faults(text) == [Problem("shelf.yaml", 5, "books.1", message)]


def test_every_fault_is_named_by_line() -> None:
    text = "label: ''\nbooks:\n  - Sổ gốc\n  - ''\nsince: hôm qua\nowner: Xã\n"

    assert [(problem.line, problem.column, problem.message) for problem in faults(text)] == [
        (1, "label", "đang để trống, phải có"),
        (4, "books.1", "đang để trống, phải có"),
        (5, "since", f"{DATE_WANTED} (đang là “hôm qua”)"),
        (6, "owner", "không phải tên được dùng ở đây (đang là “Xã”)"),
    ]


def test_a_field_that_is_missing_is_named_where_its_parent_starts() -> None:
    text = "# chú thích\ntotals:\n" + TOTAL + TOTAL.replace("    value: 932\n", "")

    assert faults(text, PublishedTotals) == [Problem("shelf.yaml", 8, "totals.1.value", "thiếu, phải có")]


@pytest.mark.parametrize("written", ["2021-13-01", "2021-02-30", "2021-06-23 10:00:00", "23/6/2021"])
def test_a_date_that_is_none_is_named_with_its_line(written: str) -> None:
    text = "totals:\n" + TOTAL.replace("2021-06-23", written)

    message = f"{DATE_WANTED} (đang là “{written}”)"
    assert faults(text, PublishedTotals) == [Problem("shelf.yaml", 6, "totals.0.as_of", message)]


@pytest.mark.parametrize("number", ["0x_", "0b_", "9" * 5000])
def test_a_number_that_is_none_is_a_fault_of_the_file(number: str) -> None:
    problems = faults("totals:\n" + TOTAL.replace("932", number), PublishedTotals)

    assert [(problem.file, problem.line) for problem in problems] == [("shelf.yaml", 0)]
    assert problems[0].message.startswith("có số không đọc được")


@pytest.mark.parametrize(("text", "line"), [("", 0), ("# chỉ có chú thích\n", 0), ("\n- một\n", 2), ("một", 1)])
def test_a_document_that_is_no_mapping_is_named(text: str, line: int) -> None:
    problems = faults(text)

    assert [(problem.line, problem.message[:27]) for problem in problems] == [(line, "phải gồm các dòng `tên: giá")]


def test_a_list_whose_only_item_has_a_fault_is_not_called_too_short() -> None:
    text = "totals:\n" + TOTAL.replace("932", "chín trăm")

    message = "phải là số nguyên (đang là “chín trăm”)"
    assert faults(text, PublishedTotals) == [Problem("shelf.yaml", 4, "totals.0.value", message)]


def test_an_empty_list_is_called_too_short() -> None:
    message = "chưa đủ, phải có ít nhất 1 mục"

    assert faults("totals: []\n", PublishedTotals) == [Problem("shelf.yaml", 1, "totals", message)]


def test_faults_of_a_check_are_named_with_their_lines() -> None:
    def check(_: Model) -> Iterable[Fault]:
        yield ("books", 1), "sách này cũ"
        yield ("label",), "nhãn này cũ"

    assert faults("label: Kệ\nbooks:\n  - Một\n  - Hai\n", check=check) == [
        Problem("shelf.yaml", 1, "label", "nhãn này cũ"),
        Problem("shelf.yaml", 4, "books.1", "sách này cũ"),
    ]


def test_a_key_that_is_no_text_is_refused_with_its_line() -> None:
    assert faults("label: a\n? [b]\n: c\n") == [Problem(NAME, 2, "", "không đúng cú pháp YAML: tên phải là chữ")]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [("label: Kệ 1\nbooks: [Sổ]\nlabel: Kệ 2\n", 3, "label"), ("label: {a: 1,\n a: 2}\nbooks: []\n", 2, "a")],
)
def test_a_key_that_stands_twice_is_refused_with_its_line(text: str, line: int, key: str) -> None:
    assert faults(text) == [Problem(NAME, line, "", f"không đúng cú pháp YAML: “{key}” ghi hai lần")]


@given(ANYTHING | TYPED)
@settings(max_examples=200, deadline=None)
def test_any_text_in_a_field_is_read_or_its_fault_named(text: str) -> None:
    data = encoded(f"label: Kệ\nbooks:\n  - {text}\n")

    try:
        shelf = read_yaml(NAME, data, Shelf)
    except KnowledgeError as error:
        named = [problem.message for problem in error.problems]
    else:
        named = list(shelf.books)

    assert all(named)
