"""Signing in to the admin room, and how long to wait after wrong passwords."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.passwords import Passwords
from bot.storage.accounts import Account, account_of, plain_name
from bot.storage.tables import StoredAccount

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(days=1)
NEVER_LOCKED = 2 * LONGEST_LOCK
"""Who is locked for so long was, before the clock was set back, and is no more."""


class RefusedError(Exception):
    """Name or password is wrong, or the account is disabled; `account` only if a failure of it was counted."""

    def __init__(self, account: str = "") -> None:
        super().__init__(account)
        self.account = account


class LockedError(RefusedError):
    """Too many wrong passwords; no password is tried before `until`."""

    def __init__(self, account: str, until: datetime) -> None:
        super().__init__(account)
        self.until = until


class SignIns:
    """Compares passwords and counts failures in the table `account`, for all replicas together."""

    def __init__(self, engine: AsyncEngine, passwords: Passwords | None = None) -> None:
        self._engine = engine
        self._passwords = passwords or Passwords()

    async def attempt(self, name: str, password: str) -> Account:
        """Return the account; raises LockedError or RefusedError, after the same work for any name.

        That an account is locked is told to everybody who tries it, so that its owner learns how long to wait.
        """
        plain, now = plain_name(name), datetime.now(UTC)
        stored_hash = await self._begin_attempt(plain, now)
        right = await self._passwords.match(password, stored_hash)
        if right and stored_hash:
            return await self._succeeded(plain, password, stored_hash)
        until = await self._locked_until(plain, now)
        counted = plain if stored_hash else ""
        raise LockedError(counted, until) if until else RefusedError(counted)

    async def _begin_attempt(self, plain: str, now: datetime) -> str | None:
        """Return the hash to compare with, None if none may be tried now.

        An attempt counts as failed until it proves right, so that many at once guess no more often.
        """
        name, until = col(StoredAccount.name), col(StoredAccount.locked_until)
        is_free = or_(until.is_(None), until <= now, until > now + NEVER_LOCKED)
        may_try = name == plain, ~col(StoredAccount.disabled), is_free
        count = update(StoredAccount).where(*may_try).values(failures=StoredAccount.failures + 1)
        async with AsyncSession(self._engine) as session:
            counted = await session.exec(count.returning(col(StoredAccount.failures), col(StoredAccount.password)))
            row = counted.first()
            if row and row.failures >= FAILURES_BEFORE_LOCK:
                lock = update(StoredAccount).where(name == plain)
                await session.exec(lock.values(locked_until=now + lock_after(row.failures)))
            await session.commit()
        return row.password if row else None

    async def _succeeded(self, plain: str, password: str, stored_hash: str) -> Account:
        values: dict[str, Any] = {"failures": 0, "locked_until": None}
        if self._passwords.outdated(stored_hash):
            values["password"] = await self._passwords.hashed(password)
        this = update(StoredAccount).where(col(StoredAccount.name) == plain)
        async with AsyncSession(self._engine) as session:
            stored = (await session.exec(this.values(**values).returning(StoredAccount))).scalar_one()
            account = account_of(stored)
            await session.commit()
        return account

    async def _locked_until(self, plain: str, now: datetime) -> datetime | None:
        async with AsyncSession(self._engine) as session:
            stored = await session.get(StoredAccount, plain)
        if stored and not stored.disabled and stored.locked_until and now < stored.locked_until <= now + NEVER_LOCKED:
            return stored.locked_until
        return None


def lock_after(failures: int) -> timedelta:
    """Return how long an account is locked after so many failures in a row: 15 minutes, doubling up to a day."""
    doublings = min(failures - FAILURES_BEFORE_LOCK, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)
