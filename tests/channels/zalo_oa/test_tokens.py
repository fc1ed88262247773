import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.channels.zalo_oa.oauth import OAuth, UnreachableError, challenge, new_verifier
from bot.channels.zalo_oa.tokens import LEASE, LOOK_SECONDS, NotConnectedError, Tokens, _is_due
from bot.settings import ZaloOaSettings
from bot.storage.database import open_database
from bot.storage.tables import ZaloToken
from bot.storage.zalo_tokens import StoredPair, TokenPair, ZaloTokens
from tests.channels.conftest import Logs
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, TOKEN_PATH, FakeZaloOa, Fault


@pytest.fixture
async def other_engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_database(database_url)
    yield opened
    await opened.dispose()


@pytest.fixture
def replica(settings: ZaloOaSettings, other_engine: AsyncEngine, client: httpx.AsyncClient) -> Tokens:
    """The tokens as another process sees them."""
    return Tokens(settings, ZaloTokens(other_engine, APP_ID), OAuth(settings, client))


class _KilledError(BaseException):
    """The process ends here."""


class _DyingStore(ZaloTokens):
    """Of a process that dies between Zalo's answer and storing it, whose claim runs out at once."""

    async def claim(self, refresh: str, lease: timedelta) -> bool:
        return await super().claim(refresh, timedelta(0))

    async def save(self, refresh: str, pair: TokenPair) -> bool:
        raise _KilledError


@pytest.fixture
def dying(settings: ZaloOaSettings, engine: AsyncEngine, client: httpx.AsyncClient) -> Tokens:
    return Tokens(settings, _DyingStore(engine, APP_ID), OAuth(settings, client))


def events(logs: Logs) -> list[str]:
    return [str(entry["event"]) for entry in logs]


async def pair_in(store: ZaloTokens) -> TokenPair:
    stored = await store.load()
    assert stored
    return stored.pair


async def connected(tokens: Tokens) -> str:
    await tokens.adopt_settings()
    await tokens.keep_fresh()
    return await tokens.access()


def fail_once(store: ZaloTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    save = store.save

    async def fail(refresh: str, pair: TokenPair) -> bool:
        monkeypatch.setattr(store, "save", save)
        raise OperationalError("update", {}, Exception("disk I/O error"))

    monkeypatch.setattr(store, "save", fail)


async def test_without_any_pair_nothing_is_ready(store: ZaloTokens, client: httpx.AsyncClient, logs: Logs) -> None:
    without = ZaloOaSettings(app_id=APP_ID, app_secret=SecretStr(APP_SECRET), oa_secret=SecretStr(OA_SECRET))
    tokens = Tokens(without, store, OAuth(ZaloOaSettings(), client))

    for _ in range(3):
        await tokens.adopt_settings()
        await tokens.keep_fresh()

    assert not tokens.is_ready()
    assert events(logs) == ["zalo_oa_not_ready"]
    with pytest.raises(NotConnectedError):
        await tokens.access()


async def test_a_pair_of_the_settings_is_taken_over_and_renewed_at_once(
    tokens: Tokens, zalo: FakeZaloOa, settings: ZaloOaSettings
) -> None:
    access = await connected(tokens)

    assert access != settings.access_token.get_secret_value()
    assert zalo.refreshes == [0]
    assert tokens.is_ready()


async def test_a_young_token_is_left_alone(tokens: Tokens, zalo: FakeZaloOa) -> None:
    access = await connected(tokens)

    await tokens.keep_fresh()

    assert await tokens.access() == access
    assert zalo.refreshes == [0]


@pytest.mark.parametrize(("hours", "due"), [(0.0, False), (19.9, False), (20.1, True), (30.0, True)])
def test_a_token_is_due_at_four_fifths_of_its_life(hours: float, due: bool) -> None:  # noqa: FBT001
    obtained = datetime.now(UTC) - timedelta(hours=hours)
    pair = TokenPair("access", "refresh", obtained + timedelta(hours=25))

    assert _is_due(StoredPair(pair, obtained, None, None)) is due


async def set_clock(engine: AsyncEngine, ahead: timedelta) -> None:
    """Set the clock as it would be seen from the table: every moment in there moves the other way."""
    async with AsyncSession(engine) as session:
        row = (await session.exec(select(ZaloToken))).one()
        row.obtained_at -= ahead
        row.expires_at -= ahead
        row.renewing_until = row.renewing_until and row.renewing_until - ahead
        row.refused_at = row.refused_at and row.refused_at - ahead
        await session.commit()


CLOCK_SET = pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(hours=-3), timedelta(days=-400)])


@CLOCK_SET
async def test_after_the_clock_was_set_a_token_of_unknown_age_is_renewed_once(
    tokens: Tokens, engine: AsyncEngine, zalo: FakeZaloOa, ahead: timedelta
) -> None:
    await connected(tokens)

    await set_clock(engine, ahead)
    await tokens.keep_fresh()
    await tokens.keep_fresh()

    assert zalo.refreshes == [0, 0]
    assert tokens.is_ready()


