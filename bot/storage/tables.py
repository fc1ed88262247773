"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, TypeDecorator
from sqlmodel import Field, SQLModel


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, on every database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class AskedQuestion(SQLModel, table=True):
    """One question, redacted, and what became of it; nothing says who asked."""

    __tablename__ = "asked_question"

    id: int | None = Field(default=None, primary_key=True)
    asked_at: datetime = Field(sa_type=UtcDateTime, index=True)
    channel: str = Field(max_length=20)
    text: str
    outcome: str = Field(max_length=20, index=True)
    procedure: str | None = Field(default=None, max_length=10)
    faq: str | None = Field(default=None, max_length=80)
    aspects: str = Field(default="", max_length=200, description="names, joined by +")
    milliseconds: float


class StoredDialogue(SQLModel, table=True):
    """One person's conversation, by pseudonym; the state is `bot.dialogue.Dialogue` as JSON."""

    __tablename__ = "dialogue"

    person: str = Field(primary_key=True, max_length=32)
    updated_at: datetime = Field(sa_type=UtcDateTime, index=True)
    state: str


class Feedback(SQLModel, table=True):
    """What somebody thought of an answer; nothing says who."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    given_at: datetime = Field(sa_type=UtcDateTime, index=True)
    channel: str = Field(max_length=20)
    procedure: str = Field(max_length=10)
    opinion: str = Field(max_length=20)
