"""How often what went wrong: counters by day, event and kind, without anything about persons."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations import days, faults
from bot.operations.waiting import pause
from bot.storage.tables import FaultCount
from bot.storage.upsert import insert_into

WRITE_SECONDS = 5.0
"""How often counts are written: a flood of faults costs one statement each time, and a crash that much."""
KEPT_DAYS = 30
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fault:
    """How often something went wrong on one day in Vietnam, and when last."""

    day: date
    event: str
    kind: str
    count: int
    last_at: datetime


class Faults:
    """Keeps counters in the table `fault`; what was heard is in memory until it is written."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._names = faults.Names()
        self._counts: Counter[tuple[date, str, str]] = Counter()
        self._last: dict[tuple[date, str, str], datetime] = {}
        self._lock = Lock()  # what is logged comes from any thread

    def hear(self, event: Mapping[str, Any]) -> None:
        """Count an event that is logged, if it is a fault; some microseconds, never raises."""
        fault = self._names.of(event)
        if fault:
            with self._lock:
                key = (days.today(), *fault)
                self._counts[key] += 1
                self._last[key] = datetime.now(UTC)

    async def keep_writing(self, stop: asyncio.Event) -> None:
        """Write what was heard every few seconds, until `stop` is set, and once more then."""
        while not stop.is_set():
            await self._try_to_write()
            await pause(stop, WRITE_SECONDS)
        await self._try_to_write()

    async def write(self) -> None:
        """Write what was heard, in one statement; raises SQLAlchemyError, and keeps it then.

        Rows are written in one order, so that two processes never wait for each other's.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
            last, self._last = self._last, {}
        if not counts:
            return
        try:
            await self._add([_row(key, counts[key], last[key]) for key in sorted(counts)])
        except BaseException:
            with self._lock:
                self._counts.update(counts)
                self._last = last | self._last
            raise

    async def recent(self, number: int) -> Sequence[Fault]:
        """Return the counters of the last `number` days up to today, the latest fault first."""
        first = days.today() - timedelta(days=number - 1)
        query = select(FaultCount).where(col(FaultCount.day) >= first).order_by(col(FaultCount.last_at).desc())
        async with AsyncSession(self._engine) as session:
            found = await session.exec(query)
            return [Fault(row.day, row.event, row.kind, row.count, row.last_at) for row in found]

    async def forget(self, number: int = KEPT_DAYS) -> int:
        """Delete the counters of days more than `number` ago; return how many."""
        old = col(FaultCount.day) < days.today() - timedelta(days=number)
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(FaultCount).where(old))
            await session.commit()
            return deleted.rowcount

    async def _try_to_write(self) -> None:
        try:
            await self.write()
        except Exception as error:  # noqa: BLE001  a database out of reach comes back
            log.warning("faults_not_written", kind=type(error).__name__)

    async def _add(self, rows: Sequence[dict[str, object]]) -> None:
        insert = insert_into(FaultCount, self._engine).values(rows)
        more = {
            "count": col(FaultCount.count) + insert.excluded["count"],
            "last_at": insert.excluded["last_at"],
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert.on_conflict_do_update(index_elements=["day", "event", "kind"], set_=more))


def _row(key: tuple[date, str, str], count: int, last: datetime) -> dict[str, object]:
    day, event, kind = key
    return {"day": day, "event": event, "kind": kind, "count": count, "last_at": last}
