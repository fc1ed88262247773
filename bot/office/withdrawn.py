"""Procedures that an earlier version of the knowledge base had and the present one has not."""

import asyncio
import csv
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.files import PROCEDURES
from bot.office.serving import Snapshot
from bot.search.verdicts import Verdict
from bot.storage.versions import Versions

VERSIONS = 20
"""How many versions are looked back; each costs some 30 ms, once after every change."""
INSTEAD = 3


@dataclass(frozen=True, slots=True)
class Gone:
    """A withdrawn procedure: the title under which it was last known, and the codes of those that are most like it."""

    code: str
    title: str
    instead: tuple[str, ...]


class Withdrawn:
    """Knows withdrawn procedures by code; their titles are gathered when first asked for after a change."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._titles: Mapping[str, str] = {}
        self._activation: int | None = None
        self._gathering = asyncio.Lock()

    async def find(self, code: str, snapshot: Snapshot) -> Gone | None:
        """Return what is known of `code`, which `snapshot` does not have; None if it never was, or nobody knows."""
        title = await self._title(code, snapshot)
        if not title:
            return None
        found = snapshot.search.find(title)
        likely = () if found.verdict is Verdict.REFUSE else found.candidates[:INSTEAD]
        return Gone(code, title, tuple(candidate.code for candidate in likely))

    async def _title(self, code: str, snapshot: Snapshot) -> str:
        if not snapshot.activation:
            return ""
        async with self._gathering:
            if self._activation != snapshot.activation.id:
                self._titles = await self._gather()
                self._activation = snapshot.activation.id
        return self._titles.get(code, "")

    async def _gather(self) -> dict[str, str]:
        titles: dict[str, str] = {}
        kept = {version.number: version for _, version in await self._versions.history(VERSIONS)}
        for _, version in sorted(kept.items()):
            files = await self._versions.files_of(version)
            titles |= await asyncio.to_thread(_titles_in, files.get(PROCEDURES, b""))
        return titles


def _titles_in(table: bytes) -> dict[str, str]:
    rows = csv.DictReader(table.decode("utf-8-sig").splitlines(keepends=True))
    return {row["code"]: row["title"] for row in rows}
