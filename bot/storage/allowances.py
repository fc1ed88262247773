"""How often something may be done in a while, counted by GCRA, the generic cell rate algorithm.

All that is kept of a key is until when its allowance is used up. Each time uses up its share of the while; who would
come to more than one while ahead of now is refused, and refusals count nothing. So a while's worth may be done at
once, and after that once more for each share that has passed. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.operations.pseudonyms import Pseudonyms

MINUTE = 60.0
HOUR = 60 * MINUTE
MAX_KEYS = 50_000
"""Some megabytes. Who was not heard of for longest is forgotten first, and starts anew."""
PATIENCE_SECONDS = 2.0
"""An answer of the database that takes longer counts as none: a question waits no longer for being counted."""
AWAY_SECONDS = 5.0
"""How long the database is not asked again once it did not answer."""
FORGET_SECONDS = 10 * MINUTE
_TRIED_AT_ONCE = 50
"""More of one key are never added and not yet taken back, as there are fewer connections to the database."""
_ROUNDING = 0.001
"""Seconds by which thousands of shares, added up since 1970, may be wrong."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Want:
    """Once more of what `who` may do `times` in `seconds`; `limit` is the name under which that is counted."""

    limit: str
    who: str = field(repr=False)
    times: int
    seconds: float = MINUTE

    @property
    def share(self) -> float:
        """The seconds that one time uses up."""
        return self.seconds / self.times

    @property
    def most(self) -> float:
        """The seconds ahead of now that can be used up; what is more was, before the clock was set back."""
        return self.seconds + _TRIED_AT_ONCE * self.share


@dataclass(frozen=True, slots=True)
class Refused:
    """Which limit was reached, and the seconds until there is room again."""

    limit: str
    seconds: float


class Allowances(Protocol):
    """Where it is kept how much of each allowance is used up."""

    async def take(self, wants: Sequence[Want]) -> Refused | None:
        """Count all of `wants`, or nothing and say which is refused; never raises. Narrow limits come first."""

    async def forget(self) -> int:
        """Delete what is used up no longer; return how many. Raises SQLAlchemyError."""


class MemoryAllowances:
    """Keeps them as long as the process lives, for this process alone: with SQLite one process does everything."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used_until: OrderedDict[tuple[str, str], float] = OrderedDict()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._used_until)

    async def take(self, wants: Sequence[Want]) -> Refused | None:
        """Count all of `wants`, or nothing and say which is refused."""
        now = self._clock()
        used = [max(self._used_until.get((want.limit, want.who), now), now) + want.share for want in wants]
        if refused := _refused(zip(wants, used, strict=True), now):
            return refused
        for want, until in zip(wants, used, strict=True):
            self._used_until[want.limit, want.who] = until
            self._used_until.move_to_end((want.limit, want.who))
        while len(self._used_until) > MAX_KEYS:
            self._used_until.popitem(last=False)
        return None

    async def forget(self) -> int:
        """Have nothing that outlives the process."""
        return 0


def _refused(used: Iterable[tuple[Want, float]], now: float) -> Refused | None:
    for want, until in used:
        missing = until - now - want.seconds
        if missing > _ROUNDING:
            return Refused(want.limit, missing)
    return None


_NOW = "coalesce(CAST(:now AS float8), CAST(extract(epoch FROM statement_timestamp()) AS float8))"
_OF_KEY = "[array_position(CAST(:keys AS text[]), CAST(kept.key AS text))]"
_ADD = text(f"""
    INSERT INTO allowance AS kept (key, used_until)
    SELECT key, {_NOW} + share FROM unnest(CAST(:keys AS text[]), CAST(:shares AS float8[])) AS wanted (key, share)
    ON CONFLICT (key) DO UPDATE SET used_until = (CAST(:shares AS float8[])){_OF_KEY} + CASE
        WHEN kept.used_until > {_NOW} + (CAST(:most AS float8[])){_OF_KEY} THEN {_NOW}
        ELSE greatest(kept.used_until, {_NOW}) END
    RETURNING key, used_until, {_NOW} AS now
""")  # noqa: S608  nothing of anybody's is written into it
_FORGET = text(f"""
    DELETE FROM allowance
    WHERE key IN (SELECT key FROM allowance WHERE used_until < {_NOW} FOR UPDATE SKIP LOCKED)
""")  # noqa: S608  the same


class DatabaseAllowances:
    """Keeps them in the table `allowance` of a PostgreSQL database, for all processes that share it, by its clock.

    Keys are pseudonyms: whose address or chat they are, only who has the key of persons can tell. A question is
    counted by one statement, a transaction of its own, which adds to all its keys; what is refused is taken back by
    another, so that no row is locked while an answer travels. Rows are locked in the order of the wants, which is the
    same everywhere, so that no two questions wait for each other. The table is unlogged: PostgreSQL does not wait for
    the disk, and after a crash everybody begins anew, as where its clock was set back. While the database is away,
    each process counts for itself.
    """

    def __init__(
        self, engine: AsyncEngine, pseudonyms: Pseudonyms, clock: Callable[[], float | None] = lambda: None
    ) -> None:
        """`clock` tells the seconds since 1970, None for the database's own clock."""
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._pseudonyms = pseudonyms
        self._clock = clock
        self._meanwhile = MemoryAllowances()
        self._away_until = 0.0
        self._forgot_at = time.monotonic()

    async def take(self, wants: Sequence[Want]) -> Refused | None:
        """Count all of `wants`, or nothing and say which is refused."""
        if not wants:
            return None
        if time.monotonic() < self._away_until:
            return await self._meanwhile.take(wants)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                refused = await self._take(wants)
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            log.warning("allowances_unreachable", kind=type(error).__name__)
            self._away_until = time.monotonic() + AWAY_SECONDS
            return await self._meanwhile.take(wants)
        if time.monotonic() - self._forgot_at > FORGET_SECONDS:
            await self._forget_now_and_then()
        return refused

    async def _take(self, wants: Sequence[Want]) -> Refused | None:
        by_key = {f"{want.limit}:{self._pseudonyms.of(want.limit, want.who)}": want for want in wants}
        shares, most = [want.share for want in wants], [want.most for want in wants]
        given = {"keys": list(by_key), "shares": shares, "most": most, "now": self._clock()}
        async with self._engine.connect() as connection:
            used = {row.key: row for row in await connection.execute(_ADD, given)}
            now = next(iter(used.values())).now
            refused = _refused(((want, used[key].used_until) for key, want in by_key.items()), now)
            if refused:
                await connection.execute(_ADD, given | {"shares": [-share for share in shares]})
        return refused

    async def forget(self) -> int:
        """Delete what is used up no longer, and so says nothing; return how many. Raises SQLAlchemyError.

        Rows that somebody counts in just now are left, so that neither waits for the other.
        """
        async with self._engine.begin() as connection:
            return (await connection.execute(_FORGET, {"now": self._clock()})).rowcount

    async def _forget_now_and_then(self) -> None:
        self._forgot_at = time.monotonic()
        try:
            await self.forget()
        except (SQLAlchemyError, OSError) as error:
            log.warning("allowances_unreachable", kind=type(error).__name__)


def allowances(engine: AsyncEngine, pseudonyms: Pseudonyms) -> Allowances:
    """Return the allowances of a database that processes may share; an SQLite file is one process's."""
    return DatabaseAllowances(engine, pseudonyms) if engine.dialect.name == "postgresql" else MemoryAllowances()
