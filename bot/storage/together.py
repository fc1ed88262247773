"""Group commit: what is asked of the database at the same moment is done in one transaction, one wait for the disk.

One thread with a connection of its own does it, so that a task of the event loop hands over a whole piece of work
instead of waiting for each statement of it (ADR 27).
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from operator import itemgetter
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import beside

MOST = 200
"""Pieces of work in one transaction."""
GATHER_SECONDS = 0.01
"""How long the next transaction waits for company where the last was shared, as PostgreSQL's commit_delay does."""
LAST = "~"
"""The order of what comes after every other."""
Done = TypeVar("Done")
Work = Callable[[Connection], Done]
"""Asks and changes the database, and nothing else: where a transaction fails, it may be done again in another."""


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    steps: Sequence[tuple[str, Work[Any]]]
    answer: asyncio.Future[list[Any]]


class Together:
    """Does work in transactions that are shared by all that waits; starts a thread at the first, until `close`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Asked | None] = SimpleQueue()
        self._thread: Thread | None = None

    async def do(self, work: Work[Done], order: str = "") -> Done:
        """Return what `work` returns, once its transaction is committed.

        Work is done in the order in which it is asked, but after all else, by `order`, where it locks what several
        processes do: taken by all in one order, they never wait for each other in a circle. Raises SQLAlchemyError.
        """
        [done] = await self.do_all([(order, work)])
        return done

    async def do_all(self, steps: Sequence[tuple[str, Work[Done]]]) -> list[Done]:
        """Do the work of all `steps` in one transaction, or none; each in its place by its order.

        Raises SQLAlchemyError.
        """
        answer: asyncio.Future[list[Done]] = asyncio.get_running_loop().create_future()
        self._queue.put(_Asked(steps, answer))
        if not self._thread:
            self._thread = Thread(target=self._serve, name="database", daemon=True)
            self._thread.start()
        return await answer

    @contextmanager
    def collecting(self) -> Iterator[list[Work[object]]]:
        """Collect what is left for `later` meanwhile, to be done in one transaction with what comes of it, or never."""
        collected: list[Work[object]] = []
        token = _COLLECTED.set((self, collected))
        try:
            yield collected
        finally:
            _COLLECTED.reset(token)

    async def later(self, work: Work[object]) -> None:
        """Leave `work` to who is `collecting`; where nobody is, do it now. Raises SQLAlchemyError."""
        by, collected = _COLLECTED.get() or (None, [])
        if by is self:
            collected.append(work)
        else:
            await self.do(work)

    def close(self) -> None:
        """End the thread after what was asked, and close the connection."""
        thread, self._thread = self._thread, None
        if thread:
            self._queue.put(None)
            thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        batch: list[_Asked] = []
        while asked := self._queue.get():
            if len(batch) > 1:  # several ask at once: a transaction each would cost more than the wait
                time.sleep(GATHER_SECONDS)
            batch = [asked]
            try:
                while len(batch) < MOST and (asked := self._queue.get_nowait()):
                    batch.append(asked)
            except Empty:
                pass
            self._settle(batch)
            if not asked:
                break

    def _settle(self, batch: list[_Asked]) -> None:
        """Do all in one transaction; where one thing fails that is not the database, each in one of its own."""
        try:
            with self._engine.begin() as connection:
                results = _done(batch, connection)
        except Exception as error:  # noqa: BLE001  it is raised where it was asked
            if len(batch) > 1 and not _concerns_all(error):
                for one in batch:
                    self._settle([one])
                return
            _tell(batch, [error] * len(batch))
        else:
            _tell(batch, results)


def _done(batch: list[_Asked], connection: Connection) -> list[Any]:
    """Do the steps of all by their order; return for each who asked what his steps return."""
    results: list[list[Any]] = [[None] * len(one.steps) for one in batch]
    steps = [(order, who, at, work) for who, one in enumerate(batch) for at, (order, work) in enumerate(one.steps)]
    for _, who, at, work in sorted(steps, key=itemgetter(0)):
        results[who][at] = work(connection)
    return results


_COLLECTED: ContextVar[tuple[Together, list[Work[object]]] | None] = ContextVar("collected", default=None)


def _concerns_all(error: Exception) -> bool:
    """Say whether the database is away, full or locked.

    Two transactions in each other's way (SQLSTATE 40…) and a statement that cannot be done (SQLITE_ERROR) are not.
    """
    cause = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None) or ""
    one_statement = getattr(cause, "sqlite_errorname", "") == "SQLITE_ERROR"
    return isinstance(error, OperationalError) and not state.startswith("40") and not one_statement


def _tell(batch: list[_Asked], results: list[Any]) -> None:
    """Wake who waits, with one call for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for one, result in zip(batch, results, strict=True):
        by_loop.setdefault(one.answer.get_loop(), []).append((one.answer, result))
    for loop, answers in by_loop.items():
        try:
            loop.call_soon_threadsafe(_wake, answers)
        except RuntimeError:  # the loop is closed: nobody waits any more
            continue


def _wake(answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for answer, result in answers:
        if answer.done():  # who waited was cancelled
            continue
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)


_WRITING: WeakKeyDictionary[Engine, Together] = WeakKeyDictionary()
_READING: WeakKeyDictionary[Engine, Together] = WeakKeyDictionary()


def writing(engine: AsyncEngine) -> Together:
    """Return what writes to the database of `engine`: one for all who write to it in this process."""
    return _of(engine, _WRITING, writes=True)


def reading(engine: AsyncEngine) -> Together:
    """Return what reads from the database of `engine`: on a connection of its own, it waits for nobody who writes."""
    return _of(engine, _READING, writes=False)


def _of(engine: AsyncEngine, known: WeakKeyDictionary[Engine, Together], *, writes: bool) -> Together:
    """Return the one of this engine, which is closed when the engine is."""
    if not (found := known.get(engine.sync_engine)):
        found = known[engine.sync_engine] = Together(beside(engine, writes=writes))
        close = found.close
        event.listen(engine.sync_engine, "engine_disposed", lambda _: close())
    return found
