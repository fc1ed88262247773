import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.passwords import Passwords
from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords
from bot.storage.sign_ins import FAILURES_BEFORE_LOCK, FIRST_LOCK, LockedError, RefusedError, SignIns, lock_after
from bot.storage.tables import StoredAccount

GOOD = "con trâu đi trước"
WRONG = "cái cày theo sau"


@pytest.fixture
async def lan(records: AdminRecords) -> AdminRecords:
    """Records in which `lan` has an account."""
    await records.accounts.add("lan", Role.ADMIN, GOOD)
    return records


async def fail(records: AdminRecords, times: int) -> RefusedError:
    """Give a wrong password so often; return what the last attempt was told."""
    for _ in range(times):
        with pytest.raises(RefusedError) as refused:
            await records.sign_ins.attempt("lan", WRONG)
    return refused.value


async def stored(engine: AsyncEngine) -> StoredAccount:
    async with AsyncSession(engine) as session:
        return (await session.exec(select(StoredAccount))).one()


async def let_the_lock_pass(engine: AsyncEngine) -> None:
    await lock_until(engine, datetime.now(UTC) - timedelta(seconds=1))


async def lock_until(engine: AsyncEngine, moment: datetime) -> None:
    async with AsyncSession(engine) as session:
        await session.exec(update(StoredAccount).values(locked_until=moment))
        await session.commit()


async def test_the_right_password_opens(lan: AdminRecords) -> None:
    assert (await lan.sign_ins.attempt(" Lan ", GOOD)).role is Role.ADMIN


@pytest.mark.parametrize("name", ["nobody", "", "x" * 9000, "l\x00an", "\ud800"])
async def test_an_unknown_name_is_refused_just_as_a_wrong_password(lan: AdminRecords, name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        await lan.sign_ins.attempt(name, GOOD)

    assert type(refused.value) is type(await fail(lan, 1)) is RefusedError
    assert refused.value.account == ""


async def test_after_five_failures_even_the_right_password_has_to_wait(lan: AdminRecords) -> None:
    earliest = datetime.now(UTC) + FIRST_LOCK
    assert type(await fail(lan, FAILURES_BEFORE_LOCK - 1)) is RefusedError

    told = await fail(lan, 1)
    with pytest.raises(LockedError) as locked:
        await lan.sign_ins.attempt("lan", GOOD)

    assert isinstance(told, LockedError)
    assert locked.value.until == told.until
    assert earliest <= told.until <= datetime.now(UTC) + FIRST_LOCK


async def test_only_failures_that_count_name_the_account(lan: AdminRecords) -> None:
    assert (await fail(lan, FAILURES_BEFORE_LOCK)).account == "lan"
    assert (await fail(lan, 1)).account == ""


async def test_success_forgets_the_failures_before(lan: AdminRecords, engine: AsyncEngine) -> None:
    await fail(lan, FAILURES_BEFORE_LOCK - 1)
    await lan.sign_ins.attempt("lan", GOOD)

    assert (await stored(engine)).failures == 0
    assert type(await fail(lan, FAILURES_BEFORE_LOCK - 1)) is RefusedError


async def test_after_the_lock_the_right_password_opens_again(lan: AdminRecords, engine: AsyncEngine) -> None:
    await fail(lan, FAILURES_BEFORE_LOCK)
    await let_the_lock_pass(engine)

    assert (await lan.sign_ins.attempt("lan", GOOD)).locked_until is None


async def test_a_clock_that_was_set_back_by_a_year_locks_nobody_out_for_a_year(
    lan: AdminRecords, engine: AsyncEngine
) -> None:
    await fail(lan, FAILURES_BEFORE_LOCK)
    await lock_until(engine, datetime.now(UTC) + timedelta(days=365))

    told = await fail(lan, 1)  # it counts, and locks anew from now
    assert isinstance(told, LockedError)
    assert told.until <= datetime.now(UTC) + FIRST_LOCK * 2
    await lock_until(engine, datetime.now(UTC) + timedelta(days=365))
    assert (await lan.sign_ins.attempt("lan", GOOD)).locked_until is None


async def test_another_failure_after_the_lock_doubles_it(lan: AdminRecords, engine: AsyncEngine) -> None:
    await fail(lan, FAILURES_BEFORE_LOCK)
    await let_the_lock_pass(engine)

    told = await fail(lan, 1)

    assert isinstance(told, LockedError)
    assert told.until > datetime.now(UTC) + FIRST_LOCK * 1.9


@pytest.mark.parametrize(
    ("failures", "minutes"), [(5, 15), (6, 30), (7, 60), (11, 960), (12, 1440), (13, 1440), (10**6, 1440)]
)
def test_locks_double_up_to_a_day(failures: int, minutes: int) -> None:
    assert lock_after(failures) == timedelta(minutes=minutes)


async def test_many_guesses_at_once_are_no_more_guesses(lan: AdminRecords, passwords: Passwords) -> None:
    tried: list[str | None] = []
    match = passwords.match

    async def watched(password: str, stored_hash: str | None) -> bool:
        tried.append(stored_hash)
        return await match(password, stored_hash)

    passwords.match = watched  # type: ignore[method-assign,assignment]
    await asyncio.gather(*(lan.sign_ins.attempt("lan", f"{WRONG} {n}") for n in range(12)), return_exceptions=True)

    assert len(tried) == 12
    assert sum(stored_hash is not None for stored_hash in tried) == FAILURES_BEFORE_LOCK


async def test_a_disabled_account_is_not_told_apart_from_none(lan: AdminRecords) -> None:
    await fail(lan, FAILURES_BEFORE_LOCK)
    await lan.accounts.disable("lan")

    with pytest.raises(RefusedError) as refused:
        await lan.sign_ins.attempt("lan", GOOD)

    assert (type(refused.value), refused.value.account) == (RefusedError, "")


async def test_signing_in_renews_a_hash_made_with_old_parameters(lan: AdminRecords, engine: AsyncEngine) -> None:
    old = (await stored(engine)).password
    now = SignIns(engine, Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)))

    await now.attempt("lan", GOOD)

    new = (await stored(engine)).password
    assert ("m=8,t=1" in old, "m=16,t=2" in new) == (True, True)
    assert (await now.attempt("lan", GOOD)).name == "lan"
    assert (await stored(engine)).password == new
