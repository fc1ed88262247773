"""Which thresholds answer most outright while what is answered stays right often enough.

    python -m bench.thresholds QUESTIONS.jsonl [MORE.jsonl …] [--right 0.955]

Every combination of the values below is tried on the questions that have a right procedure and whose
search ends in a candidate to answer with; those that are right in the wanted share are listed, the
most answers first. Portal questions (kind "faq") have noisy labels, so the share without them is
printed too.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.bootstrap import load_snapshot
from bot.search.engine import Search
from bot.search.evaluation import Labelled, read_questions
from bot.search.ranking import Candidate
from bot.search.tuning import Tuning
from bot.search.verdicts import Verdict, is_sure, rivals
from bot.settings import Settings

VALUES = {
    "answer_evidence": (0.0, 0.6, 0.7, 0.8),
    "answer_lead": (0.05, 0.08, 0.1, 0.12),
    "answer_form_covered": (0.6, 0.7, 0.8),
    "answer_query_covered": (0.4, 0.5, 0.6, 0.7),
    "answer_same": (0.7, 0.8, 0.9),
    "answer_same_lead": (0.02, 0.04, 0.06),
}
ALWAYS = dict.fromkeys(VALUES, -1.0)
SHOWN = 15


@dataclass(frozen=True, slots=True)
class Case:
    """The candidate that would be answered with, its rivals, and whether it is right."""

    best: Candidate
    others: list[Candidate]
    is_right: bool
    kind: str


def cases(search: Search, questions: list[Labelled]) -> Iterator[Case]:
    """Yield the questions that would be answered if the answer were always sure."""
    willing = replace(search, judge=replace(search.judge, tuning=replace(search.tuning, **ALWAYS)))
    for one in questions:
        found = willing.find(one.question)
        if one.codes and found.verdict is Verdict.ANSWER:
            best = found.candidates[0]
            yield Case(best, rivals(best, found.family, found.candidates), best.code in one.codes, one.kind)


def share(answered: list[Case]) -> float:
    """Return the share that is right; 1 for none."""
    return sum(case.is_right for case in answered) / len(answered) if answered else 1.0


def tried(known: list[Case], tuning: Tuning, right: float) -> list[tuple[list[Case], Tuning]]:
    """Return the tunings that are right often enough, with what they answer, the most answers first."""
    good = []
    for values in product(*VALUES.values()):
        other = replace(tuning, **dict(zip(VALUES, values, strict=True)))
        answered = [case for case in known if is_sure(case.best, case.others, other)]
        if share(answered) >= right:
            good.append((answered, other))
    return sorted(good, key=lambda pair: -len(pair[0]))


def main() -> None:
    """Read the arguments, try, print a table; the first row is the tuning in force."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--right", type=float, default=0.955)
    arguments = parser.parse_args()
    search = load_snapshot(Settings()).search
    known = list(cases(search, [one for file in arguments.questions for one in read_questions(file)]))
    now = [case for case in known if is_sure(case.best, case.others, search.tuning)]
    table = Table("answered", "right", "right without portal questions", *VALUES)
    for answered, tuning in [(now, search.tuning), *tried(known, search.tuning, arguments.right)[:SHOWN]]:
        plain = [case for case in answered if case.kind != "faq"]
        values = (f"{getattr(tuning, name):g}" for name in VALUES)
        table.add_row(f"{len(answered)} of {len(known)}", f"{share(answered):.3f}", f"{share(plain):.3f}", *values)
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
