"""The token pair of the Zalo Official Account: survives restarts, is shared by replicas, renewed by one at a time."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.tables import ZaloToken

_CLOCKS_DIFFER = timedelta(minutes=1)
"""At most, between two machines; by more only where one was set back."""


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What Zalo hands out together: the token to send with, and the one that renews both, once."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPair:
    """The pair as it stands in the database.

    `renewing_until`: a process renews it until then; in the past, an attempt came to no known end (the
    process died, Zalo did not answer), and the refresh token may be used up. `refused_at`: Zalo refused
    to renew it.
    """

    pair: TokenPair
    obtained_at: datetime
    renewing_until: datetime | None
    refused_at: datetime | None


class ZaloTokens:
    """Keeps the pair of one Zalo app in the table `zalo_token`.

    Every change names the refresh token it starts from, so whoever comes second changes nothing. Tokens
    lie there in plain text. What protects them is what protects the database (file rights, its password,
    its backups); without the app's secret, which is not kept there, a refresh token renews nothing, and an
    access token lives for a day.
    """

    def __init__(self, engine: AsyncEngine, app_id: str) -> None:
        self._engine = engine
        self._app_id = app_id

    async def load(self) -> StoredPair | None:
        """Return the pair; None if the account was never connected."""
        row = await self._row()
        if not row:
            return None
        pair = TokenPair(row.access, row.refresh, row.expires_at)
        return StoredPair(pair, row.obtained_at, row.renewing_until, row.refused_at)

    async def adopt(self, pair: TokenPair) -> bool:
        """Take the pair of the settings over, unless it was before: since then it may have been renewed."""
        mark, row = _mark(pair.refresh), await self._row()
        if not row:
            return await self._insert(pair, mark)
        seen = row.settings_seen.split()
        if mark in seen:
            return False
        return await self._replace(pair, _is(row.refresh), settings_seen=" ".join([*seen, mark]))

    async def connect(self, pair: TokenPair) -> None:
        """Keep the pair of a new consent, in place of any other."""
        if not await self._replace(pair) and not await self._insert(pair):
            await self._replace(pair)  # somebody inserted in between

    async def claim(self, refresh: str, lease: timedelta) -> bool:
        """Note that the caller renews with `refresh` now; False if another does, or if it is not the pair any more.

        All have the same `lease`: a claim that would last for longer was made before the clock was set back.
        """
        now = datetime.now(UTC)
        until = col(ZaloToken.renewing_until)
        free = or_(until.is_(None), until <= now, until > now + lease + _CLOCKS_DIFFER)
        return await self._update(_is(refresh), free, renewing_until=now + lease)

    async def save(self, refresh: str, pair: TokenPair) -> bool:
        """Keep what was got for `refresh`; False if that is not the pair any more."""
        return await self._replace(pair, _is(refresh))

    async def give_back(self, refresh: str) -> None:
        """Let anybody try again at once; the attempt stays noted."""
        await self._update(_is(refresh), renewing_until=datetime.now(UTC))

    async def refuse(self, refresh: str) -> None:
        """Note that Zalo refused to renew with `refresh`."""
        await self._update(_is(refresh), renewing_until=None, refused_at=datetime.now(UTC))

    async def _row(self) -> ZaloToken | None:
        async with AsyncSession(self._engine) as session:
            return await session.get(ZaloToken, self._app_id)

    async def _insert(self, pair: TokenPair, mark: str = "") -> bool:
        row = ZaloToken(app_id=self._app_id, settings_seen=mark, **_columns(pair))
        async with AsyncSession(self._engine) as session:
            session.add(row)
            try:
                await session.commit()
            except IntegrityError:  # another replica was first
                return False
        return True

    async def _replace(self, pair: TokenPair, *which: ColumnElement[bool], **others: object) -> bool:
        return await self._update(*which, renewing_until=None, refused_at=None, **_columns(pair), **others)

    async def _update(self, *which: ColumnElement[bool], **values: object) -> bool:
        async with AsyncSession(self._engine) as session:
            change = update(ZaloToken).where(col(ZaloToken.app_id) == self._app_id, *which).values(**values)
            changed = await session.exec(change)
            await session.commit()
        return changed.rowcount == 1


def _is(refresh: str) -> ColumnElement[bool]:
    return col(ZaloToken.refresh) == refresh


def _columns(pair: TokenPair) -> dict[str, Any]:
    return {
        "access": pair.access,
        "refresh": pair.refresh,
        "expires_at": pair.expires_at,
        "obtained_at": datetime.now(UTC),
    }


def _mark(refresh: str) -> str:
    return sha256(refresh.encode()).hexdigest()[:16]
