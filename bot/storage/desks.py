"""Desks: the places from which links and posters are handed out."""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.language.normalise import clean, fold
from bot.storage.tables import StoredDesk

NUMBERS = range(1000, 10_000)
LONGEST_NAME = 60
LONGEST_OFFICE = 120
LONGEST_COMMUNE = 50
_ATTEMPTS = 50


class DeskError(Exception):
    """A desk cannot be registered so; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk: "Quầy 5" of an office; `commune` is the id of the present commune it serves, "" for more than one.

    What was printed for a closed desk goes on working, and is counted.
    """

    number: str
    name: str
    office: str
    commune: str = ""
    closed_at: datetime | None = None

    @property
    def full_name(self) -> str:
        """The name that tells it from the desks of other offices."""
        return f"{self.name}, {self.office}"


class Desks:
    """Keeps desks in the table `desk`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def register(self, name: str, office: str, commune: str, by: str) -> Desk:
        """Keep a new desk under a random number, so that a misread one rarely is another's; raises DeskError."""
        name, office = clean(name), clean(office)
        _check(name, office, commune)
        await self._check_is_new(Desk("", name, office))
        for _ in range(_ATTEMPTS):
            desk = Desk(str(secrets.choice(NUMBERS)), name, office, commune)
            if await self._add(desk, by):
                return desk
        raise DeskError("Đã hết số quầy. Anh/chị báo người quản trị hệ thống.")

    async def _check_is_new(self, desk: Desk) -> None:
        """Raise DeskError if a desk has this name already: nobody could tell the two apart."""
        for other in await self.every():
            if fold(other.full_name) == fold(desk.full_name):
                state = "đang đóng, anh/chị mở lại" if other.closed_at else "đang dùng, không cần đăng ký nữa"
                raise DeskError(f"Đã có {other.full_name}: quầy số {other.number}, {state}.")

    async def _add(self, desk: Desk, by: str) -> bool:
        row = StoredDesk(
            number=desk.number,
            name=desk.name,
            office=desk.office,
            commune=desk.commune,
            created_at=datetime.now(UTC),
            created_by=by,
        )
        async with AsyncSession(self._engine) as session:
            session.add(row)
            try:
                await session.commit()
            except IntegrityError:
                return False
        return True

    async def find(self, number: str) -> Desk | None:
        """Return the desk, open or closed; None if there is none of this number."""
        async with AsyncSession(self._engine) as session:
            stored = await session.get(StoredDesk, clean(number))
        return _desk_of(stored) if stored else None

    async def every(self) -> Sequence[Desk]:
        """Return all desks, by office and name as people order them: Quầy 2 before Quầy 10."""
        async with AsyncSession(self._engine) as session:
            found = [_desk_of(stored) for stored in await session.exec(select(StoredDesk))]
        return sorted(found, key=lambda desk: (_order(desk.office), _order(desk.name), desk.number))

    async def in_use(self) -> Sequence[Desk]:
        """Return the desks from which something may be handed out, by office and name."""
        return [desk for desk in await self.every() if not desk.closed_at]

    async def by_number(self) -> Mapping[str, Desk]:
        """Return all desks by their numbers."""
        return {desk.number: desk for desk in await self.every()}

    async def close(self, number: str) -> Desk | None:
        """Hand out nothing more from this desk; return it, or None if there is none."""
        return await self._set_closed(number, datetime.now(UTC))

    async def reopen(self, number: str) -> Desk | None:
        """Hand out from this desk again; return it, or None if there is none."""
        return await self._set_closed(number, None)

    async def _set_closed(self, number: str, moment: datetime | None) -> Desk | None:
        number = clean(number)
        async with AsyncSession(self._engine) as session:
            await session.exec(update(StoredDesk).where(col(StoredDesk.number) == number).values(closed_at=moment))
            await session.commit()
        return await self.find(number)


def _check(name: str, office: str, commune: str) -> None:
    if not name or not office:
        raise DeskError("Anh/chị ghi tên quầy và tên cơ quan, ví dụ: Quầy 5, Trung tâm Phục vụ hành chính công xã.")
    if len(name) > LONGEST_NAME or len(office) > LONGEST_OFFICE or len(commune) > LONGEST_COMMUNE:
        raise DeskError(
            f"Tên dài quá: tên quầy tối đa {LONGEST_NAME} ký tự, tên cơ quan tối đa {LONGEST_OFFICE} ký tự."
        )


def _order(name: str) -> list[tuple[str, int]]:
    """Return words and numbers of a name in their order."""
    parts = re.findall(r"(\D+)|(\d+)", fold(name))
    return [(word, int(number or 0)) for word, number in parts]


def _desk_of(stored: StoredDesk) -> Desk:
    return Desk(stored.number, stored.name, stored.office, stored.commune, stored.closed_at)
