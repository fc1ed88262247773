"""Procedures that an earlier version of the knowledge base had and the present one has not."""

import asyncio
import csv
from collections.abc import Mapping

from bot.services import Services

VERSIONS = 20
"""How many versions are looked back; each costs some 30 ms, once after every change."""
FILE = "procedures.csv"


class Withdrawn:
    """Titles of withdrawn procedures by code, gathered when first asked for after a change."""

    def __init__(self) -> None:
        self._titles: Mapping[str, str] = {}
        self._activation: int | None = None
        self._gathering = asyncio.Lock()

    async def title(self, code: str, services: Services) -> str:
        """Return the title under which `code` was last known; "" if it never was."""
        activation = services.snapshot.activation
        if not (services.office and activation):
            return ""
        async with self._gathering:
            if self._activation != activation.id:
                self._titles = await _titles(services)
                self._activation = activation.id
        return self._titles.get(code, "")


async def _titles(services: Services) -> dict[str, str]:
    assert services.office  # noqa: S101  asked only where there is one
    versions = services.office.versions
    titles: dict[str, str] = {}
    kept = {version.number: version for _, version in await versions.history(VERSIONS)}
    for _, version in sorted(kept.items()):
        files = await versions.files_of(version)
        titles |= await asyncio.to_thread(_titles_in, files.get(FILE, b""))
    return titles


def _titles_in(table: bytes) -> dict[str, str]:
    rows = csv.DictReader(table.decode("utf-8-sig").splitlines(keepends=True))
    return {row["code"]: row["title"] for row in rows}
