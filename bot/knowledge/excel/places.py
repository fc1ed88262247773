"""Which cell of an uploaded file a problem is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.headers import field_of, label
from bot.knowledge.models import Model
from bot.knowledge.problems import Problem
from bot.knowledge.spreadsheets.reading import Cell, Sheet

HEADER_WITHIN = 30
"""Rows from the top among which the header stands."""


@dataclass(frozen=True, slots=True)
class Located:
    """A problem, the place of its sheet among all, its cell, and the header of its column, as far as known."""

    problem: Problem
    sheet: int | None
    cell: Cell | None
    column: str


def locate(problems: Iterable[Problem], sheets: Sequence[Sheet], model_of: Mapping[str, type[Model]]) -> list[Located]:
    """Find the cell of each problem; without a column it is the first of its row.

    A problem that names a line but no sheet is about the only one that was read, if it is the only one.
    """
    place_of = {sheet.name: place for place, sheet in enumerate(sheets)}
    read = [name for name in place_of if name in model_of]
    columns = {name: _columns(sheets[place_of[name]], model_of[name]) for name in read}
    located = []
    for problem in problems:
        name = read[0] if problem.line and not problem.sheet and len(read) == 1 else problem.sheet
        place = place_of.get(name)
        is_inside = place is not None and 0 < problem.line <= len(sheets[place].rows)
        cell = (problem.line - 1, columns.get(name, {}).get(problem.column, 0)) if is_inside else None
        column = label(model_of[name], problem.column) if name in model_of else problem.column
        located.append(Located(problem, place, cell, column))
    return located


def _columns(sheet: Sheet, model: type[Model]) -> dict[str, int]:
    """Return where each column stands, by its field and by its header as written.

    The header is the row in which the most cells name a field.
    """
    named = [[(cell, field_of(model, cell)) for cell in row] for row in sheet.rows[:HEADER_WITHIN]]
    header = max(named, key=lambda row: sum(field is not None for _, field in row), default=[])
    return {name: column for column, names in reversed([*enumerate(header)]) for name in names if name}
