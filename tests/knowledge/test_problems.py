import pytest
from pydantic import BaseModel, Field, ValidationError

from bot.knowledge.problems import KnowledgeError, Problem, Severity, explain, is_echo


class Shelf(BaseModel):
    books: tuple[int, ...] = Field(min_length=2)
    label: str = "A"


def errors(**data: object) -> list[tuple[str, bool]]:
    with pytest.raises(ValidationError) as caught:
        Shelf.model_validate(data)
    return [(explain(error), is_echo(error)) for error in caught.value.errors()]


@pytest.mark.parametrize(
    ("problem", "written"),
    [
        (Problem("faq.yaml", 7, "entries.0.id", "ghi hai lần"), "faq.yaml:7 [entries.0.id] lỗi: ghi hai lần"),
        (Problem("faq.yaml", 7, "", "sai cú pháp"), "faq.yaml:7 lỗi: sai cú pháp"),
        (Problem("faq.yaml", 0, "", "không có tệp này"), "faq.yaml lỗi: không có tệp này"),
        (Problem("a.csv", 2, "aliases", "nên bớt", Severity.WARNING), "a.csv:2 [aliases] cảnh báo: nên bớt"),
    ],
)
def test_a_problem_reads_as_place_and_message(problem: Problem, written: str) -> None:
    assert str(problem) == written


def test_problems_sort_by_file_then_line() -> None:
    problems = [Problem("b.csv", 1, "", ""), Problem("a.csv", 10, "", ""), Problem("a.csv", 9, "z", "")]

    assert [(problem.file, problem.line) for problem in sorted(problems)] == [("a.csv", 9), ("a.csv", 10), ("b.csv", 1)]


def test_an_error_lists_its_problems() -> None:
    problems = [Problem("a.csv", line, "", "sai") for line in (2, 3)]

    error = KnowledgeError(problems)

    assert error.problems == problems
    assert str(error) == "a.csv:2 lỗi: sai\na.csv:3 lỗi: sai"


def test_an_error_shows_the_first_twenty_and_how_many_more() -> None:
    lines = str(KnowledgeError([Problem("a.csv", line, "", "sai") for line in range(2, 25)])).splitlines()

    assert len(lines) == 21
    assert lines[-1] == "… và 3 chỗ khác"


def test_a_value_at_fault_is_shown_where_it_is_short() -> None:
    assert errors(books=[1, "hai"]) == [
        ("phải là số nguyên (đang là “hai”)", False),
        ("chưa đủ, phải có ít nhất 2 mục", True),
    ]


def test_a_long_value_at_fault_is_not_shown() -> None:
    assert errors(books=[1, 2, "dài" * 30]) == [("phải là số nguyên", False)]


def test_a_list_that_is_too_short_itself_is_no_echo() -> None:
    assert errors(books=[1]) == [("chưa đủ, phải có ít nhất 2 mục", False)]


def test_a_number_in_place_of_text_says_to_quote_it() -> None:
    assert errors(books=[1, 2], label=12) == [
        ("phải là chữ (nếu là số hoặc ngày, đặt trong dấu ngoặc kép)", False),
    ]


def test_a_fraction_is_no_whole_number() -> None:
    assert errors(books=[1, 2.5, 3]) == [("phải là số nguyên", False)]


def test_nothing_in_place_of_a_list_is_named() -> None:
    assert errors(books=None) == [("phải là một danh sách", False)]


def test_what_is_missing_is_named() -> None:
    assert errors() == [("thiếu, phải có", False)]
