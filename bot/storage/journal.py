"""The journal of questions asked and their outcome."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Reply, Turn
from bot.language.normalise import clean
from bot.operations.redaction import redact
from bot.storage.tables import AskedQuestion


class Journal(Protocol):
    """Where turns are written down."""

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Write one turn down, personal data removed."""

    async def ready(self) -> bool:
        """Say whether the journal can be written now."""

    async def forget(self, days: int) -> int:
        """Delete entries older than `days`; return how many."""


class NoJournal:
    """Writes nothing: for the terminal, evaluation and batches."""

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Do nothing."""

    async def ready(self) -> bool:
        """Be ready."""
        return True

    async def forget(self, days: int) -> int:
        """Have nothing to delete."""
        return 0


class DatabaseJournal:
    """Writes to the table `asked_question`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Write one turn down; raises SQLAlchemyError if the database does not take it."""
        entry = AskedQuestion(
            asked_at=datetime.now(UTC),
            channel=turn.channel,
            text=redact(clean(turn.choice or turn.text)),  # no database takes NUL and lone surrogates
            outcome=reply.outcome,
            procedure=reply.procedure,
            faq=reply.faq,
            aspects="+".join(reply.aspects),
            milliseconds=round(milliseconds, 2),
        )
        async with AsyncSession(self._engine) as session:
            session.add(entry)
            await session.commit()

    async def ready(self) -> bool:
        """Say whether the table can be read."""
        async with AsyncSession(self._engine) as session:
            await session.exec(select(AskedQuestion.id).limit(1))
        return True

    async def forget(self, days: int) -> int:
        """Delete entries older than `days`; return how many."""
        oldest = datetime.now(UTC) - timedelta(days=days)
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(AskedQuestion).where(col(AskedQuestion.asked_at) < oldest))
            await session.commit()
            return deleted.rowcount

    async def latest(self, limit: int = 20) -> list[AskedQuestion]:
        """Return the latest entries, newest first."""
        async with AsyncSession(self._engine) as session:
            found = await session.exec(select(AskedQuestion).order_by(col(AskedQuestion.id).desc()).limit(limit))
            return list(found.all())
