"""What is lost when the same questions are typed otherwise: without accents, mistyped, in raw Telex or VNI.

    python -m bench.robustness QUESTIONS.jsonl [--draws 3]

Noise is made from fixed seeds. A typing error swaps two letters, drops one, doubles one, or hits the
key beside it, in a fifth of the syllables of three letters or more.
"""

import argparse
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.bootstrap import load_snapshot
from bot.language.normalise import fold
from bot.search.engine import Search
from bot.search.evaluation import Labelled, figures, judge, read_questions
from bot.settings import Settings
from tests.language.keystrokes import TELEX, VNI, InputMethod

Write = Callable[[str, random.Random], str]
SHARE_MISTYPED = 0.2
SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_BESIDE = {
    key: before + after
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for before, key, after in zip(" " + row, row, row[1:] + " ", strict=False)
}


def without_accents(text: str, _: random.Random) -> str:
    """Return `text` as typed on a keyboard without Vietnamese."""
    return fold(text)


def raw(method: InputMethod) -> Write:
    """Return a writer whose input method was left off."""
    return lambda text, _: _WORD.sub(lambda word: method.keys(word[0].lower(), tone_last=True), text)


def mistyped(text: str, chance: random.Random) -> str:
    """Return `text` with one error in a fifth of its longer syllables."""

    def mistype(match: re.Match[str]) -> str:
        word = match[0]
        wrong = len(word) >= SHORTEST and chance.random() < SHARE_MISTYPED
        return _with_error(word, chance) if wrong else word

    return _WORD.sub(mistype, text)


def _with_error(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case 2:
            return word[:place] + word[place] + word[place:]
        case _:
            beside = _BESIDE.get(fold(word[place]), " ").strip()
            return word[:place] + (chance.choice(beside) if beside else word[place]) + word[place + 1 :]


WAYS: dict[str, Write] = {
    "as given": lambda text, _: text,
    "without accents": without_accents,
    "one typing error in a fifth of the syllables": mistyped,
    "without accents, with typing errors": lambda text, chance: mistyped(fold(text), chance),
    "all in raw Telex": raw(TELEX),
    "all in raw VNI": raw(VNI),
}


def shares(search: Search, questions: list[Labelled], write: Write, draws: int) -> tuple[float, float]:
    """Return mean hit@1 and hit@5 over `draws` writings."""
    found = []
    for seed in range(draws):
        chance = random.Random(seed)
        written = [replace(one, question=write(one.question, chance)) for one in questions]
        found.append(figures(judge(search, written)))
    return sum(one.hit_at_1 for one in found) / draws, sum(one.hit_at_5 for one in found) / draws


def main() -> None:
    """Read the arguments, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--draws", type=int, default=3)
    arguments = parser.parse_args()
    questions = [one for one in read_questions(arguments.questions) if one.codes]
    search = load_snapshot(Settings()).search
    kinds = sorted({one.kind for one in questions})
    table = Table("typed", *(f"{kind} h@1 / h@5" for kind in kinds))
    for name, write in WAYS.items():
        own = [shares(search, [q for q in questions if q.kind == kind], write, arguments.draws) for kind in kinds]
        table.add_row(name, *(f"{first:.3f} / {five:.3f}" for first, five in own))
    Console().print(table)


if __name__ == "__main__":
    main()
