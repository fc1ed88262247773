"""The register of desks: every change of it is checked and written down in the audit log."""

from dataclasses import dataclass

from bot.answers.labels import cut
from bot.knowledge.places import Places
from bot.office import wording
from bot.storage.audit import Audit
from bot.storage.desks import Desk, DeskError, Desks


@dataclass(frozen=True, slots=True)
class Register:
    """Desks, and the log in which changes of them are written down."""

    desks: Desks
    audit: Audit

    async def add(self, name: str, office: str, commune: str, places: Places, by: str) -> Desk:
        """Register a desk; `commune` is the name or id of a present one, "" for the whole province.

        Raises DeskError, which says in Vietnamese what to change.
        """
        place = places.present_called(commune) if commune.strip() else None
        if commune.strip() and not place:
            raise DeskError(wording.NO_SUCH_COMMUNE.format(commune=cut(commune.strip())))
        desk = await self.desks.register(name, office, place.id if place else "", by)
        return await self._noted(desk, "desk_registered", by)

    async def close(self, number: str, by: str) -> Desk:
        """Hand out nothing more from a desk; raises DeskError if there is none."""
        before = await self.find(number)
        if before.closed_at:
            return before
        return await self._noted(await self.desks.close(number) or before, "desk_closed", by)

    async def reopen(self, number: str, by: str) -> Desk:
        """Hand out from a desk again; raises DeskError if there is none."""
        before = await self.find(number)
        if not before.closed_at:
            return before
        return await self._noted(await self.desks.reopen(number) or before, "desk_reopened", by)

    async def find(self, number: str) -> Desk:
        """Return the desk; raises DeskError if there is none."""
        desk = await self.desks.find(number)
        if not desk:
            raise DeskError(wording.NO_SUCH_DESK.format(number=cut(number.strip())))
        return desk

    async def _noted(self, desk: Desk, action: str, by: str) -> Desk:
        await self.audit.note(by, action, f"{desk.number}: {desk.full_name}")
        return desk


def commune_of(desk: Desk, places: Places) -> str:
    """Return the name of the commune that a desk serves, "" for the whole province."""
    place = places.by_id.get(desk.commune)
    return place.commune if place else desk.commune