async def test_clocks_that_differ_by_seconds_renew_nothing(
    tokens: Tokens, engine: AsyncEngine, zalo: FakeZaloOa
) -> None:
    await connected(tokens)

    await set_clock(engine, timedelta(seconds=-30))
    await tokens.keep_fresh()

    assert zalo.refreshes == [0]


@CLOCK_SET
async def test_after_the_clock_was_set_nobody_waits_for_a_process_that_died_while_it_renewed(
    tokens: Tokens, engine: AsyncEngine, store: ZaloTokens, zalo: FakeZaloOa, ahead: timedelta
) -> None:
    stale = await connected(tokens)
    await store.claim((await pair_in(store)).refresh, LEASE)

    await set_clock(engine, ahead)

    async with asyncio.timeout(LOOK_SECONDS * 20):
        assert await tokens.renew(stale) != stale
    assert zalo.refreshes == [0, 0]


@CLOCK_SET
async def test_after_the_clock_was_set_a_refusal_is_tried_again(
    tokens: Tokens, engine: AsyncEngine, store: ZaloTokens, zalo: FakeZaloOa, ahead: timedelta
) -> None:
    await store.connect(TokenPair(*zalo.pair(), datetime.now(UTC)))
    zalo.plan(TOKEN_PATH, Fault(error=-14099))
    await tokens.keep_fresh()

    await set_clock(engine, ahead)
    await tokens.keep_fresh()

    assert zalo.refreshes == [0]
    assert tokens.is_ready()


async def test_a_restart_goes_on_with_the_stored_pair(tokens: Tokens, replica: Tokens, zalo: FakeZaloOa) -> None:
    access = await connected(tokens)

    assert await connected(replica) == access
    assert zalo.refreshes == [0]


async def test_many_who_are_refused_at_once_renew_once(tokens: Tokens, zalo: FakeZaloOa) -> None:
    stale = await connected(tokens)

    renewed = await asyncio.gather(*(tokens.renew(stale) for _ in range(20)))

    assert len(set(renewed)) == 1
    assert renewed[0] != stale
    assert zalo.refreshes == [0, 0]


async def test_two_replicas_that_race_renew_once(tokens: Tokens, replica: Tokens, zalo: FakeZaloOa) -> None:
    stale = await connected(tokens)
    zalo.plan(TOKEN_PATH, Fault(seconds=0.2))

    renewed = await asyncio.gather(*(one.renew(stale) for one in (tokens, replica) for _ in range(5)))

    assert len(set(renewed)) == 1
    assert zalo.refreshes == [0, 0]


async def test_two_replicas_that_start_on_an_empty_table_renew_once(
    tokens: Tokens, replica: Tokens, zalo: FakeZaloOa
) -> None:
    first, second = await asyncio.gather(connected(tokens), connected(replica))

    assert first == second
    assert zalo.refreshes == [0]


async def test_a_token_that_was_renewed_elsewhere_is_not_renewed_again(
    tokens: Tokens, replica: Tokens, zalo: FakeZaloOa
) -> None:
    stale = await connected(tokens)
    newer = await replica.renew(stale)

    assert await tokens.renew(stale) == newer
    assert zalo.refreshes == [0, 0]


async def test_a_caller_who_is_cancelled_does_not_break_the_renewal_off(
    tokens: Tokens, store: ZaloTokens, zalo: FakeZaloOa
) -> None:
    stale = await connected(tokens)
    zalo.plan(TOKEN_PATH, Fault(seconds=0.2))
    caller = asyncio.create_task(tokens.renew(stale))
    await asyncio.sleep(0.05)

    caller.cancel()
    await tokens.close()

    assert (await pair_in(store)).access != stale
    assert zalo.refreshes == [0, 0]


