"""Conversations of persons, found again by pseudonym on any process."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.dialogue import EXPIRES_MINUTES, Dialogue
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.tables import StoredDialogue
from bot.storage.together import reading, writing
from bot.storage.upsert import insert_into

_ADAPTER = TypeAdapter(Dialogue)


class Dialogues(Protocol):
    """Where conversations are kept; a person without an id ("") has none."""

    async def load(self, channel: str, person: str) -> Dialogue:
        """Return the conversation, a new one if there is none."""

    async def save(self, channel: str, person: str, dialogue: Dialogue) -> None:
        """Keep the conversation."""

    async def wrote_at(self, channel: str, person: str) -> datetime | None:
        """Return when the person wrote last; None if that is not known."""

    async def delete(self, channel: str, person: str) -> None:
        """Forget the conversation and the place."""

    async def forget(self, days: int) -> int:
        """Delete conversations older than `days`; return how many."""


class MemoryDialogues:
    """Keeps conversations as long as the process lives: for the terminal and for tests."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Dialogue] = {}

    async def load(self, channel: str, person: str) -> Dialogue:
        """Return the conversation, a new one if there is none."""
        return self._kept.get((channel, person), Dialogue())

    async def save(self, channel: str, person: str, dialogue: Dialogue) -> None:
        """Keep the conversation of a person who has an id."""
        if person:
            self._kept[channel, person] = dialogue

    async def wrote_at(self, channel: str, person: str) -> datetime | None:
        """Not know."""
        return None

    async def delete(self, channel: str, person: str) -> None:
        """Forget the conversation and the place."""
        self._kept.pop((channel, person), None)

    async def forget(self, days: int) -> int:
        """Have nothing that is so old."""
        return 0


class DatabaseDialogues:
    """Keeps conversations in the table `dialogue`."""

    def __init__(self, engine: AsyncEngine, pseudonyms: Pseudonyms) -> None:
        self._engine = engine
        self._reading, self._writing = reading(engine), writing(engine)
        self._pseudonyms = pseudonyms
        # Who it is and what is kept come as parameters, so that each of both is made and compiled once.
        self._finding = select(col(StoredDialogue.updated_at), col(StoredDialogue.state)).where(
            col(StoredDialogue.person) == bindparam("person")
        )
        insert = insert_into(StoredDialogue, engine)
        new = {name: insert.excluded[name] for name in ("updated_at", "state")}
        self._saving = insert.on_conflict_do_update(index_elements=["person"], set_=new)

    async def load(self, channel: str, person: str) -> Dialogue:
        """Return the conversation; of one that has expired, or that an older version wrote, what is left."""
        if not person:
            return Dialogue()
        stored = await self._find(channel, person)
        if not stored:
            return Dialogue()
        kept_at, state = stored
        try:
            dialogue = _ADAPTER.validate_json(state)
        except ValidationError:
            return Dialogue()
        expired = datetime.now(UTC) - kept_at > timedelta(minutes=EXPIRES_MINUTES)
        return dialogue.begun_anew() if expired else dialogue

    async def save(self, channel: str, person: str, dialogue: Dialogue) -> None:
        """Keep the conversation of a person who has an id; raises SQLAlchemyError if the database does not take it.

        On a messenger it moves on in one transaction with the answer, so that no message moves it on twice.
        """
        if not person:
            return
        row = {
            "person": self._pseudonyms.of(channel, person),
            "updated_at": datetime.now(UTC),
            "state": _ADAPTER.dump_json(dialogue).decode(),
        }
        await self._writing.later(lambda connection: connection.execute(self._saving, row))

    async def wrote_at(self, channel: str, person: str) -> datetime | None:
        """Return when the person wrote last; None if that is not known."""
        stored = await self._find(channel, person)
        return stored[0] if stored else None

    async def _find(self, channel: str, person: str) -> tuple[datetime, str] | None:
        """Return when the conversation was kept, and its state."""
        who = {"person": self._pseudonyms.of(channel, person)}
        found = await self._reading.do(lambda connection: connection.execute(self._finding, who).one_or_none())
        return (found[0], found[1]) if found else None

    async def delete(self, channel: str, person: str) -> None:
        """Forget the conversation and the place."""
        who = self._pseudonyms.of(channel, person)
        await self._delete(col(StoredDialogue.person) == who)

    async def forget(self, days: int) -> int:
        """Delete conversations older than `days`; return how many."""
        return await self._delete(col(StoredDialogue.updated_at) < datetime.now(UTC) - timedelta(days=days))

    async def _delete(self, which: object) -> int:
        async with AsyncSession(self._engine) as session:
            deleted = await session.exec(delete(StoredDialogue).where(which))  # type: ignore[arg-type]
            await session.commit()
            return deleted.rowcount
