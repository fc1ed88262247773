"""How surely rows of official lists are matched: three layouts, titles reworded, some procedures unknown.

    python -m bench.annex [SEED …]

"strange" rows name procedures taken out of the knowledge base before, siblings staying: sure is always wrong.
"""

import random
import sys
import time
from collections import Counter

from rich.console import Console
from rich.table import Table

from bot.bootstrap import load_snapshot
from bot.office.annex.layout import read_annex
from bot.office.annex.matching import Kind, Match, match_all
from bot.services import Snapshot
from bot.settings import Settings
from tests.office.annex.annexes import (
    Annex,
    Rewording,
    Row,
    by_government,
    decision_506,
    knowing,
    service_levels,
    without_some,
)

ROWS = 1344
GONE = 0.3
"""Share of the procedures that are taken out."""
OUTCOMES = ("sure right", "doubtful, offered", "doubtful, not offered", "not found", "sure WRONG")


def outcome(match: Match, meant: Row) -> str:
    """Return how `match` stands to what was meant; a procedure that is not known can only be matched wrongly."""
    if match.kind is Kind.SURE:
        return "sure right" if match.code == meant.procedure.code else "sure WRONG"
    if match.kind is Kind.NOT_FOUND:
        return "not found"
    return "doubtful, offered" if meant.procedure.code in match.choices else "doubtful, not offered"


def judge(annex: Annex, snapshot: Snapshot) -> tuple[Counter[str], Counter[str], float]:
    """Return the outcomes of rows that are known and of those that are not, and the seconds that it took."""
    began = time.perf_counter()
    matches = match_all(read_annex("bench.xlsx", annex.sheets).rows, snapshot.knowledge, snapshot.search)
    took = time.perf_counter() - began
    known: Counter[str] = Counter()
    strange: Counter[str] = Counter()
    found = {(match.row.sheet, match.row.line): match for match in matches}
    for meant in annex.rows:
        match = found.get((meant.sheet, meant.line))
        if not match:
            print("lost:", meant)
            continue
        side = known if meant.procedure.code in snapshot.knowledge.by_code else strange
        side[outcome(match, meant)] += 1
        if "WRONG" in outcome(match, meant):
            print(match.row.title, "->", snapshot.knowledge.by_code[match.code].title, "meant", meant.procedure.title)
    return known, strange, took


def main() -> None:
    """Print the figures of each layout and seed."""
    whole = load_snapshot(Settings(), print)
    table = Table("seed, layout", "rows", *OUTCOMES, "s")
    for seed in map(int, sys.argv[1:] or ("1", "2", "3")):
        left = without_some(whole.knowledge.procedures, GONE, seed)
        fewer = knowing(whole, left)
        chosen = random.Random(seed).sample(whole.knowledge.procedures, ROWS)
        for place, layout in enumerate((decision_506, service_levels, by_government)):
            words = Rewording.of(whole.knowledge.procedures, 10 * seed + place)
            known, strange, took = judge(layout(chosen, words, seed), fewer)
            for name, counted in (("known", known), ("strange", strange)):
                figures = [str(counted[one]) for one in OUTCOMES]
                table.add_row(f"{seed} {layout.__name__} {name}", str(counted.total()), *figures, f"{took:.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
