"""The journal of questions asked and their outcome."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import delete, func, insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import Mapped
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Reply, Turn
from bot.operations.redaction import redact
from bot.storage.tables import AskedQuestion, Feedback
from bot.storage.together import writing

_CHOICE = re.compile(r"[a-z]+:\S*")
"""The value of a tapped choice, which stands in place of a typed text."""
_RECORDING = insert(AskedQuestion).inline()


class Journal(Protocol):
    """Where turns are written down."""

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Write one turn down, personal data removed."""

    async def rate(self, channel: str, procedure: str, opinion: str) -> None:
        """Write down what somebody thought of an answer."""

    async def most_asked(self, days: int, limit: int) -> list[str]:
        """Return the codes of the procedures answered most often in the last `days`, the most asked first."""

    async def most_asked_texts(self, days: int, limit: int) -> list[str]:
        """Return the questions typed most often in the last `days`, the most asked first."""

    async def last_at(self) -> datetime | None:
        """Return when the last entry was written; None if there is none."""

    async def ready(self) -> bool:
        """Say whether the journal can be written now."""

    async def forget(self, days: int) -> int:
        """Delete entries older than `days`; return how many."""


class NoJournal:
    """Writes nothing: for the terminal, evaluation and batches."""

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Do nothing."""

    async def rate(self, channel: str, procedure: str, opinion: str) -> None:
        """Do nothing."""

    async def most_asked(self, days: int, limit: int) -> list[str]:
        """Know of nothing."""
        return []

    async def most_asked_texts(self, days: int, limit: int) -> list[str]:
        """Know of nothing."""
        return []

    async def last_at(self) -> datetime | None:
        """Have no entry."""
        return None

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
        self._writing = writing(engine)

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        """Write one turn down; raises SQLAlchemyError if the database does not take it.

        On a messenger this is done in one transaction with the answer, so that no message is written down twice.
        """
        entry = {
            "asked_at": datetime.now(UTC),
            "channel": turn.channel,
            "text": redact(turn.choice or turn.text),
            "outcome": reply.outcome.value,
            "procedure": reply.procedure,
            "faq": reply.faq,
            "aspects": "+".join(reply.aspects),
            "milliseconds": round(milliseconds, 2),
        }
        await self._writing.later(lambda connection: connection.execute(_RECORDING, entry))

    async def rate(self, channel: str, procedure: str, opinion: str) -> None:
        """Write down what somebody thought of an answer."""
        given = Feedback(given_at=datetime.now(UTC), channel=channel, procedure=procedure, opinion=opinion)
        async with AsyncSession(self._engine) as session:
            session.add(given)
            await session.commit()

    async def most_asked(self, days: int, limit: int) -> list[str]:
        """Return the codes of the procedures answered most often in the last `days`, the most asked first."""
        return [code for code in await self._most_frequent(col(AskedQuestion.procedure), days, limit) if code]

    async def most_asked_texts(self, days: int, limit: int) -> list[str]:
        """Return the questions typed most often in the last `days` and answered, the most asked first."""
        texts = await self._most_frequent(col(AskedQuestion.text), days, limit * 2)
        return [text for text in texts if text and not _CHOICE.fullmatch(text)][:limit]

    async def _most_frequent(self, column: Mapped[Any], days: int, limit: int) -> Sequence[str | None]:
        """Return the values of a column most frequent where a procedure was answered."""
        oldest = datetime.now(UTC) - timedelta(days=days)
        query = (
            select(column)
            .where(col(AskedQuestion.procedure).is_not(None), col(AskedQuestion.asked_at) >= oldest)
            .group_by(column)
            .order_by(func.count().desc(), column)
            .limit(limit)
        )
        async with AsyncSession(self._engine) as session:
            return (await session.exec(query)).all()

    async def last_at(self) -> datetime | None:
        """Return when the last entry was written; None if there is none."""
        newest = select(AskedQuestion.asked_at).order_by(col(AskedQuestion.id).desc()).limit(1)
        async with AsyncSession(self._engine) as session:
            return (await session.exec(newest)).first()

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
            await session.exec(delete(Feedback).where(col(Feedback.given_at) < oldest))
            await session.commit()
            return deleted.rowcount

    async def latest(self, limit: int = 20) -> list[AskedQuestion]:
        """Return the latest entries, newest first."""
        async with AsyncSession(self._engine) as session:
            found = await session.exec(select(AskedQuestion).order_by(col(AskedQuestion.id).desc()).limit(limit))
            return list(found.all())
