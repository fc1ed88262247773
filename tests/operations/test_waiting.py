import asyncio

import pytest

from bot.operations.waiting import calling_at, pause, unless


def stopped() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def test_a_pause_ends_by_itself_or_with_the_stop() -> None:
    stop = asyncio.Event()

    await pause(stop, 0.001)
    await pause(stopped(), 3600)

    assert not stop.is_set()


async def test_work_is_done_unless_it_is_time_to_stop() -> None:
    begun = asyncio.Event()

    async def forever() -> str:
        begun.set()
        await asyncio.Event().wait()
        return "never"

    async def short() -> str:
        return "done"

    async def broken() -> str:
        raise LookupError

    assert await unless(asyncio.Event(), short()) == "done"
    assert await unless(begun, forever()) is None
    with pytest.raises(LookupError):
        await unless(asyncio.Event(), broken())


async def test_what_is_to_be_called_at_the_stop_is_called_then_and_not_afterwards() -> None:
    calls: list[str] = []
    early, late = asyncio.Event(), asyncio.Event()

    async with calling_at(early, lambda: calls.append("early")):
        early.set()
        await asyncio.sleep(0.01)
    async with calling_at(late, lambda: calls.append("late")):
        pass
    late.set()
    await asyncio.sleep(0.01)

    assert calls == ["early"]
