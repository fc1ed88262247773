import asyncio

import pytest

from bot.channels.shift import Shift
from tests.channels.eventually import eventually
from tests.channels.turns import Turns


async def until(ended: asyncio.Event) -> None:
    await ended.wait()


async def test_of_two_one_works_and_the_other_waits_until_the_turn_passes_on() -> None:
    turns, stop = Turns(), asyncio.Event()
    shifts = [Shift("receiving", turns.alone) for _ in range(2)]
    assert [shift.waits for shift in shifts] == [False, False]

    tasks = [asyncio.create_task(shift.run(stop, until)) for shift in shifts]
    await eventually(lambda: [shift.waits for shift in shifts] == [False, True])
    turns.pass_on()
    await eventually(lambda: [shift.waits for shift in shifts] == [True, False])
    stop.set()
    await asyncio.gather(*tasks)

    assert [shift.waits for shift in shifts] == [False, False]


async def test_a_process_without_others_is_never_waiting() -> None:
    shift, stop = Shift("receiving"), asyncio.Event()
    seen = []

    async def look(_: asyncio.Event) -> None:
        seen.append(shift.waits)

    await shift.run(stop, look)

    assert [*seen, shift.waits] == [False, False]


async def test_work_that_fails_leaves_nobody_waiting() -> None:
    shift = Shift("receiving")

    async def fail(_: asyncio.Event) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await shift.run(asyncio.Event(), fail)

    assert not shift.waits
