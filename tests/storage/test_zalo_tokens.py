import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from bot.storage.zalo_tokens import TokenPair, ZaloTokens

APP = "360846524940903967"
LATER = datetime(2026, 12, 1, 8, tzinfo=UTC)
LEASE = timedelta(minutes=1)


def pair(name: str) -> TokenPair:
    return TokenPair(f"access {name}", f"refresh {name}", LATER)


@pytest.fixture
def tokens(engine: AsyncEngine) -> ZaloTokens:
    return ZaloTokens(engine, APP)


async def stored(tokens: ZaloTokens) -> TokenPair | None:
    found = await tokens.load()
    return found.pair if found else None


async def test_without_a_consent_there_is_no_pair(tokens: ZaloTokens) -> None:
    assert await tokens.load() is None


async def test_a_pair_is_there_for_the_next_start_and_other_processes(tokens: ZaloTokens, database_url: str) -> None:
    await tokens.connect(pair("1"))

    other = open_database(database_url)
    found = await stored(ZaloTokens(other, APP))
    await other.dispose()

    assert found == pair("1")


async def test_each_app_has_its_own_pair(tokens: ZaloTokens, engine: AsyncEngine) -> None:
    await tokens.connect(pair("1"))

    assert await ZaloTokens(engine, "999").load() is None


async def test_a_new_consent_replaces_the_pair_and_ends_a_refusal(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.refuse("refresh 1")

    await tokens.connect(pair("2"))

    found = await tokens.load()
    assert found
    assert (found.pair, found.refused_at) == (pair("2"), None)


async def test_the_settings_pair_is_taken_into_an_empty_table(tokens: ZaloTokens) -> None:
    assert await tokens.adopt(pair("1"))
    assert await stored(tokens) == pair("1")


async def test_a_settings_pair_that_was_taken_before_never_comes_back(tokens: ZaloTokens) -> None:
    await tokens.adopt(pair("1"))
    await tokens.save("refresh 1", pair("2"))
    await tokens.adopt(pair("new"))

    assert not await tokens.adopt(pair("1"))
    assert await stored(tokens) == pair("new")


async def test_a_new_settings_pair_wins_over_the_stored_one(tokens: ZaloTokens) -> None:
    await tokens.adopt(pair("1"))
    await tokens.save("refresh 1", pair("2"))
    await tokens.refuse("refresh 2")

    assert await tokens.adopt(pair("new"))
    found = await tokens.load()
    assert found
    assert (found.pair, found.refused_at) == (pair("new"), None)


async def test_of_two_starts_at_once_one_takes_the_settings_pair(tokens: ZaloTokens) -> None:
    taken = await asyncio.gather(*(tokens.adopt(pair("1")) for _ in range(4)))

    assert sorted(taken) == [False, False, False, True]


async def test_one_of_many_may_renew(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))

    claimed = await asyncio.gather(*(tokens.claim("refresh 1", LEASE) for _ in range(5)))

    assert sorted(claimed) == [False] * 4 + [True]


async def test_a_claim_that_ran_out_is_free_and_remembered(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.claim("refresh 1", timedelta(0))

    found = await tokens.load()

    assert found
    assert found.renewing_until
    assert await tokens.claim("refresh 1", LEASE)


async def test_a_claim_given_back_is_free_and_remembered(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.claim("refresh 1", LEASE)

    await tokens.give_back("refresh 1")

    found = await tokens.load()
    assert found
    assert found.renewing_until
    assert await tokens.claim("refresh 1", LEASE)


async def test_a_refresh_token_of_the_past_cannot_be_claimed(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.save("refresh 1", pair("2"))

    assert not await tokens.claim("refresh 1", LEASE)


async def test_saving_ends_the_claim(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.claim("refresh 1", LEASE)

    assert await tokens.save("refresh 1", pair("2"))

    found = await tokens.load()
    assert found
    assert (found.pair, found.renewing_until) == (pair("2"), None)


async def test_what_was_got_for_a_pair_that_was_replaced_is_not_kept(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("1"))
    await tokens.connect(pair("of another consent"))

    assert not await tokens.save("refresh 1", pair("2"))
    assert await stored(tokens) == pair("of another consent")


async def test_a_refusal_of_a_pair_that_was_replaced_changes_nothing(tokens: ZaloTokens) -> None:
    await tokens.connect(pair("2"))

    await tokens.refuse("refresh 1")

    found = await tokens.load()
    assert found
    assert found.refused_at is None


async def test_no_token_is_shown_when_a_pair_is_printed(tokens: ZaloTokens) -> None:
    await tokens.connect(TokenPair("hush-access", "hush-refresh", LATER))

    shown = f"{await tokens.load()!r} {await tokens._row()!r} {await tokens._row()}"

    assert "hush" not in shown
