"""A report in words, for channels that show plain lines; pages and tables render it their own way."""

from collections.abc import Sequence

from bot.knowledge.cells import number
from bot.knowledge.headers import label_of
from bot.knowledge.problems import Problem
from bot.office import wording
from bot.office.audience import Audience
from bot.office.report import Report
from bot.search.effects import Missed

SHOWN_PROBLEMS = 20
SHOWN_MISSED = 10
SHOWN_WARNINGS = 10
SHOWN_AUDIENCES = 10
SHOWN_TEXTS = 3


def told(
    report: Report, longest: int = 10_000, *, marked: bool = False, audience: Sequence[Audience] = ()
) -> list[str]:
    """Return what an official should know of a report, a paragraph an item, the most important first.

    A line of a list is cut to `longest` letters; `marked` says whether a file with the faults marked comes with it.
    `audience` are those who would be told of the changes.
    """
    if not report.is_sound:
        lead = wording.REFUSED.format(count=number(len(report.problems)))
        return [lead, *_problems(report.problems, longest), *([wording.MARKED] if marked else [])]
    if report.changes_nothing:
        return [wording.NOTHING_NEW]
    return [
        wording.SOUND.format(count=number(report.procedures)),
        "\n".join((wording.CHANGES, *(f"- {words}" for words in report.words))),
        *_warnings(report.warnings, longest),
        *_missed(report.missed, longest),
        *_audience(audience, longest),
    ]


def in_words(problem: Problem) -> str:
    """Return a problem with its place as an official sees it: sheet, row, and the header of the column."""
    place = [f"trang “{problem.sheet}”" if problem.sheet else problem.file]
    place += [f"dòng {problem.line}"] if problem.line else []
    place += [f"cột “{label_of(problem.column)}”"] if problem.column else []
    return f"{', '.join(place)}: {problem.message}"


def _problems(problems: Sequence[Problem], longest: int) -> list[str]:
    lines = [_line(in_words(problem), longest) for problem in problems[:SHOWN_PROBLEMS]]
    more = len(problems) - SHOWN_PROBLEMS
    return ["\n".join(lines), *([wording.MORE_PROBLEMS.format(count=number(more))] if more > 0 else [])]


def _warnings(warnings: Sequence[Problem], longest: int) -> list[str]:
    if not warnings:
        return []
    lines = [wording.WARNINGS, *(_line(in_words(warning), longest) for warning in warnings[:SHOWN_WARNINGS])]
    more = len(warnings) - SHOWN_WARNINGS
    return ["\n".join([*lines, *([wording.MORE.format(count=number(more))] if more > 0 else [])])]


def _missed(missed: Sequence[Missed], longest: int) -> list[str]:
    if not missed:
        return [wording.NONE_MISSED]
    lines = [wording.MISSED.format(count=number(len(missed)))]
    lines += [
        _line(f"“{one.question}”: trước là {one.before}; nay {one.after}", longest) for one in missed[:SHOWN_MISSED]
    ]
    more = len(missed) - SHOWN_MISSED
    return ["\n".join([*lines, *([wording.MORE.format(count=number(more))] if more > 0 else [])])]


def _audience(audience: Sequence[Audience], longest: int) -> list[str]:
    if not audience:
        return []
    lines = [wording.AUDIENCE.format(count=number(sum(one.size for one in audience)))]
    lines += [_line(people_of(one), longest) for one in audience[:SHOWN_AUDIENCES]]
    more = len(audience) - SHOWN_AUDIENCES
    lines += [wording.MORE.format(count=number(more))] if more > 0 else []
    texts = (wording.AUDIENCE_READS.format(code=one.code, text=one.text) for one in audience[:SHOWN_TEXTS])
    return ["\n".join([*lines, wording.AUDIENCE_LATE]), *texts]


def people_of(audience: Audience) -> str:
    """Return a procedure, and how many people on which channel would be told of it."""
    on = (wording.AUDIENCE_ON.format(count=number(count), channel=channel) for channel, count in audience.people)
    return wording.AUDIENCE_OF.format(title=audience.title, code=audience.code, people=", ".join(on))


def _line(text: str, longest: int) -> str:
    return f"- {text if len(text) <= longest else text[: longest - 1] + '…'}"
