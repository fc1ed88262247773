"""Where the tables of a sheet are: headers of one to three rows, and cells with merged ones filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.knowledge.spreadsheets.reading import Sheet
from bot.knowledge.values import ServiceLevel
from bot.language.normalise import clean
from bot.office.annex.columns import (
    MARKS,
    POSTAL,
    Column,
    Kind,
    by_kind,
    column,
    is_title_header,
    lists_both,
    plain,
    says_not,
    stated_level,
)
from bot.office.annex.marks import MarkReader, is_sign

HEADER_ROWS = 3
HEADING_TEXTS = 2
"""A heading holds one text, or a number and a text."""
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the text above it, its header, its columns, and the rows below with their lines (from 1)."""

    sheet: str
    title: str
    header: tuple[Cells, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Cells], ...]

    @property
    def places(self) -> Mapping[Kind, int]:
        """The first column of each kind."""
        return by_kind(self.columns)

    @property
    def has_marks(self) -> bool:
        """Whether any column can hold a mark."""
        return any(one.kind in MARKS for one in self.columns)

    @property
    def level(self) -> ServiceLevel | None:
        """The level of all rows, where the title says so and no column has one for each."""
        return None if self.has_levels else stated_level(self.title)

    @property
    def has_levels(self) -> bool:
        """Whether a column says each row's level."""
        return any(one.kind is Kind.LEVEL for one in self.columns)

    @property
    def is_of_levels(self) -> bool:
        """Whether a table without marks says by its title or headings which level its rows have."""
        headings = (row for _, row in self.rows if len({cell for cell in row if cell}) <= HEADING_TEXTS)
        return bool(self.level) or any(stated_level(cell) for row in headings for cell in row)

    @property
    def says_not(self) -> bool:
        """Whether the title is about what is not done, with no column that says so of itself."""
        return says_not(self.title) and not any(one.negated for one in self.columns)

    def reader(self) -> MarkReader:
        """Return what reads the marks of the rows."""
        return MarkReader(self.columns, self._means_no())

    def repeats_header(self, cells: Cells) -> bool:
        """Say whether a row is one of the header's, as they stand again on a new page."""
        return _said(cells) in map(_said, self.header)

    def _means_no(self) -> frozenset[Kind]:
        """Return the kinds of mark column whose empty cells say "không" (see `marks`)."""
        said = (self.title, *(cell for row in self.header for cell in row))
        if any(one.negated for one in self.columns) or not lists_both(" ".join(said)):
            return frozenset()
        post = [(place, one.kind) for place, one in enumerate(self.columns) if one.kind in POSTAL]
        return frozenset(kind for place, kind in post if any(is_sign(cells[place]) for _, cells in self.rows))


def tables(sheet: Sheet) -> list[Table]:
    """Return the tables of `sheet` that have a column of titles; a header that says something new begins another."""
    cells = _filled(sheet)
    tops: list[int] = []
    header: tuple[Cells, ...] = ()
    for line, row in enumerate(cells):
        if _is_header(row) and _said(row) not in map(_said, header):
            tops.append(line)
            header = _header(cells[line:])
    titles = [_title(cells, start, top) for start, top in zip([None, *tops], tops, strict=False)]
    return [
        _table(sheet.name, cells, range(top, end), title or titles[0])
        for title, (top, end) in zip(titles, pairwise([*tops, len(cells)]), strict=True)
    ]


def _table(sheet: str, cells: Sequence[Cells], lines: range, title: str) -> Table:
    header = _header(cells[lines.start : lines.stop])
    rows = tuple((line + 1, cells[line]) for line in lines[len(header) :])
    return Table(sheet, title, header, tuple(column(path, title) for path in _paths(header)), rows)


def _header(cells: Sequence[Cells]) -> tuple[Cells, ...]:
    """Return the rows of the header that `cells` begin with."""
    first, *below = cells[:HEADER_ROWS]
    place = next(place for place, cell in enumerate(first) if is_title_header(cell))
    return (first, *takewhile(lambda row: _continues(row, first, place), below))


def _title(cells: Sequence[Cells], start: int | None, top: int) -> str:
    """Return the text above a header: all of it for a sheet's first table, else the lines just above it."""
    above = cells[:top]
    if start is not None:
        above = list(takewhile(lambda row: len(set(row) - {""}) == 1, reversed(cells[start:top])))[::-1]
    return " ".join(dict.fromkeys(cell for row in above for cell in row if cell))


def _filled(sheet: Sheet) -> tuple[Cells, ...]:
    """Return the rows with the text of a merged range in each of its cells."""
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    for top, left, bottom, right in sheet.merged:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return tuple(map(tuple, rows))


def _text(cell: str) -> str:
    """Return a cell cleaned, but for signs such as ✓, which cleaning would drop."""
    return cell if is_sign(cell) else clean(cell)


def _is_header(row: Cells) -> bool:
    """Say whether a row heads the column of titles, and others besides."""
    return any(map(is_title_header, row)) and len(set(row) - {""}) > 1


def _continues(row: Cells, first: Cells, place: int) -> bool:
    """Say whether `row` continues a header that begins with `first`: it has no title of its own, nor a number."""
    return row[place] in ("", first[place]) and any(row[1:]) and not row[0].strip("(). ").isdigit()


def _paths(header: Sequence[Cells]) -> list[list[str]]:
    """Return the headers of each column, outermost first.

    Where merging is not kept, as in CSV, a header that has others below it reaches to the right.
    """
    rows = [list(row) for row in header]
    for upper, lower in pairwise(rows):
        for place in range(1, len(upper)):
            if not upper[place] and lower[place]:
                upper[place] = upper[place - 1]
    return [list(dict.fromkeys(cell for cell in cells if cell)) for cells in zip(*rows, strict=True)]


def _said(cells: Cells) -> tuple[str, ...]:
    return tuple(map(plain, cells))
