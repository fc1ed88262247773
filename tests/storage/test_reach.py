import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.database import open_database
from bot.storage.reach import Count, Event, Happened, Reach
from bot.storage.tables import ReachCount

DAY = date(2026, 11, 28)
SCAN = Happened(DAY, "4072", "1.001193", Event.SCAN)
HAPPENED = st.builds(
    Happened,
    st.sampled_from([DAY, DAY - timedelta(1), DAY + timedelta(1)]),
    st.sampled_from(["", "4072", "5083"]),
    st.sampled_from(["", "1.001193"]),
    st.sampled_from(Event),
)


@pytest.fixture
def reach(engine: AsyncEngine) -> Reach:
    return Reach(engine)


@pytest.fixture
async def other_process(database_url: str) -> AsyncIterator[Reach]:
    """What another replica over the same database counts with."""
    engine = open_database(database_url)
    yield Reach(engine)
    await engine.dispose()


async def kept(reach: Reach) -> dict[Happened, int]:
    return {row.happened: row.count for row in await reach.between(date.min, date.max)}


async def test_what_happens_again_is_added_to_what_was_counted(reach: Reach) -> None:
    await reach.add([SCAN])
    await reach.add([SCAN, SCAN])

    assert await reach.between(DAY, DAY) == [Count(SCAN, 3)]


async def test_each_day_desk_procedure_and_event_is_counted_by_itself(reach: Reach) -> None:
    others = [
        Happened(DAY + timedelta(1), "4072", "1.001193", Event.SCAN),
        Happened(DAY, "", "1.001193", Event.SCAN),
        Happened(DAY, "4072", "", Event.SCAN),
        Happened(DAY, "4072", "1.001193", Event.TAP),
    ]
    await reach.add([SCAN, *others, SCAN])

    assert await kept(reach) == {SCAN: 2} | dict.fromkeys(others, 1)


async def test_nothing_writes_nothing(reach: Reach) -> None:
    await reach.add([])

    assert await kept(reach) == {}


async def test_only_the_days_asked_for_are_given_both_ends_among_them(reach: Reach) -> None:
    days = [DAY + timedelta(more) for more in range(-2, 3)]
    await reach.add(Happened(day, "", "", Event.QUESTION) for day in days)

    found = await reach.between(DAY - timedelta(1), DAY + timedelta(1))

    assert [row.happened.day for row in found] == days[1:4]
    assert await reach.between(DAY + timedelta(1), DAY - timedelta(1)) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(HAPPENED, max_size=12), max_size=5))
async def test_the_counters_are_the_sums_of_whatever_was_added(
    reach: Reach, engine: AsyncEngine, batches: list[list[Happened]]
) -> None:
    for batch in batches:
        await reach.add(batch)

    assert await kept(reach) == Counter(one for batch in batches for one in batch)
    async with AsyncSession(engine) as session:
        await session.exec(delete(ReachCount))
        await session.commit()


async def test_many_tasks_of_two_processes_at_once_lose_nothing(reach: Reach, other_process: Reach) -> None:
    tap = Happened(DAY, "5083", "1.000894", Event.TAP)
    told = Happened(DAY, "", "", Event.TOLD)
    orders = ([SCAN, tap, told], [told, SCAN, tap], [tap, told, SCAN])  # rows met in every order: nobody waits for ever

    async with asyncio.timeout(60):
        await asyncio.gather(*((reach, other_process)[turn % 2].add(orders[turn % 3]) for turn in range(60)))

    assert await kept(reach) == {SCAN: 60, tap: 60, told: 60}


async def test_of_what_cannot_be_counted_nothing_is_while_others_are(reach: Reach) -> None:
    impossible = Happened(DAY, "5083", None, Event.TAP)  # type: ignore[arg-type]
    tap = Happened(DAY, "9", "", Event.TAP)

    first, second = await asyncio.gather(reach.add([SCAN, impossible]), reach.add([tap]), return_exceptions=True)

    assert (type(first), second) == (IntegrityError, None)
    assert await kept(reach) == {tap: 1}


def test_a_row_has_no_column_for_a_person() -> None:
    assert set(SQLModel.metadata.tables["reach"].columns.keys()) == {"day", "desk", "procedure", "event", "count"}
