"""The audit log: who did what in the admin room or on the command line. Only ever added to."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.operations.redaction import redact
from bot.storage.tables import AuditEntry

SERVER = "máy chủ"
"""Who acts where nobody signs in: somebody at the server's command line."""


class Audit:
    """Writes to the table `audit`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, who: str, action: str, detail: str = "") -> None:
        """Write down that `who` (an account's name or SERVER) did `action` (up to 40 letters)."""
        entry = AuditEntry(at=datetime.now(UTC), who=who, action=action, detail=redact(detail))
        async with AsyncSession(self._engine) as session:
            session.add(entry)
            await session.commit()

    async def latest(self, limit: int, before_id: int | None = None) -> list[AuditEntry]:
        """Return the newest entries first; with `before_id`, those that are older than that one."""
        query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit)
        if before_id is not None:
            query = query.where(col(AuditEntry.id) < before_id)
        async with AsyncSession(self._engine) as session:
            return list(await session.exec(query))
