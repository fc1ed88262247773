"""Accounts of the admin room: who may enter, and as what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from unicodedata import normalize

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.passwords import Passwords, weakness
from bot.storage.tables import AdminSession, StoredAccount

_NAME = re.compile(r"[\w.-]{2,40}")


class Role(StrEnum):
    """What an account may do: everything, or what does not change the knowledge base."""

    ADMIN = "admin"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Account:
    """One account, without its password; `desk` is the number of the desk where its owner sits, "" for none."""

    name: str
    role: Role
    created_at: datetime
    disabled: bool = False
    locked_until: datetime | None = None
    desk: str = ""


class AccountError(Exception):
    """An account cannot be made or changed so; the text says why, in Vietnamese."""


class Accounts:
    """Keeps accounts in the table `account`."""

    def __init__(self, engine: AsyncEngine, passwords: Passwords | None = None) -> None:
        self._engine = engine
        self._passwords = passwords or Passwords()

    async def add(self, name: str, role: Role, password: str) -> Account:
        """Make an account; raises AccountError if the name is taken or unfit or the password weak."""
        plain = plain_name(name)
        if not plain:
            raise AccountError("Tên đăng nhập dài 2 đến 40 ký tự, chỉ gồm chữ, số, dấu chấm, gạch nối, gạch dưới.")
        hashed = await self._hashed(plain, password)
        stored = StoredAccount(name=plain, role=role, password=hashed, created_at=datetime.now(UTC))
        account = account_of(stored)
        async with AsyncSession(self._engine) as session:
            session.add(stored)
            try:
                await session.commit()
            except IntegrityError as error:
                raise AccountError(f"Đã có tài khoản {plain}. Anh/chị chọn tên khác.") from error
        return account

    async def every(self) -> Sequence[Account]:
        """Return all accounts by name."""
        async with AsyncSession(self._engine) as session:
            found = await session.exec(select(StoredAccount).order_by(StoredAccount.name))
            return [account_of(stored) for stored in found]

    async def find(self, name: str) -> Account:
        """Return the account; raises AccountError if there is none."""
        async with AsyncSession(self._engine) as session:
            stored = await session.get(StoredAccount, plain_name(name))
        if not stored:
            raise AccountError(f"Không có tài khoản {name}. Lệnh «admin list» liệt kê các tài khoản.")
        return account_of(stored)

    async def set_password(self, name: str, password: str) -> Account:
        """Set the password, lift a lock, end all sessions; raises AccountError if unknown or weak."""
        hashed = await self._hashed(plain_name(name), password)
        return await self._change(name, password=hashed, failures=0, locked_until=None)

    async def disable(self, name: str) -> Account:
        """Let the account enter no more and end its sessions; raises AccountError if unknown."""
        return await self._change(name, disabled=True)

    async def enable(self, name: str) -> Account:
        """Let the account enter again, at once even if it was locked; raises AccountError if unknown."""
        return await self._change(name, disabled=False, failures=0, locked_until=None)

    async def sit_at(self, name: str, desk: str) -> Account:
        """Note the number of the desk where the account's owner sits, "" for none; raises AccountError if unknown."""
        plain = plain_name(name)
        async with AsyncSession(self._engine) as session:
            await session.exec(update(StoredAccount).where(col(StoredAccount.name) == plain).values(desk=desk))
            await session.commit()
        return await self.find(name)

    async def _hashed(self, plain: str, password: str) -> str:
        if weak := weakness(plain, password):
            raise AccountError(weak)
        return await self._passwords.hashed(password)

    async def _change(self, name: str, **values: object) -> Account:
        """Change the account and end its sessions."""
        plain = plain_name(name)
        async with AsyncSession(self._engine) as session:
            await session.exec(update(StoredAccount).where(col(StoredAccount.name) == plain).values(**values))
            await session.exec(delete(AdminSession).where(col(AdminSession.account) == plain))
            await session.commit()
        return await self.find(name)


def plain_name(name: str) -> str:
    """Return the name as it is kept, in small letters; "" for what cannot be one."""
    plain = normalize("NFKC", normalize("NFKC", name.strip()).casefold())
    return plain if _NAME.fullmatch(plain) else ""


def account_of(stored: StoredAccount) -> Account:
    """Return what others may know of a stored account."""
    return Account(stored.name, Role(stored.role), stored.created_at, stored.disabled, stored.locked_until, stored.desk)
