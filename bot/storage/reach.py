"""Whom outreach reached: counters by day, desk, procedure and event, without anything about persons."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.tables import ReachCount
from bot.storage.together import Work, writing
from bot.storage.upsert import insert_into


class Event(StrEnum):
    """What is counted."""

    SCAN = "scan"  # a link or QR code of a desk was opened
    CONVERSATION = "conversation"  # somebody asked the first question after half an hour or more
    QUESTION = "question"  # a question was answered
    TOLD = "told"  # somebody was told that there is a way online or by post, for the first time in a week
    TOLD_OF = "told_of"  # the same of one procedure, for the first time in a week
    TAP = "tap"  # the official link of a procedure was opened


@dataclass(frozen=True, slots=True, order=True)
class Happened:
    """One thing to count; `desk` is the number of who brought the person, "" for nobody; `procedure` may be ""."""

    day: date
    desk: str
    procedure: str
    event: Event


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened."""

    happened: Happened
    count: int


class Reach:
    """Keeps counters in the table `reach`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = writing(engine)
        insert = insert_into(ReachCount, engine)  # rows come as parameters, so that it is compiled once
        more = {"count": col(ReachCount.count) + insert.excluded["count"]}
        self._adding = insert.on_conflict_do_update(index_elements=["day", "desk", "procedure", "event"], set_=more)

    async def add(self, happened: Iterable[Happened]) -> None:
        """Count all of it, or nothing; raises SQLAlchemyError if the database does not take it.

        Rows are written in one order, whoever counts them, so that two processes never wait for each other's.
        """
        steps = [(f"{one}", self._adding_to(one, count)) for one, count in Counter(happened).items()]
        if steps:
            await self._writing.do_all(steps)

    def _adding_to(self, one: Happened, count: int) -> Work[object]:
        row = _row(one, count)
        return lambda connection: connection.execute(self._adding, row)

    async def between(self, first: date, last: date) -> Sequence[Count]:
        """Return the counters of the days from `first` to `last`, both included."""
        days = select(ReachCount).where(col(ReachCount.day).between(first, last)).order_by(col(ReachCount.day))
        async with AsyncSession(self._engine) as session:
            return [_count_of(row) for row in await session.exec(days)]


def _row(one: Happened, count: int) -> dict[str, object]:
    return {"day": one.day, "desk": one.desk, "procedure": one.procedure, "event": one.event.value, "count": count}


def _count_of(row: ReachCount) -> Count:
    return Count(Happened(row.day, row.desk, row.procedure, Event(row.event)), row.count)