async def test_a_new_pair_is_stored_before_anybody_uses_it(
    tokens: Tokens, store: ZaloTokens, zalo: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = await connected(tokens)
    fail_once(store, monkeypatch)

    with pytest.raises(OperationalError):
        await tokens.renew(stale)

    assert (await pair_in(store)).access == stale
    assert zalo.refreshes == [0, 0]


async def test_a_pair_that_the_database_did_not_take_is_stored_as_soon_as_it_does(
    tokens: Tokens, store: ZaloTokens, zalo: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = await connected(tokens)
    fail_once(store, monkeypatch)
    with pytest.raises(OperationalError):
        await tokens.renew(stale)

    newer = await tokens.access()

    assert newer == (await pair_in(store)).access != stale
    assert zalo.refreshes == [0, 0]


async def test_a_process_that_dies_after_storing_leaves_the_new_pair_to_the_next(
    tokens: Tokens, replica: Tokens, store: ZaloTokens, zalo: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = await connected(tokens)
    save = store.save

    async def save_and_die(refresh: str, pair: TokenPair) -> bool:
        await save(refresh, pair)
        raise _KilledError

    monkeypatch.setattr(store, "save", save_and_die)
    with pytest.raises(_KilledError):
        await tokens.renew(stale)

    assert await replica.access() != stale
    assert zalo.refreshes == [0, 0]


async def test_a_process_that_dies_before_storing_costs_the_connection_and_the_log_says_so(
    tokens: Tokens, dying: Tokens, replica: Tokens, logs: Logs
) -> None:
    stale = await connected(tokens)
    with pytest.raises(_KilledError):
        await dying.renew(stale)

    with pytest.raises(NotConnectedError):
        await replica.renew(stale)
    await replica.keep_fresh()

    assert not replica.is_ready()
    assert await replica.access() == stale  # as long as Zalo takes it
    assert {"zalo_oa_renewal_was_broken_off", "zalo_oa_not_ready"} <= set(events(logs))
    told = next(entry for entry in logs if entry["event"] == "zalo_oa_reconnect")
    assert (told["code"], told["broken_off_before"], told["log_level"]) == (-14020, True, "critical")


async def test_a_process_that_dies_before_zalo_was_asked_costs_nothing(
    tokens: Tokens, replica: Tokens, store: ZaloTokens, zalo: FakeZaloOa
) -> None:
    stale = await connected(tokens)
    await store.claim((await pair_in(store)).refresh, timedelta(0))

    assert await replica.renew(stale) != stale
    assert zalo.refreshes == [0, 0]


async def test_a_refusal_is_not_tried_again_at_once_but_later(
    tokens: Tokens, store: ZaloTokens, zalo: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.connect(TokenPair(*zalo.pair(), datetime.now(UTC)))
    zalo.plan(TOKEN_PATH, Fault(error=-14099))
    await tokens.keep_fresh()
    await tokens.keep_fresh()
    assert zalo.refreshes == []
    assert not tokens.is_ready()

    monkeypatch.setattr("bot.channels.zalo_oa.tokens.TRY_REFUSED_AGAIN", timedelta(0))
    await tokens.keep_fresh()

    assert zalo.refreshes == [0]
    assert tokens.is_ready()


async def test_a_new_pair_in_the_settings_ends_a_refusal(
    tokens: Tokens, settings: ZaloOaSettings, store: ZaloTokens, client: httpx.AsyncClient, zalo: FakeZaloOa
) -> None:
    await connected(tokens)
    zalo.revoke_refresh()
    with pytest.raises(NotConnectedError):
        await tokens.renew(await tokens.access())
    access, refresh = zalo.pair()
    again = settings.model_copy(update={"access_token": SecretStr(access), "refresh_token": SecretStr(refresh)})
    restarted = Tokens(again, store, OAuth(again, client))

    await connected(restarted)

    assert restarted.is_ready()


async def test_a_consent_on_the_command_line_ends_a_refusal_of_the_running_bot(
    tokens: Tokens, replica: Tokens, zalo: FakeZaloOa
) -> None:
    await connected(tokens)
    zalo.revoke_refresh()
    with pytest.raises(NotConnectedError):
        await tokens.renew(await tokens.access())
    verifier = new_verifier()

    await replica.exchange(zalo.consent(challenge(verifier)), verifier)
    await tokens.keep_fresh()

    assert tokens.is_ready()
    assert replica.is_ready()


async def test_zalo_out_of_reach_is_tried_again_and_the_old_token_serves(
    tokens: Tokens, store: ZaloTokens, zalo: FakeZaloOa
) -> None:
    stale = await connected(tokens)
    zalo.plan(TOKEN_PATH, Fault(status=502))
    with pytest.raises(UnreachableError):
        await tokens.renew(stale)

    assert await tokens.access() == stale
    assert await tokens.renew(stale) != stale


async def test_an_answer_lost_on_its_way_costs_the_connection_and_the_log_says_so(
    tokens: Tokens, zalo: FakeZaloOa, logs: Logs
) -> None:
    stale = await connected(tokens)
    zalo.plan(TOKEN_PATH, Fault(reset=True, after=True))
    with pytest.raises(UnreachableError):
        await tokens.renew(stale)

    with pytest.raises(NotConnectedError):
        await tokens.renew(stale)

    assert "zalo_oa_renewal_was_broken_off" in events(logs)


async def test_no_token_is_in_a_log_an_error_or_a_printed_object(
    tokens: Tokens, store: ZaloTokens, settings: ZaloOaSettings, zalo: FakeZaloOa, logs: Logs
) -> None:
    stale = await connected(tokens)
    zalo.revoke_refresh()
    with pytest.raises(NotConnectedError) as refused:
        await tokens.renew(stale)
    await tokens.keep_fresh()

    said = f"{logs} {refused.value!r} {tokens!r} {store!r} {settings!r} {await store.load()!r}"

    assert "access-" not in said
    assert "refresh-" not in said
