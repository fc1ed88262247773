"""A run of the evaluation kept in a file, and what another run gained and broke."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.search.evaluation import TOP, Judged, is_miss

Kept = tuple[str, str, int, bool]
"""Kind, verdict, rank of the right procedure (0: not found), and whether it was a miss."""


@dataclass(frozen=True, slots=True)
class Change:
    """One question that two runs judge differently."""

    question: str
    before: Kept
    after: Kept

    @property
    def is_gain(self) -> bool:
        """Whether the later run is better: no longer a miss, or the right procedure stands higher."""
        return _worth(self.after) > _worth(self.before)


def write_run(path: Path, judged: Iterable[Judged]) -> None:
    """Write one JSON line a question."""
    lines = (json.dumps({"question": one.labelled.question, "kept": _kept(one)}, ensure_ascii=False) for one in judged)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_run(path: Path) -> dict[str, Kept]:
    """Return a written run by question; raises ValueError if the file is not one."""
    run = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            kind, verdict, rank, missed = row["kept"]
            run[str(row["question"])] = (str(kind), str(verdict), int(rank), bool(missed))
        except (ValueError, KeyError, TypeError):
            message = f"{path.name}:{number}: không phải tệp do evaluate --save ghi"
            raise ValueError(message) from None
    return run


def changes(before: Mapping[str, Kept], judged: Iterable[Judged]) -> list[Change]:
    """Return the questions that got better or worse since `before`; those that only one run has are passed over."""
    pairs = ((one.labelled.question, _kept(one)) for one in judged)
    both = (Change(question, before[question], after) for question, after in pairs if question in before)
    return [change for change in both if _worth(change.before) != _worth(change.after)]


def _kept(one: Judged) -> Kept:
    return one.labelled.kind, str(one.verdict), one.rank, is_miss(one)


def _worth(kept: Kept) -> tuple[bool, int]:
    """Order: not a miss before a miss, then by rank; ranks beyond the first five are all the same."""
    _, _, rank, missed = kept
    return not missed, -rank if 1 <= rank <= TOP else -TOP - 1
