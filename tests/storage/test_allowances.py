import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.operations.pseudonyms import Pseudonyms
from bot.storage import allowances as module
from bot.storage.allowances import (
    HOUR,
    MINUTE,
    Allowances,
    DatabaseAllowances,
    MemoryAllowances,
    Want,
    allowances,
)
from bot.storage.database import migrate, open_database
from tests.clock import Clock

HASHED = Pseudonyms(b"key of tests")
TODAY = 1_796_000_000.0


@pytest.fixture
def clock() -> Clock:
    return Clock(TODAY)


@pytest.fixture
def shared(postgres: Any) -> str:
    """The address of a PostgreSQL database without any allowance used."""
    url = str(postgres.get_uri())
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("TRUNCATE allowance")
    return url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        await engine.dispose()


async def passed(kept: Allowances, times: int, *wants: Want) -> int:
    """Return how many of so many attempts were admitted."""
    return [await kept.take(wants) for _ in range(times)].count(None)


async def wait(kept: Allowances, *wants: Want) -> float:
    refused = await kept.take(wants)
    return refused.seconds if refused else 0


async def test_a_while_s_worth_may_be_done_at_once_and_then_one_more_for_each_share(clock: Clock) -> None:
    kept, want = MemoryAllowances(clock), Want("l", "a", 30)

    assert await passed(kept, 40, want) == 30
    assert await wait(kept, want) == pytest.approx(2)
    clock.seconds += 2
    assert await passed(kept, 40, want) == 1


async def test_others_do_not_wait_and_neither_do_other_limits(clock: Clock) -> None:
    kept = MemoryAllowances(clock)
    await kept.take([Want("l", "a", 1)])

    waits = [await wait(kept, Want(limit, who, 1)) for limit, who in (("l", "a"), ("l", "b"), ("m", "a"))]

    assert waits == [60, 0, 0]


async def test_a_long_pause_saves_up_no_more_than_a_while_s_worth(clock: Clock) -> None:
    kept, want = MemoryAllowances(clock), Want("l", "a", 2, HOUR)
    await kept.take([want])

    clock.seconds += 100 * HOUR

    assert await passed(kept, 5, want) == 2
    assert await wait(kept, want) == pytest.approx(HOUR / 2)


async def test_what_is_refused_counts_nowhere_and_the_narrowest_limit_is_named(clock: Clock) -> None:
    kept = MemoryAllowances(clock)
    narrow, wide = Want("narrow", "a", 1), Want("wide", "all", 2)
    await kept.take([narrow, wide])

    refused = [await kept.take([narrow, wide]) for _ in range(5)]

    assert {one.limit for one in refused if one} == {"narrow"}
    assert await passed(kept, 5, wide) == 1


