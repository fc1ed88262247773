"""Which chat accounts act for an account of the admin room: bound by a code that the account's owner sends."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.accounts import Account, account_of
from bot.storage.tables import ChatLink, LinkCode, StoredAccount

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without 0, O, 1 and I, which look alike."""
CODE_LENGTH = 8
CODE_VALID = timedelta(minutes=10)


class ChatLinks:
    """Keeps codes in the table `link_code`, and links by pseudonym in `chat_link`."""

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._pseudonyms = pseudonyms

    async def link_code(self, account: str) -> str:
        """Return a new code for `account`, which must exist; it replaces the one before."""
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        row = LinkCode(account=account, code_hash=_hash(code), expires_at=datetime.now(UTC) + CODE_VALID)
        async with AsyncSession(self._engine) as session:
            await session.merge(row)
            await session.commit()
        return code

    async def link(self, code: str, channel: str, person: str) -> Account | None:
        """Use the code up and bind the person to its account; None if it is wrong, used, old, or `person` is ""."""
        if not person:
            return None
        this, now = col(LinkCode.code_hash) == _hash(code), datetime.now(UTC)
        take = delete(LinkCode).where(this, col(LinkCode.expires_at) > now).returning(col(LinkCode.account))
        async with AsyncSession(self._engine) as session:
            taken = (await session.exec(take)).first()
            if not taken:
                return None
            who = self._pseudonyms.of(channel, person)
            await session.merge(ChatLink(person=who, account=taken.account, linked_at=now))
            await session.commit()
        return await self.linked(channel, person)

    async def linked(self, channel: str, person: str) -> Account | None:
        """Return the account that the person acts for; None without one, and if it is disabled."""
        if not person:
            return None
        query = (
            select(StoredAccount)
            .join(ChatLink, col(ChatLink.account) == col(StoredAccount.name))
            .where(ChatLink.person == self._pseudonyms.of(channel, person), ~col(StoredAccount.disabled))
        )
        async with AsyncSession(self._engine) as session:
            stored = (await session.exec(query)).first()
        return account_of(stored) if stored else None

    async def forget(self) -> int:
        """Delete codes that nobody used in time; return how many."""
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(LinkCode).where(col(LinkCode.expires_at) < datetime.now(UTC)))
            await session.commit()
            return deleted.rowcount

    async def unlink(self, account: str) -> int:
        """Let no chat account act for `account` any more, nor by a code not yet used; return how many did."""
        async with AsyncSession(self._engine) as session:
            unlinked = await session.exec(delete(ChatLink).where(col(ChatLink.account) == account))
            await session.exec(delete(LinkCode).where(col(LinkCode.account) == account))
            await session.commit()
            return unlinked.rowcount


def _hash(code: str) -> str:
    """Hash the code however it was typed: small letters, spaces."""
    return sha256("".join(code.split()).upper().encode(errors="replace")).hexdigest()
