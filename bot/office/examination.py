"""Examining a load before anything changes: is it sound, what does it change, what would no longer be found.

Plain functions of bytes, which run in a process of their own (`bot.office.workshop`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.differences import differences, in_words
from bot.knowledge.files import Files
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.reading import read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.suspicions import suspicions
from bot.office.report import Report
from bot.office.submission import Submission, Upload, read_submission
from bot.search.build import build_search
from bot.search.effects import newly_missed
from bot.search.prepared import index_key, pack


@dataclass(frozen=True, slots=True)
class Index:
    """A packed index and its key."""

    key: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Examined:
    """A report; the whole set of files and their index where the load is sound and changes something.

    `marked` is an Excel file of the uploads with their faults marked, where there are any.
    """

    report: Report
    files: dict[str, bytes] | None = None
    index: Index | None = None
    marked: bytes | None = None


def examine(base: Files, uploads: Sequence[Upload], asked: Sequence[str], cache: Path) -> Examined:
    """Return what is found about replacing parts of `base` by `uploads`; `asked` are what people asked lately."""
    submission = read_submission(uploads)
    if submission.problems:
        return _refused(submission)
    files = dict(base) | submission.files
    before = read_knowledge(base)
    try:
        after = read_knowledge(files)
    except KnowledgeError as error:
        submission.problems = [submission.at_home(problem) for problem in error.problems]
        return _refused(submission)
    found = differences(before, after)
    if found.is_empty:
        return Examined(Report(words=in_words(found), procedures=len(after.procedures)))
    old, new = build_search(before, cache), build_search(after, cache)
    known = set(before.warnings)
    warnings = [submission.at_home(problem) for problem in after.warnings if problem not in known]
    report = Report(
        warnings=(*suspicions(found, before), *warnings),
        words=in_words(found),
        differences=found,
        missed=newly_missed(old, new, [one.row for one in before.must_find], asked),
        procedures=len(after.procedures),
    )
    return Examined(report, files, index_of(after, cache))


def index_of(knowledge: Knowledge, cache: Path) -> Index:
    """Return the index of a knowledge base that was built in `cache`."""
    key = index_key(knowledge)
    return Index(key, pack(cache / key))


def build_index(files: Files, cache: Path) -> Index:
    """Build the index of a knowledge base and return it."""
    knowledge = read_knowledge(files)
    build_search(knowledge, cache)
    return index_of(knowledge, cache)


def _refused(submission: Submission) -> Examined:
    problems = tuple(sorted(submission.problems))
    return Examined(Report(problems=problems), marked=submission.marked(problems))
