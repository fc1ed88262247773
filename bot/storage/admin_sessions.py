"""Sessions of the admin room, in the database: every replica knows them, signing out ends them everywhere."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b, sha256

from sqlalchemy import ColumnElement, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.accounts import Account, account_of
from bot.storage.tables import AdminSession, StoredAccount

LONGEST = timedelta(hours=12)
LONGEST_IDLE = timedelta(minutes=60)
TOKEN_BYTES = 32
_SEEN_EVERY = timedelta(minutes=1)
_CLOCKS_DIFFER = timedelta(minutes=5)
"""Between two replicas, at most."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, and the token that each of their forms must carry."""

    account: Account
    csrf: str


class Sessions:
    """Keeps sessions in the table `admin_session`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, account: str) -> str:
        """Begin a session and return its token, which is not stored; expired ones go."""
        await self.forget()
        token, now = secrets.token_urlsafe(TOKEN_BYTES), datetime.now(UTC)
        async with AsyncSession(self._engine) as session:
            session.add(AdminSession(token_hash=_hash(token), account=account, created_at=now, seen_at=now))
            await session.commit()
        return token

    async def find(self, token: str) -> Session | None:
        """Return the session of `token` and count it as used now; None if it is over or never was."""
        now = datetime.now(UTC)
        query = (
            select(AdminSession, StoredAccount)
            .join(StoredAccount, col(AdminSession.account) == col(StoredAccount.name))
            .where(AdminSession.token_hash == _hash(token), ~col(StoredAccount.disabled), ~_over(now))
        )
        async with AsyncSession(self._engine) as session:
            found = (await session.exec(query)).first()
        if not found:
            return None
        stored, account = found
        if now - stored.seen_at > _SEEN_EVERY:
            await self._seen(stored.token_hash, now)
        return Session(account_of(account), _csrf(token))

    async def close(self, token: str) -> None:
        """End the session of `token`."""
        await self._delete(col(AdminSession.token_hash) == _hash(token))

    async def forget(self) -> int:
        """Delete sessions that are over; return how many."""
        return await self._delete(_over(datetime.now(UTC)))

    async def _seen(self, token_hash: str, now: datetime) -> None:
        async with AsyncSession(self._engine) as session:
            this = col(AdminSession.token_hash) == token_hash
            await session.exec(update(AdminSession).where(this).values(seen_at=now))
            await session.commit()

    async def _delete(self, which: ColumnElement[bool]) -> int:
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(AdminSession).where(which))
            await session.commit()
            return deleted.rowcount


def _over(now: datetime) -> ColumnElement[bool]:
    """Say which are too old, unused for too long, or of a time to come: made while the clock was wrong."""
    begun, seen = col(AdminSession.created_at), col(AdminSession.seen_at)
    return or_(
        begun <= now - LONGEST, seen <= now - LONGEST_IDLE, begun > now + _CLOCKS_DIFFER, seen > now + _CLOCKS_DIFFER
    )


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()


def _csrf(token: str) -> str:
    """Follow from the token, so that nothing of it needs storing; nobody can compute it without the token."""
    return blake2b(token.encode(), digest_size=TOKEN_BYTES, person=b"hmc_admin csrf").hexdigest()
