"""Everyday questions that must always find their procedure: `must_find.csv`, to which an admin can add."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from bot.knowledge.csv_reader import Numbered, read_table
from bot.knowledge.models import Model, OptionalText, Text, parts, plain_code
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.snapshot import Knowledge

MUST_FIND = "must_find.csv"


class MustFind(Model):
    """A question and the procedures of which one must be found; field names are CSV columns."""

    question: Text
    codes: Annotated[tuple[str, ...], BeforeValidator(parts), Field(min_length=1)]
    note: OptionalText = ""

    @field_validator("codes")
    @classmethod
    def _plain(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(plain_code, codes))


def read_must_find(folder: Path, knowledge: Knowledge) -> list[Numbered[MustFind]]:
    """Return the rows of `must_find.csv` with their lines; raises KnowledgeError with every fault.

    A code that `knowledge` does not hold is a fault.
    """
    rows, problems = read_table(folder / MUST_FIND, MustFind)
    problems += [
        Problem(MUST_FIND, numbered.line, "codes", f"mã {code} không có trong procedures.csv")
        for numbered in rows
        for code in numbered.row.codes
        if code not in knowledge.by_code
    ]
    if problems:
        raise KnowledgeError(sorted(problems))
    return rows