async def test_memory_is_bounded_and_who_was_heard_of_last_is_remembered(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_KEYS", 100)
    kept = MemoryAllowances(clock)

    for number in range(1000):
        await kept.take([Want("l", str(number), 1)])

    assert len(kept) == 100
    assert [await wait(kept, Want("l", who, 1)) for who in ("999", "0")] == [60, 0]


@given(pauses=st.lists(st.floats(0, 5), max_size=60))
async def test_whatever_the_pace_no_more_than_two_whiles_worth_passes_within_one(pauses: list[float]) -> None:
    clock, admitted = Clock(), []
    kept = MemoryAllowances(clock)

    for pause in pauses:
        clock.seconds += pause
        if await passed(kept, 1, Want("l", "a", 5)):
            admitted.append(clock.seconds)

    assert all(sum(start <= at < start + MINUTE for at in admitted) <= 10 for start in admitted)


ATTEMPTS = st.lists(
    st.tuples(st.integers(0, 20_000), st.sampled_from("ab"), st.booleans(), st.booleans()), min_size=5, max_size=40
)
"""Milliseconds since the attempt before, by whom, and whether each of two wide limits counts too."""


@settings(max_examples=25, deadline=None)
@given(attempts=ATTEMPTS, times=st.integers(1, 9))
def test_memory_and_database_admit_the_same_and_let_wait_the_same(
    postgres: Any, attempts: list[tuple[int, str, bool, bool]], times: int
) -> None:
    async def compare() -> None:
        clock = Clock(TODAY)
        memory = MemoryAllowances(clock)
        async with opened(str(postgres.get_uri())) as engine:
            await DatabaseAllowances(engine, HASHED, lambda: TODAY + HOUR).forget()  # what an earlier example used
            database = DatabaseAllowances(engine, HASHED, clock)
            for pause, who, with_address, with_all in attempts:
                clock.seconds += pause / 1000
                wants = [Want("person", who, times), Want("address", "x", 2 * times), Want("all", "", 3 * times)]
                chosen = [wants[0], *([wants[1]] if with_address else []), *([wants[2]] if with_all else [])]
                expected, found = await memory.take(chosen), await database.take(chosen)
                assert (found is None) == (expected is None)
                assert not found or not expected or found.limit == expected.limit
                assert found is None or found.seconds == pytest.approx(expected.seconds if expected else 0, abs=0.01)

    migrate(str(postgres.get_uri()))
    asyncio.run(compare())


async def test_processes_count_together_by_the_database_s_clock(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 60.0)  # however busy the machine of the tests is
    wants = [Want("person", "lan", 10, HOUR), Want("all", "everybody", 1000, HOUR)]
    async with opened(shared) as one, opened(shared) as other:
        processes = [DatabaseAllowances(engine, HASHED) for engine in (one, other)]
        answers = await asyncio.gather(*(kept.take(wants) for kept in processes for _ in range(15)))

    assert answers.count(None) == 10


@pytest.mark.parametrize("back", [5 * MINUTE, HOUR, 10_000 * HOUR])
async def test_after_the_database_s_clock_was_set_back_everybody_begins_anew(
    shared: str, clock: Clock, back: float
) -> None:
    wants = [Want("person", "lan", 20), Want("all", "everybody", 25)]
    async with opened(shared) as engine:
        kept = DatabaseAllowances(engine, HASHED, clock)
        await passed(kept, 30, *wants)
        clock.seconds -= back

        admitted = await passed(kept, 30, *wants)

        assert admitted == 20
        assert await wait(kept, *wants) == pytest.approx(3)


async def test_after_the_database_s_clock_was_set_back_a_little_nobody_waits_for_longer_than_that(
    shared: str, clock: Clock
) -> None:
    want = Want("person", "lan", 20)
    async with opened(shared) as engine:
        kept = DatabaseAllowances(engine, HASHED, clock)
        await passed(kept, 30, want)
        clock.seconds -= MINUTE

        assert await wait(kept, want) == pytest.approx(MINUTE + 3)


async def test_whom_it_counts_is_not_in_the_database(shared: str) -> None:
    async with opened(shared) as engine:
        await DatabaseAllowances(engine, HASHED).take([Want("web.address", "203.0.113.9", 10)])
        with psycopg.connect(shared) as connection:
            [[key]] = connection.execute("SELECT key FROM allowance").fetchall()

    assert key == f"web.address:{HASHED.of('web.address', '203.0.113.9')}"


async def test_what_is_used_up_no_longer_is_forgotten(
    shared: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FORGET_SECONDS", -1.0)
    async with opened(shared) as engine:
        kept = DatabaseAllowances(engine, HASHED, clock)
        await kept.take([Want("l", "a", 1)])
        clock.seconds += 61
        await kept.take([Want("l", "b", 1)])
        with psycopg.connect(shared) as connection:
            keys = connection.execute("SELECT key FROM allowance").fetchall()

    assert keys == [(f"l:{HASHED.of('l', 'b')}",)]


async def test_while_the_database_is_away_each_process_counts_for_itself() -> None:
    want = Want("l", "a", 3)
    async with opened("postgresql://nobody@127.0.0.1:1/nothing") as engine:
        kept = DatabaseAllowances(engine, HASHED)
        with capture_logs() as logs:
            admitted = await passed(kept, 9, want)

    assert admitted == 3
    assert [entry["event"] for entry in logs] == ["allowances_unreachable"]


async def test_nothing_wanted_asks_nothing() -> None:
    async with opened("postgresql://nobody@127.0.0.1:1/nothing") as engine:
        assert await DatabaseAllowances(engine, HASHED).take([]) is None


async def test_a_file_s_one_process_keeps_them_in_memory(engine: AsyncEngine) -> None:
    kept = allowances(engine, HASHED)

    assert isinstance(kept, MemoryAllowances) == (engine.dialect.name == "sqlite")
