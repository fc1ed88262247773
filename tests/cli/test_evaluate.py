import json
import re
from pathlib import Path

import pytest
import typer

from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Right at once, right in the second place, wrong, and one that is rightly refused."""
    rows = [
        {"question": "mã 1.001193 nộp ở đâu", "codes": [BIRTH]},
        {"question": "kết hôn", "codes": [MARRIAGE_AGAIN]},
        {"question": "mã 1.001193\nnộp ở đâu", "codes": [ID_CARD]},
        {"question": "vá xe đạp", "codes": [], "expect": "refuse"},
    ]
    return write(tmp_path / "questions.jsonl", *(json.dumps(row, ensure_ascii=False) for row in rows))


def write(file: Path, *lines: str) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def row(output: str, *first: str) -> list[str]:
    """Return the cells of the table row that starts with `first`."""
    cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in output.splitlines()]
    return next(found for found in cells if tuple(found[: len(first)]) == first)


def test_the_figures_count_questions_that_have_a_right_procedure(invoke: Invoke, labelled: Path) -> None:
    result = invoke("evaluate", str(labelled))

    assert row(result.stdout, "kind") == ["kind", "expect", "questions", "hit@1", "", "hit@5", "", "MRR"]
    cells = row(result.stdout, "all", "(all)")
    assert [cells[place] for place in (2, 3, 5, 7)] == ["3", "0.333", "0.667", "0.500"]
    assert cells[4] == "0.00-1.00"
    assert result.exit_code == 0


def test_verdicts_are_counted_by_what_was_expected(invoke: Invoke, labelled: Path) -> None:
    output = invoke("evaluate", str(labelled)).stdout

    assert row(output, "kind", "expect", "answer") == [
        "kind",
        "expect",
        "answer",
        "clarify",
        "faq",
        "chitchat",
        "refuse",
    ]
    assert row(output, "all", "answer", "2") == ["all", "answer", "2", "1", "0", "0", "0"]
    assert row(output, "all", "refuse") == ["all", "refuse", "0", "0", "0", "0", "1"]


def test_outright_answers_are_told_by_how_many_were_right(invoke: Invoke, labelled: Path) -> None:
    output = invoke("evaluate", str(labelled)).stdout

    assert "all: answered 2, right 1; asked back 1, right among five 1; refused in error 0\n" in output
    assert "all: no procedure is right 1, none given 1 (1.000)\n" in output


def test_what_was_asked_is_told_by_how_often_it_was_heard(invoke: Invoke, tmp_path: Path) -> None:
    file = write(
        tmp_path / "questions.jsonl",
        json.dumps({"question": "kết hôn nộp ở đâu", "codes": [MARRIAGE], "aspects": ["where"]}),
        json.dumps({"question": "kết hôn hết nhiêu xiền", "codes": [MARRIAGE], "aspects": ["fee"]}),
        json.dumps({"question": "khai sinh nộp ở đâu", "codes": [BIRTH], "aspects": []}),
    )

    output = invoke("evaluate", str(file)).stdout

    assert row(output, "where") == ["where", "1", "1", "1.000", "1"]
    assert row(output, "fee") == ["fee", "1", "0", "0.000", "0"]
    assert row(output, "all that a question asks")[1:4] == ["3", "2", "0.667"]


def test_questions_about_the_service_are_told_by_their_entry(invoke: Invoke, tmp_path: Path) -> None:
    file = write(
        tmp_path / "questions.jsonl",
        json.dumps({"question": "xin chào", "codes": [], "faq": ["xin-chao"], "expect": "faq"}),
        json.dumps({"question": "chào bạn", "codes": [], "faq": ["khac"], "expect": "faq"}),
    )

    output = invoke("evaluate", str(file)).stdout

    assert "all: questions about the service 2, right entry 1 (0.500)\n" in output
    assert output.endswith("Misses: 1 of 2\n- chào bạn | chitchat xin-chao | wanted khac\n")


def test_a_run_is_kept_and_compared_with_another(invoke: Invoke, tmp_path: Path) -> None:
    first = write(tmp_path / "first.jsonl", json.dumps({"question": "mã 1.001193", "codes": [ID_CARD]}))
    second = write(tmp_path / "second.jsonl", json.dumps({"question": "mã 1.001193", "codes": [BIRTH]}))
    kept = tmp_path / "run.jsonl"

    invoke("evaluate", str(first), "--save", str(kept))
    output = invoke("evaluate", str(second), "--compare", str(kept), "--no-misses").stdout

    assert output.endswith("Gained: 1\n- all: mã 1.001193 | answer at - → answer at 1\nLost: 0\n")


def test_a_file_that_is_no_run_is_named(invoke: Invoke, labelled: Path) -> None:
    result = invoke("evaluate", str(labelled), "--compare", str(labelled), standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert result.exception.message == "questions.jsonl:1: không phải tệp do evaluate --save ghi"


def test_misses_are_listed_on_one_line_each(invoke: Invoke, labelled: Path) -> None:
    output = invoke("evaluate", str(labelled)).stdout

    assert output.endswith("Misses: 1 of 4\n- mã 1.001193 nộp ở đâu | answer 1.001193 | wanted 2.000408\n")


def test_misses_can_be_left_out(invoke: Invoke, labelled: Path) -> None:
    assert "Misses" not in invoke("evaluate", "--no-misses", str(labelled)).stdout


def test_a_long_question_is_shown_by_its_beginning(invoke: Invoke, tmp_path: Path) -> None:
    question = "mã 1.001193 " + "a" * 200
    file = write(tmp_path / "questions.jsonl", json.dumps({"question": question, "codes": [ID_CARD]}))

    assert f"- {question[:110]} | " in invoke("evaluate", str(file)).stdout


def test_brackets_in_a_question_are_shown_as_they_are(invoke: Invoke, tmp_path: Path) -> None:
    file = write(tmp_path / "questions.jsonl", json.dumps({"question": "[bold]mã 1.001193", "codes": [MARRIAGE]}))

    assert "- [bold]mã 1.001193 | " in invoke("evaluate", str(file)).stdout


def test_one_question_is_enough_to_evaluate(invoke: Invoke, tmp_path: Path) -> None:
    file = write(tmp_path / "questions.jsonl", json.dumps({"question": "mã 1.001193", "codes": [BIRTH]}))

    assert invoke("evaluate", str(file)).stdout.endswith("Misses: 0 of 1\n")


def test_kinds_are_told_apart(invoke: Invoke, tmp_path: Path) -> None:
    file = write(
        tmp_path / "questions.jsonl",
        json.dumps({"question": "mã 1.001193", "codes": [BIRTH], "kind": "khong-dau"}),
        json.dumps({"question": "mã 1.001193", "codes": [MARRIAGE], "kind": "co-dau"}),
    )

    output = invoke("evaluate", str(file)).stdout

    assert row(output, "khong-dau", "(all)")[2:6:3] == ["1", "1.000"]
    assert row(output, "co-dau", "(all)")[2:6:3] == ["1", "0.000"]


@pytest.mark.parametrize(
    "bad",
    [
        "không phải JSON",
        '{"codes": ["1.001193"]}',
        '["mã 1.001193"]',
        '{"question": "a", "codes": 5}',
        '{"question": 5, "codes": []}',
        '{"question": "a", "codes": "1.001193"}',
    ],
)
def test_a_bad_line_is_named_by_file_and_number(invoke: Invoke, tmp_path: Path, bad: str) -> None:
    file = write(tmp_path / "questions.jsonl", json.dumps({"question": "a", "codes": []}), "", bad)

    result = invoke("evaluate", str(file), standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert result.exception.message.startswith('questions.jsonl:3: cần JSON có "question" và "codes"')


def test_a_file_that_is_not_utf_8_is_named(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(b'{"question": "\xff", "codes": []}\n')

    result = invoke("evaluate", str(file), standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert result.exception.message == "questions.jsonl: tệp không phải UTF-8"


def test_a_question_with_a_line_separator_stays_one_line(invoke: Invoke, tmp_path: Path) -> None:
    question = {"question": "mã 1.001193\u2028nộp ở đâu", "codes": [BIRTH]}
    file = write(tmp_path / "questions.jsonl", json.dumps(question, ensure_ascii=False))

    assert invoke("evaluate", str(file)).stdout.endswith("Misses: 0 of 1\n")


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_questions_is_told_so(invoke: Invoke, tmp_path: Path, content: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content, encoding="utf-8")

    result = invoke("evaluate", str(file), standalone_mode=False)

    assert isinstance(result.exception, typer.BadParameter)
    assert result.exception.message == "questions.jsonl: không có câu hỏi nào"


def test_a_file_that_is_missing_ends_with_code_2(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("evaluate", str(tmp_path / "missing.jsonl"))

    assert result.exit_code == 2
    assert "missing.jsonl" in re.sub(r"[\s│]+", "", result.stderr)  # a long path is folded inside its box
