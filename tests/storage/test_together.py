import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import Connection, event, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select

from bot.storage import database
from bot.storage.tables import StoredDesk
from bot.storage.together import LAST, Together, Work, reading, writing


@pytest.fixture
def together(engine: AsyncEngine) -> Together:
    return writing(engine)


class Commits:
    """Counts what a database commits."""

    def __init__(self, together: Together) -> None:
        self.count = 0
        event.listen(together._engine, "commit", self._count)

    def _count(self, _: Connection) -> None:
        self.count += 1


INSERT = insert(StoredDesk)


def adding(number: str) -> Work[None]:
    row = {"number": number, "name": "", "office": "", "commune": "", "created_at": datetime.now(UTC), "created_by": ""}

    def add(connection: Connection) -> None:
        connection.execute(INSERT, row)

    return add


def numbers(connection: Connection) -> list[str]:
    return list(connection.execute(select(StoredDesk.number).order_by(col(StoredDesk.number))).scalars())


class Held:
    """Keeps the thread busy, so that what is asked meanwhile waits together."""

    def __init__(self) -> None:
        self._may_end = Event()

    def __call__(self, _: Connection) -> None:
        assert self._may_end.wait(60)

    def let_go(self) -> None:
        self._may_end.set()


@pytest.fixture
def held() -> Iterator[Held]:
    one = Held()
    yield one
    one.let_go()


async def test_work_is_committed_before_it_returns(engine: AsyncEngine, together: Together) -> None:
    await together.do(adding("1"))

    assert await reading(engine).do(numbers) == ["1"]


async def test_what_waits_together_is_committed_at_once(together: Together, held: Held) -> None:
    commits, first = Commits(together), asyncio.create_task(together.do(held))
    await asyncio.sleep(0)
    others = [asyncio.create_task(together.do(adding(str(number)))) for number in range(9)]
    await asyncio.sleep(0)

    held.let_go()
    await asyncio.gather(first, *others)

    assert commits.count <= 2
    assert len(await together.do(numbers)) == 9


async def test_what_fails_takes_nothing_else_with_it(together: Together, held: Held) -> None:
    first = asyncio.create_task(together.do(held))
    await asyncio.sleep(0)
    asked = [asyncio.create_task(together.do(adding(number))) for number in ("1", "2", "1", "3")]
    await asyncio.sleep(0)

    held.let_go()
    await first
    results = await asyncio.gather(*asked, return_exceptions=True)

    assert [type(result) for result in results] == [type(None), type(None), IntegrityError, type(None)]
    assert await together.do(numbers) == ["1", "2", "3"]


async def test_work_is_done_as_it_was_asked_and_what_has_an_order_after_it(together: Together, held: Held) -> None:
    done: list[str] = []
    first = asyncio.create_task(together.do(held))
    await asyncio.sleep(0)
    orders = {"một": "", "hai": LAST, "ba": "b", "bốn": "a", "năm": ""}

    def noting(name: str) -> Work[None]:
        return lambda _: done.append(name)

    asked = [asyncio.create_task(together.do(noting(name), order)) for name, order in orders.items()]
    await asyncio.sleep(0)

    held.let_go()
    await asyncio.gather(first, *asked)

    assert done == ["một", "năm", "bốn", "ba", "hai"]


async def test_steps_that_are_asked_as_one_are_done_each_in_its_place_and_all_or_none(
    together: Together, held: Held
) -> None:
    done: list[str] = []
    first = asyncio.create_task(together.do(held))
    await asyncio.sleep(0)

    def noting(name: str) -> Work[None]:
        return lambda _: done.append(name)

    one = asyncio.create_task(together.do_all([("c", noting("c")), ("a", noting("a"))]))
    other = asyncio.create_task(together.do_all([("b", noting("b"))]))
    failing = asyncio.create_task(together.do_all([("d", adding("1")), ("e", adding("2")), ("f", adding("1"))]))
    await asyncio.sleep(0)
    held.let_go()
    await asyncio.gather(first, one, other)

    assert done[:3] == ["a", "b", "c"]
    with pytest.raises(IntegrityError):
        await failing
    assert await together.do(numbers) == []


async def test_who_gave_up_waiting_holds_nobody_up(together: Together, held: Held) -> None:
    first = asyncio.create_task(together.do(held))
    await asyncio.sleep(0)
    given_up = asyncio.create_task(together.do(adding("1")))
    await asyncio.sleep(0)
    given_up.cancel()

    held.let_go()
    await first

    assert await together.do(numbers) == ["1"]


async def test_it_goes_on_after_the_engine_was_closed(engine: AsyncEngine, together: Together) -> None:
    await together.do(adding("1"))
    await engine.dispose()

    assert await together.do(numbers) == ["1"]


async def test_a_connection_that_was_lost_while_it_rested_is_replaced(
    engine: AsyncEngine, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("a file has no server that could close a connection")
    monkeypatch.setattr(database, "RESTED_SECONDS", 0.0)
    [mine] = await together.do(lambda connection: list(connection.execute(text("SELECT pg_backend_pid()")).scalars()))
    async with engine.begin() as other:
        await other.execute(text("SELECT pg_terminate_backend(:mine)"), {"mine": mine})

    await together.do(adding("1"))

    assert await together.do(numbers) == ["1"]


async def test_reading_sees_what_is_committed_while_somebody_writes(
    engine: AsyncEngine, together: Together, held: Held
) -> None:
    await together.do(adding("1"))
    first = asyncio.create_task(together.do(held))
    await asyncio.sleep(0)

    assert await reading(engine).do(numbers) == ["1"]

    held.let_go()
    await first


def test_there_is_one_writer_of_a_database(engine: AsyncEngine) -> None:
    assert writing(engine) is writing(engine)
    assert writing(engine) is not reading(engine)


async def test_what_is_left_for_later_is_collected_from_tasks_too_and_done_at_once_where_nobody_collects(
    engine: AsyncEngine, together: Together
) -> None:
    with together.collecting() as collected:
        await asyncio.create_task(together.later(adding("1")))
        await reading(engine).later(adding("2"))

    assert await together.do(numbers) == ["2"], "what goes to another database does not wait for this one"
    for work in collected:
        await together.do(work)
    await together.later(adding("3"))
    assert await together.do(numbers) == ["1", "2", "3"]
