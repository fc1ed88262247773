import asyncio

import pytest

from bot.operations.waiting import Probe, calling_at, pause, unless


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


async def test_many_who_ask_what_hangs_wait_for_one_question_and_no_longer_than_they_like() -> None:
    answers, asked = asyncio.Event(), []

    async def ask() -> str:
        asked.append(1)
        await answers.wait()
        return "yes"

    probe = Probe(ask, 0.01)

    assert await asyncio.gather(*(probe.answer() for _ in range(50))) == [None] * 50
    assert await probe.answer() is None
    answers.set()
    assert await probe.answer() == "yes"
    assert len(asked) == 1
    assert (await probe.answer(), len(asked)) == ("yes", 2)


async def test_what_fails_gives_no_answer() -> None:
    async def ask() -> str:
        raise OSError

    assert await Probe(ask, 1).answer() is None
