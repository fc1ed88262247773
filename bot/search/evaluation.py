"""Measuring search against labelled questions."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.knowledge.files import MUST_FIND
from bot.knowledge.models import Numbered
from bot.knowledge.must_find import MustFind
from bot.knowledge.problems import Problem
from bot.search.engine import Search
from bot.search.verdicts import Verdict

TOP = 5
"""How many candidates a person is offered at the most."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the codes that are right (any of them; none: no procedure is), and what is expected.

    `faq` are the ids of the entries that answer it; `aspects` is what it asks, or None where nobody said.
    """

    question: str
    codes: frozenset[str]
    expect: str
    kind: str
    faq: frozenset[str] = frozenset()
    aspects: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with what search made of it; `rank` is that of the first right code, 0 if none.

    `offered` are the codes that the person is asked to choose from.
    """

    labelled: Labelled
    verdict: Verdict
    found: tuple[str, ...]
    rank: int
    milliseconds: float
    offered: tuple[str, ...] = ()
    faq: str | None = None
    aspects: frozenset[str] = frozenset()

    @property
    def is_answered_right(self) -> bool:
        """Whether the procedure answered outright is one of the right ones."""
        return self.verdict is Verdict.ANSWER and self.rank == 1

    @property
    def is_offered_right(self) -> bool:
        """Whether one of the right procedures is among the choices."""
        return self.verdict is Verdict.CLARIFY and not self.labelled.codes.isdisjoint(self.offered)

    @property
    def has_procedure(self) -> bool:
        """Whether the person gets a procedure, or some to choose from."""
        return self.verdict in (Verdict.ANSWER, Verdict.CLARIFY)


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares (0 to 1) over the questions of one group that have a right code."""

    questions: int
    hit_at_1: float
    hit_at_5: float
    mrr: float


def read_questions(path: Path) -> list[Labelled]:
    """Return the questions of a JSON Lines file; raises ValueError naming the line that is wrong."""
    questions = []
    # Not splitlines(), which also parts a question at the line separators that web pages leave in it.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_labelled(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f'{path.name}:{number}: cần JSON có "question" và "codes" ({type(error).__name__})'
            raise ValueError(message) from None
    return questions


def _labelled(row: dict[str, Any]) -> Labelled:
    question, codes, faq, aspects = row["question"], row.get("codes", []), row.get("faq", []), row.get("aspects")
    if not isinstance(question, str) or not all(isinstance(ids, list) for ids in (codes, faq, aspects or [])):
        raise TypeError
    return Labelled(
        question=question,
        codes=frozenset(codes),
        expect=row.get("expect", "answer"),
        kind=row.get("kind", "all"),
        faq=frozenset(faq),
        aspects=None if aspects is None else frozenset(aspects),
    )


def judge(search: Search, questions: Iterable[Labelled]) -> list[Judged]:
    """Ask every question and compare."""
    return [_judge(search, labelled) for labelled in questions]


def _judge(search: Search, labelled: Labelled) -> Judged:
    start = perf_counter()
    found = search.find(labelled.question)
    milliseconds = (perf_counter() - start) * 1000
    codes = tuple(candidate.code for candidate in found.candidates)
    return Judged(
        labelled=labelled,
        verdict=found.verdict,
        found=codes,
        rank=next((place for place, code in enumerate(codes, start=1) if code in labelled.codes), 0),
        milliseconds=milliseconds,
        offered=found.offered,
        faq=found.faq.id if found.faq else None,
        aspects=frozenset(found.question.aspects),
    )


def figures(judged: Sequence[Judged]) -> Figures:
    """Return hit@1, hit@5 and mean reciprocal rank over the questions that have a right code."""
    ranks = [one.rank for one in judged if one.labelled.codes]
    count = max(len(ranks), 1)
    return Figures(
        questions=len(ranks),
        hit_at_1=sum(rank == 1 for rank in ranks) / count,
        hit_at_5=sum(1 <= rank <= TOP for rank in ranks) / count,
        mrr=sum(1 / rank for rank in ranks if rank) / count,
    )


def by_group(judged: Iterable[Judged]) -> dict[tuple[str, str], list[Judged]]:
    """Return the judged questions by (kind, expectation), each kind also as a whole under ""."""
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.labelled.kind, ""].append(one)
        groups[one.labelled.kind, one.labelled.expect].append(one)
    return dict(sorted(groups.items()))


def is_miss(one: Judged) -> bool:
    """Say whether the person was led astray.

    That is: the right procedure is not in the first five, the right FAQ entry is not given, or there is
    a procedure where none is right.
    """
    if one.labelled.codes:
        return not 1 <= one.rank <= TOP
    if one.labelled.faq:
        return one.faq not in one.labelled.faq
    return one.has_procedure


def not_found(search: Search, rows: Iterable[Numbered[MustFind]]) -> list[Problem]:
    """Return a fault for each question that does not find one of its procedures among the first five."""
    problems = []
    for numbered in rows:
        found = [candidate.code for candidate in search.find(numbered.row.question).candidates[:TOP]]
        if not set(found) & set(numbered.row.codes):
            message = f"“{numbered.row.question}” không tìm ra {', '.join(numbered.row.codes)} trong {TOP} kết quả đầu"
            problems.append(Problem(MUST_FIND, numbered.line, "question", message))
    return problems
