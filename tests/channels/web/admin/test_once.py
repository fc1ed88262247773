import asyncio

import pytest

from bot.channels.web.admin.once import once


class Work:
    """Work that counts how often it was begun, and ends when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        await self.may_end.wait()
        return self.begun


async def test_who_asks_for_the_same_meanwhile_gets_the_same() -> None:
    work = Work()
    asked = [asyncio.create_task(once("a", work)) for _ in range(3)]
    await asyncio.sleep(0)
    work.may_end.set()

    assert await asyncio.gather(*asked) == [1, 1, 1]


async def test_other_work_is_done_beside_it_and_the_same_again_afterwards() -> None:
    work = Work()
    work.may_end.set()

    assert sorted(await asyncio.gather(once("a", work), once("b", work))) == [1, 2]
    assert await once("a", work) == 3


async def test_it_goes_on_when_the_first_who_asked_goes_away() -> None:
    work = Work()
    first, second = asyncio.create_task(once("a", work)), asyncio.create_task(once("a", work))
    await asyncio.sleep(0)
    first.cancel()
    work.may_end.set()

    assert await second == 1


async def test_what_it_raises_is_raised_for_all_and_not_kept() -> None:
    async def fails() -> None:
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            await once("a", fails)
