"""Everyday questions that must always find their procedure: `must_find.csv`, to which an admin can add."""

from collections.abc import Collection, Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from bot.knowledge.files import MUST_FIND
from bot.knowledge.models import Model, Numbered, OptionalText, Text, parts, plain_code
from bot.knowledge.problems import Problem


class MustFind(Model):
    """A question and the procedures of which one must be found; field names are CSV columns."""

    question: Text
    codes: Annotated[tuple[str, ...], BeforeValidator(parts), Field(min_length=1)]
    note: OptionalText = ""

    @field_validator("codes")
    @classmethod
    def _plain(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(plain_code, codes))


def check_must_find(rows: Iterable[Numbered[MustFind]], codes: Collection[str]) -> list[Problem]:
    """Return a fault for each code of a question that is not among `codes`."""
    return [
        Problem(MUST_FIND, numbered.line, "codes", f"mã {code} không có trong procedures.csv")
        for numbered in rows
        for code in numbered.row.codes
        if code not in codes
    ]
