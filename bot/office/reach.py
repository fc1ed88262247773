"""What outreach reached in a period: in all, and by week, desk, commune and procedure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from bot.knowledge.places import Places
from bot.knowledge.titles import capitalised
from bot.language.normalise import fold
from bot.office import reach_wording as words
from bot.office.desks import commune_of
from bot.office.periods import Period
from bot.office.serving import Snapshot
from bot.office.withdrawn import Withdrawn
from bot.operations import days
from bot.operations.days import monday_of
from bot.storage.desks import Desk
from bot.storage.outreach import Outreach
from bot.storage.reach import Count, Event, Reach

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each thing happened; `told` are people in a week, see `reach_wording.DEFINITIONS`."""

    scans: int
    conversations: int
    questions: int
    told: int
    taps: int

    @classmethod
    def of(cls, counts: Iterable[Count], told: Event = Event.TOLD) -> Self:
        """Add up counters; of one procedure, people told are counted as TOLD_OF."""
        sums: Counter[Event] = Counter()
        for one in counts:
            sums[one.happened.event] += one.count
        return cls(sums[Event.SCAN], sums[Event.CONVERSATION], sums[Event.QUESTION], sums[told], sums[Event.TAP])


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one desk, commune or procedure; `key` is the desk's number or the procedure's code, else ""."""

    name: str
    figures: Figures
    key: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the period, and which of its figures came through desks."""

    period: Period
    figures: Figures
    through_desks: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a period; who came by themselves stand last among desks and communes."""

    period: Period
    totals: Figures
    weeks: tuple[Week, ...]
    desks: tuple[Row, ...]
    communes: tuple[Row, ...]
    procedures: tuple[Row, ...]


async def report(
    period: Period, outreach: Outreach, snapshot: Snapshot, withdrawn: Withdrawn | None, desk: str = ""
) -> Report:
    """Return the figures of `period`, of one desk alone if its number is given; raises SQLAlchemyError."""
    every = await outreach.reach.between(period.first, period.last)
    counts = [one for one in every if desk in ("", one.happened.desk)]
    desks = await outreach.desks.by_number()
    codes = {one.happened.procedure for one in counts} - {""}
    titles = {code: title for code in codes if (title := await _title(code, snapshot, withdrawn))}
    return summed(period, counts, desks, titles, snapshot.knowledge.places)


async def today_at(desk: Desk, reach: Reach) -> Figures:
    """Return what a desk reached since midnight in Vietnam; raises SQLAlchemyError."""
    day = days.today()
    return Figures.of(one for one in await reach.between(day, day) if one.happened.desk == desk.number)


async def _title(code: str, snapshot: Snapshot, withdrawn: Withdrawn | None) -> str:
    if known := snapshot.knowledge.by_code.get(code):
        return capitalised(known.title)
    gone = await withdrawn.find(code, snapshot) if withdrawn else None
    return capitalised(gone.title) if gone else ""


def summed(
    period: Period, counts: Sequence[Count], desks: Mapping[str, Desk], titles: Mapping[str, str], places: Places
) -> Report:
    """Add up `counts` of `period`; `desks` are all by number, `titles` those of procedures by code."""
    return Report(
        period=period,
        totals=Figures.of(counts),
        weeks=_weeks(period, counts),
        desks=_desks(counts, desks),
        communes=_communes(counts, desks, places),
        procedures=_procedures(counts, titles),
    )


def _weeks(period: Period, counts: Iterable[Count]) -> tuple[Week, ...]:
    by_week = _grouped(counts, lambda one: monday_of(one.happened.day))
    weeks = ((week, by_week[monday_of(week.first)]) for week in period.weeks)
    return tuple(
        Week(week, Figures.of(own), Figures.of(one for one in own if one.happened.desk)) for week, own in weeks
    )


def _desks(counts: Iterable[Count], desks: Mapping[str, Desk]) -> tuple[Row, ...]:
    """Return a row for each desk that is open or has figures: one without any is told by its noughts."""
    by_desk = _grouped(counts, lambda one: one.happened.desk)
    numbers = {*by_desk, *(number for number, desk in desks.items() if not desk.closed_at)} - {""}
    rows = [Row(_desk_name(number, desks.get(number)), Figures.of(by_desk[number]), number) for number in numbers]
    return (*_ranked(rows), Row(words.BY_ITSELF, Figures.of(by_desk[""])))


def _desk_name(number: str, desk: Desk | None) -> str:
    if not desk:
        return words.UNKNOWN_DESK.format(number=number)
    return f"{desk.full_name} ({words.CLOSED})" if desk.closed_at else desk.full_name


def _communes(counts: Iterable[Count], desks: Mapping[str, Desk], places: Places) -> tuple[Row, ...]:
    def commune(one: Count) -> str:
        desk = desks.get(one.happened.desk)
        served = commune_of(desk, places) if desk else ""
        return capitalised(served) or (words.WHOLE_PROVINCE if one.happened.desk else "")

    by_commune = _grouped(counts, commune)
    rows = [Row(name, Figures.of(own)) for name, own in by_commune.items() if name]
    return (*_ranked(rows), Row(words.BY_ITSELF, Figures.of(by_commune[""])))


def _procedures(counts: Iterable[Count], titles: Mapping[str, str]) -> tuple[Row, ...]:
    by_code = _grouped(counts, lambda one: one.happened.procedure)
    return _ranked(
        Row(titles.get(code, words.NO_TITLE), Figures.of(own, Event.TOLD_OF), code)
        for code, own in by_code.items()
        if code
    )


def _grouped(counts: Iterable[Count], key: Callable[[Count], _Key]) -> defaultdict[_Key, list[Count]]:
    groups: defaultdict[_Key, list[Count]] = defaultdict(list)
    for one in counts:
        groups[key(one)].append(one)
    return groups


def _ranked(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows by people told, then by questions and the rest; equal ones by name."""

    def rank(row: Row) -> tuple[object, ...]:
        figures = row.figures
        return (-figures.told, -figures.questions, -figures.scans, -figures.taps, fold(row.name), row.key)

    return tuple(sorted(rows, key=rank))
