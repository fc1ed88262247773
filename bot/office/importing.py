"""Official lists without codes: from an annex to a review workbook, and from the reviewed one to a load.

Plain functions of bytes, which run in a process of their own (`bot.office.workshop`).
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.excel.marks import marked_workbook
from bot.knowledge.files import PROCEDURES, Files
from bot.knowledge.models import Procedure
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.reading import read_knowledge
from bot.knowledge.spreadsheets.reading import read_sheets
from bot.knowledge.table_writer import numbered, write_table
from bot.office import wording
from bot.office.annex.apply import apply
from bot.office.annex.layout import read_annex
from bot.office.annex.matching import Kind, match_all
from bot.office.annex.review import is_review, read_review
from bot.office.annex.review_book import write_review
from bot.office.submission import Upload
from bot.search.build import build_search


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A review workbook, and how many rows of the annex were matched surely, doubtfully, not at all.

    With `problems`, the annex could not be read and the rest is empty.
    """

    problems: tuple[Problem, ...] = ()
    workbook: bytes = b""
    sure: int = 0
    doubtful: int = 0
    missing: int = 0

    @property
    def rows(self) -> int:
        """How many rows the annex has."""
        return self.sure + self.doubtful + self.missing


def start(base: Files, annex: Upload, cache: Path) -> Reviewable:
    """Match the rows of an annex to the procedures of `base`; returns the faults of one that cannot be read."""
    try:
        listed = read_annex(annex.name, read_sheets(annex.name, annex.data))
    except KnowledgeError as error:
        return Reviewable(problems=tuple(error.problems))
    knowledge = read_knowledge(base)
    matches = match_all(listed.rows, knowledge, build_search(knowledge, cache))
    kinds = Counter(match.kind for match in matches)
    return Reviewable(
        workbook=write_review(listed, matches, knowledge),
        sure=kinds[Kind.SURE],
        doubtful=kinds[Kind.DOUBTFUL],
        missing=kinds[Kind.NOT_FOUND],
    )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The procedures that a reviewed workbook makes, or what is wrong with it, and the workbook with that marked."""

    upload: Upload | None = None
    problems: tuple[Problem, ...] = ()
    marked: bytes | None = None


def finish(base: Files, reviewed: Upload) -> Reviewed:
    """Return what a reviewed workbook makes of the procedures of `base`."""
    knowledge = read_knowledge(base)
    try:
        sheets = read_sheets(reviewed.name, reviewed.data)
    except KnowledgeError as error:
        return Reviewed(problems=tuple(error.problems))
    if not is_review(sheets):
        return Reviewed(problems=(Problem(reviewed.name, 0, "", wording.NO_REVIEW),))
    try:
        procedures = apply(read_review(reviewed.name, sheets, knowledge), knowledge)
    except KnowledgeError as error:
        return Reviewed(problems=tuple(error.problems), marked=marked_workbook(sheets, error.problems, {}))
    return Reviewed(Upload(PROCEDURES, write_table(Procedure, numbered(procedures))))
