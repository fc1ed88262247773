"""The knowledge base as one immutable whole, read from its folder."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from bot.knowledge.checks import (
    check_event_codes,
    check_events,
    check_faq,
    check_outside,
    check_procedures,
    check_totals,
    check_vocabulary,
    review_aliases,
)
from bot.knowledge.csv_reader import Numbered, read_table
from bot.knowledge.families import Family, families
from bot.knowledge.models import (
    Faq,
    FaqEntry,
    LifeEvent,
    LifeEvents,
    Model,
    Outside,
    Procedure,
    PublishedTotal,
    PublishedTotals,
    Vocabulary,
)
from bot.knowledge.places import OfficeRow, PlaceRow, Places, check_offices, check_places
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_reader import read_yaml
from bot.language.normalise import folded

PROCEDURES = "procedures.csv"
FAQ = "faq.yaml"
VOCABULARY = "vocabulary.yaml"
EVENTS = "life_events.yaml"
OUTSIDE = "outside.yaml"
TOTALS = "published_totals.yaml"
PLACES = "places.csv"
OFFICES = "offices.csv"
FILES = (PROCEDURES, FAQ, VOCABULARY, EVENTS, OUTSIDE, TOTALS, PLACES, OFFICES)

Part = TypeVar("Part")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Knowledge:
    """Everything the bot knows, at one moment; a reload makes another and swaps the reference.

    `version` is a digest of the files' bytes.
    """

    version: str
    procedures: tuple[Procedure, ...]
    faq: tuple[FaqEntry, ...]
    vocabulary: Vocabulary
    events: tuple[LifeEvent, ...]
    outside: tuple[str, ...]
    totals: tuple[PublishedTotal, ...]
    places: Places = field(default_factory=Places)

    @cached_property
    def by_code(self) -> dict[str, Procedure]:
        """Procedures by national code."""
        return {procedure.code: procedure for procedure in self.procedures}

    @cached_property
    def event_by_id(self) -> dict[str, LifeEvent]:
        """Life events by their id."""
        return {event.id: event for event in self.events}

    @cached_property
    def referring(self) -> frozenset[str]:
        """The folded syllables that point at what was talked about ("cái đó")."""
        return frozenset(syllable for phrase in self.vocabulary.referring for syllable in folded(phrase))

    @cached_property
    def correcting(self) -> tuple[tuple[str, ...], ...]:
        """The folded phrases that take something back ("không phải, ý em là"), the longest first."""
        return tuple(sorted(map(folded, self.vocabulary.correcting), key=len, reverse=True))

    @cached_property
    def families(self) -> dict[str, Family]:
        """The family of each procedure that has siblings, by code."""
        return families(self.procedures)

    @classmethod
    def load(cls, folder: Path) -> "Knowledge":
        """Read and check the files of `folder`; raises KnowledgeError with the faults of all of them."""
        problems: list[Problem] = []

        def attempt(read: Callable[[], Part]) -> Part | None:
            try:
                return read()
            except KnowledgeError as error:
                problems.extend(error.problems)
                return None

        rows = attempt(lambda: _procedures(folder / PROCEDURES))
        faq = attempt(lambda: read_yaml(folder / FAQ, Faq, check_faq))
        vocabulary = attempt(lambda: read_yaml(folder / VOCABULARY, Vocabulary, check_vocabulary))
        events = attempt(lambda: read_yaml(folder / EVENTS, LifeEvents, check_events))
        outside = attempt(lambda: read_yaml(folder / OUTSIDE, Outside, check_outside))
        totals = attempt(lambda: read_yaml(folder / TOTALS, PublishedTotals, check_totals))
        communes = attempt(lambda: _rows(folder / PLACES, PlaceRow, check_places))
        offices = attempt(lambda: _rows(folder / OFFICES, OfficeRow))
        if communes and offices:
            problems += check_offices(OFFICES, offices, {numbered.row.commune for numbered in communes})
        if rows and events:
            problems += check_event_codes(EVENTS, events, {numbered.row.code for numbered in rows})
        if problems or not (
            rows and faq and vocabulary and events and outside and totals and communes and offices is not None
        ):
            raise KnowledgeError(problems)
        return cls(
            version=digest(folder),
            procedures=tuple(numbered.row for numbered in rows),
            faq=faq.entries,
            vocabulary=vocabulary,
            events=events.events,
            outside=outside.messages,
            totals=totals.totals,
            places=Places.of((one.row for one in communes), (one.row for one in offices)),
        )


def _procedures(path: Path) -> list[Numbered[Procedure]]:
    """Return the procedures with their lines; raises KnowledgeError with every fault of the file."""
    rows, problems = read_table(path, Procedure)
    problems += check_procedures(path.name, rows)
    if not rows and not problems:
        problems = [Problem(path.name, 0, "", "tệp không có dòng thủ tục nào")]
    if problems:
        raise KnowledgeError(sorted(problems))
    return rows


def _rows(
    path: Path, model: type[Row], check: Callable[[str, list[Numbered[Row]]], list[Problem]] = lambda *_: []
) -> list[Numbered[Row]]:
    """Return the rows of a table, of which there may be none; raises KnowledgeError with every fault of the file."""
    rows, problems = read_table(path, model)
    problems += check(path.name, rows)
    if problems:
        raise KnowledgeError(sorted(problems))
    return rows


def review(folder: Path) -> list[Problem]:
    """Return what a person should look at in a knowledge base that loads without error."""
    return sorted(review_aliases(PROCEDURES, _procedures(folder / PROCEDURES)))


def digest(folder: Path) -> str:
    """Return a digest of the knowledge files, the same for the same bytes on any machine."""
    total = hashlib.sha256()
    for name in FILES:
        total.update(hashlib.sha256((folder / name).read_bytes()).digest())
    return total.hexdigest()[:16]
