"""The figures of reach as tables, the same on the page, in the Excel file and in the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.office import reach_wording as words
from bot.office.reach import Figures, Report, Row


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, the number or code of that, "" for none, and its counts."""

    name: str
    key: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the names of its columns; `key` is "" if lines have no number or code, `id` its place on a page."""

    id: str
    title: str
    name: str
    key: str
    figures: tuple[str, ...]
    lines: tuple[Line, ...]


def figures(all_of: Figures) -> tuple[int, ...]:
    """Return figures in the order of `reach_wording.FIGURES`."""
    return all_of.scans, all_of.conversations, all_of.questions, all_of.told, all_of.taps


def named(all_of: Figures) -> tuple[tuple[str, int], ...]:
    """Return figures with their names, in the same order."""
    return tuple(zip(words.FIGURES, figures(all_of), strict=True))


def tables(report: Report) -> tuple[Table, ...]:
    """Return all tables; those of procedures lack conversations, which are about nothing in particular."""
    weeks = tuple(Line(week.period.name, "", figures(week.figures)) for week in report.weeks)
    procedures = tuple(Line(row.name, row.key, _of_procedure(row.figures)) for row in report.procedures)
    return (
        Table("weeks", words.BY_WEEK, words.WEEK, "", words.FIGURES, weeks),
        Table("desks", words.BY_DESK, words.DESK, words.NUMBER, words.FIGURES, _lines(report.desks)),
        Table("communes", words.BY_COMMUNE, words.COMMUNE, "", words.FIGURES, _lines(report.communes)),
        Table("procedures", words.BY_PROCEDURE, words.PROCEDURE, words.CODE, words.FIGURES_OF_PROCEDURE, procedures),
    )


def _lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    return tuple(Line(row.name, row.key, figures(row.figures)) for row in rows)


def _of_procedure(all_of: Figures) -> tuple[int, ...]:
    return all_of.scans, all_of.questions, all_of.told, all_of.taps
