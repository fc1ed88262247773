"""Always a token that is good: renewed early, by one process at a time, stored before it is used.

A refresh token works once. What may be lost is the moment between Zalo's answer and our note of it: if the
process dies there, the stored refresh token is used up and nobody knows the new one. That an attempt was
under way is noted before it, so the log can say what happened; an administrator must then connect the
account again, and until the old access token ends, messages still go out with it.
"""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import structlog

from bot.channels.zalo_oa.oauth import OAuth, RefusedError, UnreachableError
from bot.settings import ZaloOaSettings
from bot.storage.zalo_tokens import StoredPair, TokenPair, ZaloTokens

RENEW_AT = 0.8
"""At this part of its life a token is renewed, so that five hours are left for a Zalo out of reach."""
LEASE = timedelta(seconds=60)
"""Longer than Zalo is waited for; after that, another process may try."""
LOOK_SECONDS = 0.5
TRY_REFUSED_AGAIN = timedelta(hours=1)
"""A refusal may have been a passing fault of theirs."""
RECONNECT = "Xem docs/zalo.md, mục «Khi mất kết nối»."
log = structlog.get_logger()


class NotConnectedError(Exception):
    """There is no token that Zalo takes; an administrator must connect the account."""


class Tokens:
    """The tokens of one Official Account, for all who send."""

    def __init__(self, settings: ZaloOaSettings, store: ZaloTokens, oauth: OAuth) -> None:
        self._settings = settings
        self._store = store
        self._oauth = oauth
        self._renewal: asyncio.Task[str] | None = None
        self._unsaved: tuple[str, TokenPair] | None = None
        self._saving = asyncio.Lock()
        self._ready: bool | None = None

    def is_ready(self) -> bool:
        """Say whether the last look found tokens that live and can be renewed."""
        return bool(self._ready)

    async def access(self) -> str:
        """Return the newest access token; raises NotConnectedError without one."""
        return (await self._stored()).pair.access

    async def exchange(self, code: str, verifier: str) -> None:
        """Connect the account with the code of a consent; raises RefusedError or UnreachableError."""
        await self._store.connect(await self._oauth.exchange(code, verifier))
        await self._look()

    async def adopt_settings(self) -> None:
        """Take the pair of the settings over if it is new to the database, and renew it soon.

        A pair counts once: one that was taken before is old by now, whatever became of it. So a new pair in
        the settings wins over the stored one, and an old one left there does no harm.
        """
        access = self._settings.access_token.get_secret_value()
        refresh = self._settings.refresh_token.get_secret_value()
        # How old it is nobody says, so it counts as due.
        if refresh and await self._store.adopt(TokenPair(access, refresh, datetime.now(UTC))):
            log.info("zalo_oa_tokens_from_settings")

    async def keep_fresh(self) -> None:
        """Renew the token if it is due; never raises for Zalo's sake."""
        try:
            stored = await self._stored()
            if _is_due(stored) and not _is_refused(stored):
                await self.renew(stored.pair.access)
        except UnreachableError as error:
            log.warning("zalo_oa_not_renewed", why=str(error))
        except NotConnectedError:
            pass  # told below, once
        await self._look()

    async def renew(self, stale: str) -> str:
        """Return an access token newer than `stale`, by asking Zalo for it if no other process did.

        All who call at once wait for the same attempt, which goes on if they are cancelled. Raises
        NotConnectedError or UnreachableError.
        """
        if not self._renewal or self._renewal.done():
            self._renewal = asyncio.create_task(self._renew(stale))
        return await asyncio.shield(self._renewal)

    async def close(self) -> None:
        """Let an attempt under way end: cut off, it would cost the account its connection."""
        if self._renewal:
            await asyncio.wait([self._renewal])

    async def _renew(self, stale: str) -> str:
        give_up = time.monotonic() + LEASE.total_seconds()
        while time.monotonic() < give_up:
            stored = await self._stored()
            if stored.pair.access != stale:
                return stored.pair.access
            if _is_refused(stored):
                raise NotConnectedError
            if await self._store.claim(stored.pair.refresh, LEASE):
                return await self._ask(stored)
            await asyncio.sleep(LOOK_SECONDS)  # another process is at it
        raise UnreachableError("another process did not end its attempt")

    async def _ask(self, stored: StoredPair) -> str:
        refresh, broken_off = stored.pair.refresh, stored.renewing_until is not None
        if broken_off:
            log.warning("zalo_oa_renewal_was_broken_off")
        try:
            self._unsaved = refresh, await self._oauth.refresh(refresh)
        except RefusedError as error:
            await self._store.refuse(refresh)
            log.critical("zalo_oa_reconnect", code=error.code, broken_off_before=broken_off, hint=RECONNECT)
            raise NotConnectedError from None
        except UnreachableError:
            await self._store.give_back(refresh)
            raise
        return (await self._stored()).pair.access

    async def _stored(self) -> StoredPair:
        """Return the stored pair, after a new one that the database did not take yet is stored."""
        async with self._saving:
            if self._unsaved:
                kept = await self._store.save(*self._unsaved)
                self._unsaved = None
                log.info("zalo_oa_tokens_renewed" if kept else "zalo_oa_tokens_replaced_meanwhile")
        stored = await self._store.load()
        if not stored:
            raise NotConnectedError
        return stored

    async def _look(self) -> None:
        """Note whether messages can go out, and tell when they no longer can."""
        try:
            why = _fault(await self._stored())
        except NotConnectedError:
            why = "not connected"
        if why and self._ready is not False:
            log.error("zalo_oa_not_ready", why=why, hint=RECONNECT)
        self._ready = not why


def _fault(stored: StoredPair) -> str:
    """Say what is wrong with a pair; "" if nothing is."""
    if stored.refused_at:
        return "renewal refused"
    return "expired" if datetime.now(UTC) >= stored.pair.expires_at else ""


def _is_due(stored: StoredPair) -> bool:
    """Say whether a pair is old enough, or of an age that nobody knows, since the clock was set back."""
    life, age = stored.pair.expires_at - stored.obtained_at, datetime.now(UTC) - stored.obtained_at
    return age >= RENEW_AT * life or age < -LEASE


def _is_refused(stored: StoredPair) -> bool:
    """Say whether it was refused less than a while ago; or after now, since the clock was set back a little."""
    return bool(stored.refused_at and abs(datetime.now(UTC) - stored.refused_at) < TRY_REFUSED_AGAIN)
