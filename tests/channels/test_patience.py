import asyncio
from typing import Any

import pytest

from bot.channels.patience import Patience, Token


@pytest.mark.parametrize(
    ("unsure", "tries"),
    [
        ([False] * 9, [True, True, True, False]),
        ([True, True], [True, False]),
        ([True, False, False], [True, True, True]),
        ([False, True, False, True], [True, True, True, False]),
    ],
)
async def test_what_surely_failed_is_tried_to_the_end_and_what_may_have_succeeded_once(
    unsure: list[bool], tries: list[bool]
) -> None:
    patience = Patience((0, 0, 0), {})

    assert [await patience.again(unsure=each) for each in unsure[: len(tries)]] == tries


async def test_what_may_have_succeeded_is_known_to_who_tries_another_day_and_tried_once_more_at_the_end_too() -> None:
    message: dict[str, Any] = {"text": "một"}
    patience = Patience((), message)

    assert await patience.again(unsure=True)
    assert not await patience.again(unsure=False)
    assert Patience((0,), message).was_unsure
    assert not await Patience((0,), message).again(unsure=True)


async def test_a_refused_token_is_tried_again_until_it_is_taken() -> None:
    told: list[str] = []
    stop = asyncio.Event()
    token = Token(lambda: told.append("refused"), 0.001)
    refused = iter((True, True, False))
    seen: list[bool] = []

    async def work(ended: asyncio.Event) -> None:
        if next(refused):
            token.refuse()
            token.refuse()  # by another answer under way
        else:
            seen.append(token.is_refused)
            token.take()
            stop.set()
        await ended.wait()

    await token.serve(stop, work)

    assert (told, seen, token.is_refused) == (["refused", "refused"], [True], False)


async def test_a_stop_does_not_wait_for_the_next_try() -> None:
    stop = asyncio.Event()
    token = Token(stop.set, 3600)

    async def work(_: asyncio.Event) -> None:
        token.refuse()

    await token.serve(stop, work)

    assert token.is_refused
