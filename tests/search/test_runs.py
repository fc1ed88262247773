from pathlib import Path

import pytest

from bot.search.evaluation import Judged, Labelled
from bot.search.runs import changes, read_run, write_run
from bot.search.verdicts import Verdict

CODE = "1.001193"


def judged(question: str, rank: int, verdict: Verdict = Verdict.ANSWER) -> Judged:
    return Judged(Labelled(question, frozenset({CODE}), "answer", "chat"), verdict, (), rank, 1.0)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "run.jsonl"
    write_run(path, [judged("một", 1), judged("hai", 3, Verdict.CLARIFY), judged("ba\u2028bốn", 0, Verdict.REFUSE)])
    return path


def test_a_run_comes_back_as_it_was_written(kept: Path) -> None:
    assert read_run(kept) == {
        "một": ("chat", "answer", 1, False),
        "hai": ("chat", "clarify", 3, False),
        "ba\u2028bốn": ("chat", "refuse", 0, True),
    }


@pytest.mark.parametrize(("rank", "gained"), [(1, True), (2, True), (3, None), (4, False), (6, False), (0, False)])
def test_a_question_that_moved_is_gained_or_lost(kept: Path, rank: int, *, gained: bool | None) -> None:
    found = changes(read_run(kept), [judged("hai", rank)])

    assert [change.is_gain for change in found] == ([] if gained is None else [gained])


def test_a_question_beyond_the_first_five_is_missed_however_far(kept: Path) -> None:
    assert changes(read_run(kept), [judged("ba\u2028bốn", 7)]) == []


def test_what_only_one_run_has_is_passed_over(kept: Path) -> None:
    assert changes(read_run(kept), [judged("mới", 1)]) == []


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "a"}', '{"question": "a", "kept": ["chat"]}'])
def test_another_file_is_refused_by_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"other\.jsonl:2: không phải"):
        read_run(path)
