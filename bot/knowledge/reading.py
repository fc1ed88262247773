"""Reading the files of a knowledge base into one whole, every fault of every file told at once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
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
from bot.knowledge.files import (
    EVENTS,
    FAQ,
    MUST_FIND,
    OFFICES,
    OUTSIDE,
    PLACES,
    PROCEDURES,
    TOTALS,
    VOCABULARY,
    Files,
    digest,
    read_folder,
)
from bot.knowledge.models import (
    Faq,
    LifeEvent,
    LifeEvents,
    Model,
    Numbered,
    Outside,
    Procedure,
    PublishedTotals,
    Vocabulary,
)
from bot.knowledge.must_find import MustFind, check_must_find
from bot.knowledge.places import OfficeRow, PlaceRow, Places, check_offices, check_places
from bot.knowledge.problems import KnowledgeError, Problem, Severity
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.table_reader import read_table
from bot.knowledge.yaml_reader import Fault, read_yaml

Part = TypeVar("Part")
Row = TypeVar("Row", bound=Model)
Document = TypeVar("Document", bound=Model)
Check = Callable[[str, list[Numbered[Row]]], list[Problem]]
FEWEST_OF_AN_EVENT = 2
"""A life event that leads to fewer procedures has nothing to ask about."""


def load_knowledge(folder: Path) -> Knowledge:
    """Read and check the files of `folder`, strictly; raises KnowledgeError with the faults of all of them."""
    return read_knowledge(read_folder(folder), strict=True)


def read_knowledge(files: Files, *, strict: bool = False) -> Knowledge:
    """Return the knowledge base in `files`; raises KnowledgeError with every fault.

    A procedure that is gone although a life event or a question that must be found still names it is a fault only
    if `strict`: an office that drops a row should not have to edit files it never sees. Otherwise the
    name is left out and the knowledge base carries a warning.
    """
    reader = _Reader(files)
    procedures = reader.table(PROCEDURES, Procedure, _check_procedures)
    faq = reader.document(FAQ, Faq, check_faq)
    vocabulary = reader.document(VOCABULARY, Vocabulary, check_vocabulary)
    events = reader.document(EVENTS, LifeEvents, check_events)
    outside = reader.document(OUTSIDE, Outside, check_outside)
    totals = reader.document(TOTALS, PublishedTotals, check_totals)
    communes = reader.table(PLACES, PlaceRow, check_places)
    offices = reader.table(OFFICES, OfficeRow)
    must_find = reader.table(MUST_FIND, MustFind)
    if communes and offices:
        reader.problems += check_offices(OFFICES, offices, {numbered.row.commune for numbered in communes})
    codes = {numbered.row.code for numbered in procedures or ()}
    dangling = []
    if codes:
        dangling = [*check_event_codes(EVENTS, events.events if events else (), codes)]
        dangling += check_must_find(must_find or (), codes)
    if strict:
        reader.problems += dangling
    if (
        reader.problems
        or not (procedures and faq and vocabulary and events and outside and totals and communes)
        or offices is None
        or must_find is None
    ):
        raise KnowledgeError(reader.problems)
    return Knowledge(
        version=digest(files),
        procedures=tuple(numbered.row for numbered in procedures),
        faq=faq.entries,
        vocabulary=vocabulary,
        events=tuple(_without_gone(events.events, codes)),
        outside=outside.messages,
        totals=totals.totals,
        places=Places.of((one.row for one in communes), (one.row for one in offices)),
        must_find=tuple(one for one in must_find if codes.intersection(one.row.codes)),
        warnings=tuple(sorted([*review_aliases(PROCEDURES, procedures), *map(_as_warning, dangling)])),
    )


class _Reader:
    """Reads file after file and collects what is wrong."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.problems: list[Problem] = []

    def table(self, name: str, model: type[Row], check: Check[Row] = lambda *_: []) -> list[Numbered[Row]] | None:
        """Return the rows of a table, of which there may be none; None where it has faults."""

        def read() -> list[Numbered[Row]]:
            rows, problems = read_table(name, self._data(name), model)
            problems += check(name, rows)
            if problems:
                raise KnowledgeError(sorted(problems))
            return rows

        return self._attempt(read)

    def document(
        self, name: str, model: type[Document], check: Callable[[Document], Iterable[Fault]]
    ) -> Document | None:
        """Return a document; None where it has faults."""
        return self._attempt(lambda: read_yaml(name, self._data(name), model, check))

    def _data(self, name: str) -> bytes:
        if name not in self._files:
            raise KnowledgeError([Problem(name, 0, "", "không có tệp này")])
        return self._files[name]

    def _attempt(self, read: Callable[[], Part]) -> Part | None:
        try:
            return read()
        except KnowledgeError as error:
            self.problems.extend(error.problems)
            return None


def _check_procedures(file: str, rows: list[Numbered[Procedure]]) -> list[Problem]:
    problems = check_procedures(file, rows)
    return problems if rows else [Problem(file, 0, "", "tệp không có dòng thủ tục nào")]


def _without_gone(events: Sequence[LifeEvent], codes: Collection[str]) -> Iterable[LifeEvent]:
    """Yield the events with the procedures that there are, those that lead to too few left out."""
    for event in events:
        kept = tuple(one for one in event.procedures if one.code in codes)
        if len(kept) >= FEWEST_OF_AN_EVENT:
            yield event.model_copy(update={"procedures": kept})


def _as_warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)
