"""Checks between the rows of one knowledge file, once each row fits its model."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from bot.knowledge.models import Faq, LifeEvent, LifeEvents, Numbered, Outside, Procedure, PublishedTotals, Vocabulary
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.yaml_reader import Fault
from bot.language.aspects import GAP
from bot.language.normalise import canonical, folded

Value = TypeVar("Value")
MAX_SHARED_ALIAS = 4
"""An everyday name shared by more procedures than this says too little to be an alias."""


def check_procedures(file: str, rows: list[Numbered[Procedure]]) -> list[Problem]:
    """Return what makes the rows unusable together: codes that stand twice."""
    first: dict[str, int] = {}
    problems = []
    for numbered in rows:
        line = first.setdefault(numbered.row.code, numbered.line)
        if line != numbered.line:
            problems.append(Problem(file, numbered.line, "code", f"mã {numbered.row.code} đã có ở dòng {line}"))
    return problems


def review_aliases(file: str, rows: list[Numbered[Procedure]]) -> Iterator[Problem]:
    """Yield a warning for each alias that repeats itself or is shared by too many procedures."""
    owners: dict[tuple[str, ...], list[int]] = {}
    for numbered in rows:
        own = [folded(alias) for alias in numbered.row.aliases]
        for alias in _repeated(own):
            message = f"tên gọi “{' '.join(alias)}” ghi hai lần (không kể dấu)"
            yield Problem(file, numbered.line, "aliases", message, Severity.WARNING)
        for alias in dict.fromkeys(own):
            owners.setdefault(alias, []).append(numbered.line)
    for alias, lines in owners.items():
        if len(lines) > MAX_SHARED_ALIAS:
            message = f"tên gọi “{' '.join(alias)}” chung cho {len(lines)} thủ tục, nên bớt"
            yield Problem(file, lines[-1], "aliases", message, Severity.WARNING)


def check_faq(faq: Faq) -> Iterator[Fault]:
    """Yield ids and wordings that stand twice, whatever their accents."""
    yield from _doubled({("entries", i, "id"): entry.id for i, entry in enumerate(faq.entries)})
    wordings = {
        ("entries", i, "questions", j): " ".join(folded(question))
        for i, entry in enumerate(faq.entries)
        for j, question in enumerate(entry.questions)
    }
    yield from _doubled(wordings)
    yield from ((place, "câu hỏi không có chữ nào") for place, wording in wordings.items() if not wording)


def check_vocabulary(vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield forms that stand twice in a section, and phrases asked about under two aspects."""
    for section in ("abbreviations", "teencode", "dialect", "official"):
        forms = {
            (section, i, "forms", j): canonical(form)
            for i, phrase in enumerate(getattr(vocabulary, section))
            for j, form in enumerate(phrase.forms)
        }
        yield from _doubled(forms)
    phrases = {
        ("aspects", str(aspect), j): GAP.join(" ".join(folded(piece)) for piece in phrase.split(GAP))
        for aspect, own in vocabulary.aspects.items()
        for j, phrase in enumerate(own)
    }
    yield from _doubled(phrases)


def check_events(events: LifeEvents) -> Iterator[Fault]:
    """Yield ids, phrases and, within an event, codes and labels that stand twice."""
    yield from _doubled({("events", i, "id"): event.id for i, event in enumerate(events.events)})
    yield from _doubled(
        {
            ("events", i, "phrases", j): " ".join(folded(phrase))
            for i, event in enumerate(events.events)
            for j, phrase in enumerate(event.phrases)
        }
    )
    for i, event in enumerate(events.events):
        for name in ("code", "label"):
            own = {("events", i, "procedures", j, name): getattr(one, name) for j, one in enumerate(event.procedures)}
            yield from _doubled(own)


def check_event_codes(file: str, events: Iterable[LifeEvent], codes: Collection[str]) -> list[Problem]:
    """Return a fault for each procedure of an event that is not among `codes`."""
    return [
        Problem(file, 0, f"events.{event.id}", f"mã {one.code} không có trong procedures.csv")
        for event in events
        for one in event.procedures
        if one.code not in codes
    ]


def check_outside(outside: Outside) -> Iterator[Fault]:
    """Yield messages that stand twice, whatever their accents."""
    yield from _doubled({("messages", i): " ".join(folded(message)) for i, message in enumerate(outside.messages)})


def check_totals(totals: PublishedTotals) -> Iterator[Fault]:
    """Yield ids that stand twice."""
    yield from _doubled({("totals", i, "id"): total.id for i, total in enumerate(totals.totals)})


def _doubled(values: Mapping[Any, str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in values.items():
        if value in seen:
            yield place, f"“{value}” ghi hai lần"
        seen.add(value)


def _repeated(values: list[Value]) -> list[Value]:
    return [value for place, value in enumerate(values) if value in values[:place]]
