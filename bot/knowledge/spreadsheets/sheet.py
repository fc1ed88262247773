"""One sheet of a spreadsheet as plain rows of text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[int, int]
"""Row and column, both from 0."""
Range = tuple[int, int, int, int]
"""Top, left, bottom, right, from 0, both ends included."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a CSV file, whose `name` is "".

    `rows` begin with line 1, so that `rows[i]` is line i + 1, and are all of one length. A cell is the
    text that an official sees in it, trimmed. `formulas` are the cells whose text is worked out.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Range, ...] = ()
    formulas: frozenset[Cell] = frozenset()


def sheet_of(
    name: str,
    rows: Mapping[int, Sequence[str]],
    merged: Iterable[Range] = (),
    formulas: Iterable[Cell] = (),
) -> Sheet:
    """Return a sheet of `rows` (by their place from 0), cut behind the last cell with text or formula.

    Rows left out are empty. Merged ranges are cut to the same area, so that nobody walks a million empty cells.
    """
    used = {place: _length(cells) for place, cells in rows.items()}
    formulas = frozenset(formulas)
    height = max(
        [*(place + 1 for place, length in used.items() if length), *(row + 1 for row, _ in formulas)], default=0
    )
    width = max([*used.values(), *(column + 1 for _, column in formulas)], default=0)
    return Sheet(
        name,
        tuple(_padded(rows.get(place, ()), width) for place in range(height)),
        tuple(
            (top, left, min(bottom, height - 1), min(right, width - 1))
            for top, left, bottom, right in merged
            if top < height and left < width
        ),
        formulas,
    )


def _length(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that holds text."""
    return next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
