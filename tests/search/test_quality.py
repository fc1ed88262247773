"""Floors under the quality of search on the development questions, below which a change has broken something.

They lie under what is reached, by about the noise of so few questions; the figures themselves are
for `python -m bot evaluate`.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.language.normalise import fold
from bot.search.evaluation import Judged, Labelled, figures, judge, read_questions
from bot.search.verdicts import Verdict
from bot.services import Snapshot


@pytest.fixture(scope="module")
def questions(shared_data: Path) -> list[Labelled]:
    return read_questions(shared_data / "questions_dev.jsonl")


@pytest.fixture(scope="module")
def judged(snapshot: Snapshot, questions: list[Labelled]) -> list[Judged]:
    return judge(snapshot.search, questions)


def of_kind(judged: list[Judged], kind: str) -> list[Judged]:
    return [one for one in judged if one.labelled.kind == kind]


def test_chat_finds_the_right_procedure_first_or_among_five(judged: list[Judged]) -> None:
    found = figures(of_kind(judged, "chat"))

    assert found.questions == 92
    assert found.hit_at_5 >= 0.945
    assert found.hit_at_1 >= 0.80


def test_formal_questions_find_the_right_procedure_among_five(judged: list[Judged]) -> None:
    found = figures(of_kind(judged, "faq"))

    assert found.questions == 145
    assert found.hit_at_5 >= 0.79
    assert found.hit_at_1 >= 0.48


def test_what_is_answered_outright_in_chat_is_mostly_right(judged: list[Judged]) -> None:
    answered = [one for one in of_kind(judged, "chat") if one.verdict is Verdict.ANSWER]
    right = sum(one.rank == 1 for one in answered)

    assert len(answered) >= 25
    assert right / len(answered) >= 0.93


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize("written", [decomposed, str.upper, fold], ids=["decomposed", "capitals", "no accents"])
def test_questions_written_otherwise_lose_almost_nothing(
    snapshot: Snapshot, questions: list[Labelled], judged: list[Judged], written: Callable[[str], str]
) -> None:
    otherwise = judge(snapshot.search, [replace(one, question=written(one.question)) for one in questions])

    assert figures(otherwise).hit_at_5 >= figures(judged).hit_at_5 - 0.03
