import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.search.engine import Search
from bot.search.evaluation import Figures, Judged, Labelled, by_group, figures, is_miss, judge, read_questions
from bot.search.verdicts import Verdict
from tests.search.conftest import BIRTH, BUILDING, MARRIAGE


def labelled(*codes: str, kind: str = "chat", expect: str = "answer") -> Labelled:
    return Labelled("câu hỏi", frozenset(codes), expect, kind)


def judged(rank: int, *, verdict: Verdict = Verdict.ANSWER, of: Labelled | None = None) -> Judged:
    return Judged(of or labelled(BIRTH), verdict, (), rank, 1.0)


def write(folder: Path, text: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_bytes(text.encode())
    return path


def test_a_question_is_read_with_its_label(tmp_path: Path) -> None:
    row = {"question": "Khai sinh?", "codes": [BIRTH, MARRIAGE], "expect": "clarify", "kind": "chat"}

    assert read_questions(write(tmp_path, json.dumps(row) + "\n")) == [
        Labelled("Khai sinh?", frozenset({BIRTH, MARRIAGE}), "clarify", "chat"),
    ]


def test_a_label_may_name_faq_entries_and_what_is_asked(tmp_path: Path) -> None:
    row = {"question": "Mức 4?", "faq": ["muc-do-4"], "aspects": ["level"]}

    [one] = read_questions(write(tmp_path, json.dumps(row)))

    assert (one.faq, one.aspects) == (frozenset({"muc-do-4"}), frozenset({"level"}))


def test_what_a_label_leaves_out_is_supplied(tmp_path: Path) -> None:
    assert read_questions(write(tmp_path, '{"question": "Khai sinh?"}')) == [
        Labelled("Khai sinh?", frozenset(), "answer", "all"),
    ]


def test_empty_lines_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = write(tmp_path, '\ufeff\r\n{"question": "một"}\r\n\r\n  \r\n{"question": "hai"}')

    assert [one.question for one in read_questions(path)] == ["một", "hai"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_a_line_separator_inside_a_question_does_not_part_it(tmp_path: Path, separator: str) -> None:
    row = json.dumps({"question": f"một{separator}hai"}, ensure_ascii=False)

    assert [one.question for one in read_questions(write(tmp_path, row))] == [f"một{separator}hai"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "JSONDecodeError"),
        ("khai sinh", "JSONDecodeError"),
        ('{"codes": []}', "KeyError"),
        ('["khai sinh"]', "TypeError"),
        ("null", "TypeError"),
        ('{"question": 12}', "TypeError"),
        ('{"question": "a", "codes": "1.001193"}', "TypeError"),
        ('{"question": "a", "codes": [["1.001193"]]}', "TypeError"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    path = write(tmp_path, '{"question": "một"}\n\n' + line + "\n")

    with pytest.raises(ValueError, match="questions") as caught:
        read_questions(path)

    assert str(caught.value) == f'questions.jsonl:3: cần JSON có "question" và "codes" ({fault})'


def test_figures_count_ranks_over_questions_that_have_a_right_code() -> None:
    ranks = [judged(1), judged(1), judged(2), judged(5), judged(6), judged(0), judged(0, of=labelled())]

    found = figures(ranks)

    assert found.questions == 6
    assert found.hit_at_1 == pytest.approx(2 / 6)
    assert found.hit_at_5 == pytest.approx(4 / 6)
    assert found.mrr == pytest.approx((1 + 1 + 1 / 2 + 1 / 5 + 1 / 6) / 6)


def test_figures_of_nothing_are_nought() -> None:
    assert figures([]) == figures([judged(0, of=labelled())]) == Figures(0, 0.0, 0.0, 0.0)


def test_groups_are_by_kind_and_expectation_and_each_kind_as_a_whole() -> None:
    chat = judged(1)
    clarified = judged(2, of=labelled(BIRTH, expect="clarify"))
    formal = judged(3, of=labelled(BIRTH, kind="faq"))

    assert by_group([formal, chat, clarified]) == {
        ("chat", ""): [chat, clarified],
        ("chat", "answer"): [chat],
        ("chat", "clarify"): [clarified],
        ("faq", ""): [formal],
        ("faq", "answer"): [formal],
    }


@pytest.mark.parametrize("rank", [0, 6, 10])
def test_a_right_procedure_not_among_five_is_a_miss(rank: int) -> None:
    assert is_miss(judged(rank, verdict=Verdict.CLARIFY))


@pytest.mark.parametrize("rank", [1, 5])
def test_a_right_procedure_among_five_is_no_miss(rank: int) -> None:
    assert not is_miss(judged(rank))


@pytest.mark.parametrize("verdict", [Verdict.ANSWER, Verdict.CLARIFY])
def test_a_procedure_where_none_is_right_is_a_miss(verdict: Verdict) -> None:
    assert is_miss(judged(0, verdict=verdict, of=labelled()))


@pytest.mark.parametrize("verdict", [Verdict.REFUSE, Verdict.FAQ, Verdict.CHITCHAT])
def test_no_procedure_where_none_is_right_is_no_miss(verdict: Verdict) -> None:
    assert not is_miss(judged(0, verdict=verdict, of=labelled()))


@pytest.mark.parametrize(("entry", "missed"), [("muc-do-4", False), ("buu-dien", True), (None, True)])
def test_another_entry_than_the_right_one_is_a_miss(entry: str | None, *, missed: bool) -> None:
    asked = Labelled("Mức 4?", frozenset(), "faq", "service", faq=frozenset({"muc-do-4"}))

    assert is_miss(replace(judged(0, verdict=Verdict.FAQ, of=asked), faq=entry)) is missed


def test_a_choice_offered_counts_by_the_codes_offered_and_not_by_rank() -> None:
    asked_back = judged(3, verdict=Verdict.CLARIFY)

    assert replace(asked_back, offered=(MARRIAGE, BIRTH)).is_offered_right
    assert not replace(asked_back, offered=(MARRIAGE,)).is_offered_right
    assert not replace(asked_back, verdict=Verdict.REFUSE, offered=(BIRTH,)).is_offered_right


def test_questions_are_asked_and_compared(search: Search) -> None:
    questions = [
        Labelled("làm giấy khai sinh", frozenset({BIRTH}), "answer", "chat"),
        Labelled("đăng ký kết hôn", frozenset({BUILDING, MARRIAGE}), "answer", "chat"),
        Labelled("xin chào", frozenset(), "chitchat", "chat"),
        Labelled("zzz", frozenset({BIRTH}), "answer", "chat"),
    ]

    result = judge(search, questions)

    assert [one.labelled for one in result] == questions
    assert [one.rank for one in result] == [1, 1, 0, 0]
    assert [one.verdict for one in result[2:]] == [Verdict.CHITCHAT, Verdict.REFUSE]
    assert result[0].found[0] == BIRTH
    assert all(one.milliseconds > 0 for one in result)
