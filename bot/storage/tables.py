"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

from datetime import UTC, date, datetime

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Index, Integer, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel

_LARGE = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up by itself only in an INTEGER, which is large


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

    id: int | None = Field(default=None, sa_column=Column(_LARGE, primary_key=True))
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


class KnowledgeBlob(SQLModel, table=True):
    """Bytes that versions refer to, compressed, stored once however many versions share them."""

    __tablename__ = "knowledge_blob"

    key: str = Field(primary_key=True, max_length=80, description="SHA-256 of a file, or the key of an index")
    kept_at: datetime = Field(sa_type=UtcDateTime)
    content: bytes


class KnowledgeCandidate(SQLModel, table=True):
    """A load that was found sound and waits for a yes; `based_on` is the activation it was compared with."""

    __tablename__ = "knowledge_candidate"

    id: str = Field(primary_key=True, max_length=32)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    created_by: str = Field(max_length=80)
    source: str = Field(max_length=200)
    based_on: int
    files: str = Field(description="names to digests, as JSON")
    report: str = Field(description="as JSON")


class KnowledgeVersion(SQLModel, table=True):
    """An accepted load; never changed afterwards."""

    __tablename__ = "knowledge_version"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str = Field(max_length=80)
    source: str = Field(max_length=200)
    from_repository: bool
    checksum: str = Field(max_length=64, index=True)
    files: str = Field(description="names to digests, as JSON")
    report: str = Field(description="as JSON")


class KnowledgeActivation(SQLModel, table=True):
    """Which version was put into service when; the one with the highest id is served now."""

    __tablename__ = "knowledge_activation"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    version: int = Field(foreign_key="knowledge_version.number")
    activated_at: datetime = Field(sa_type=UtcDateTime)
    activated_by: str = Field(max_length=80)


class StoredAccount(SQLModel, table=True):
    """Somebody who may enter the admin room; the password only as its argon2id hash."""

    __tablename__ = "account"

    name: str = Field(primary_key=True, max_length=40)
    role: str = Field(max_length=10)
    password: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled: bool = False
    failures: int = Field(default=0, description="sign-ins that failed since the last that did not")
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    desk: str = Field(default="", max_length=4, description='number of the desk where this person sits, "" for none')


class AdminSession(SQLModel, table=True):
    """A browser that is signed in; of its token only the SHA-256."""

    __tablename__ = "admin_session"

    token_hash: str = Field(primary_key=True, max_length=64)
    account: str = Field(foreign_key="account.name", index=True, max_length=40)
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class LinkCode(SQLModel, table=True):
    """A code that binds a chat account once; only its SHA-256."""

    __tablename__ = "link_code"

    account: str = Field(primary_key=True, foreign_key="account.name", max_length=40)
    code_hash: str = Field(max_length=64, unique=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ChatLink(SQLModel, table=True):
    """Which account a channel's person, by pseudonym, acts for."""

    __tablename__ = "chat_link"

    person: str = Field(primary_key=True, max_length=32)
    account: str = Field(foreign_key="account.name", index=True, max_length=40)
    linked_at: datetime = Field(sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """What somebody did in the admin room or on the command line; only ever added to."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    who: str = Field(max_length=40)
    action: str = Field(max_length=40)
    detail: str


class InboxEntry(SQLModel, table=True):
    """One delivery of a messenger; once it is done only its key is left, to know it by if it comes again."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "key", name="uq_inbox_key"),
        Index("ix_inbox_waiting", "channel", "done", "id"),
        Index("ix_inbox_person", "person", "done"),
    )

    id: int | None = Field(default=None, sa_column=Column(_LARGE, primary_key=True))
    channel: str = Field(max_length=20)
    key: str = Field(max_length=200, description="by which the channel tells deliveries apart")
    received_at: datetime = Field(sa_type=UtcDateTime)
    person: str = Field(max_length=32, description='pseudonym; "" once it is done, and where nobody is known')
    payload: str = Field(description='as the channel stored it; "" once it is done')
    attempts: int = 0
    not_before: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="until then somebody answers it, or it waits for another attempt"
    )
    done: bool = False


class ZaloToken(SQLModel, table=True):
    """The one token pair of a Zalo app's Official Account, and how its renewal stands."""

    __tablename__ = "zalo_token"

    app_id: str = Field(primary_key=True, max_length=40)
    access: str = Field(repr=False)
    refresh: str = Field(repr=False)
    obtained_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    renewing_until: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="somebody renews it till then; past: an attempt without an end"
    )
    refused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settings_seen: str = Field(default="", description="digests of pairs once taken from the settings")


class StoredDesk(SQLModel, table=True):
    """A place from which links and posters are handed out; never deleted, since what was printed lives on."""

    __tablename__ = "desk"

    number: str = Field(primary_key=True, max_length=4)
    name: str = Field(max_length=60)
    office: str = Field(max_length=120)
    commune: str = Field(default="", max_length=50, description="id of a present commune, empty for more than one")
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str = Field(max_length=40)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReachCount(SQLModel, table=True):
    """How often something happened on one day in Vietnam, through one desk, about one procedure; not to whom."""

    __tablename__ = "reach"

    day: date = Field(primary_key=True)
    desk: str = Field(primary_key=True, max_length=4, description='"" for people who came by themselves')
    procedure: str = Field(primary_key=True, max_length=10, description='"" for none in particular')
    event: str = Field(primary_key=True, max_length=20)
    count: int


class StoredFollow(SQLModel, table=True):
    """Who is to be told when a procedure can be filed another way; deleted once told, or at `ends_at`."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("person", "procedure", name="uq_follow"),)

    id: int | None = Field(default=None, sa_column=Column(_LARGE, primary_key=True))
    key: str = Field(max_length=32, unique=True, description="under which the message is in the inbox")
    person: str = Field(max_length=32, description="pseudonym")
    channel: str = Field(max_length=20, index=True)
    address: str = Field(max_length=200, repr=False, description="the channel's own id, needed to write to the person")
    procedure: str = Field(max_length=10)
    wish: int = Field(description="`bot.knowledge.ways.Ways`, any of which fulfils it")
    ends_at: datetime = Field(sa_type=UtcDateTime, index=True)
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="somebody tells it till then")
    waits: bool = Field(default=False, description="the channel lets nobody write now: told with the next reply")


class StoredAllowance(SQLModel, table=True):
    """Until when what somebody may do in a while is used up; on PostgreSQL, where processes share it."""

    __tablename__ = "allowance"

    key: str = Field(primary_key=True, max_length=80, description="a limit's name and a pseudonym of who it counts")
    used_until: float = Field(index=True, description="seconds since 1970 by the database's clock")


class ChannelSwitch(SQLModel, table=True):
    """A channel that is switched off; no row where it is on."""

    __tablename__ = "channel_switch"

    channel: str = Field(primary_key=True, max_length=20)
    off_at: datetime = Field(sa_type=UtcDateTime)
    off_by: str = Field(max_length=40)
    reason: str = Field(default="", max_length=200)


class FaultCount(SQLModel, table=True):
    """How often something went wrong on one day in Vietnam; not in whose turn."""

    __tablename__ = "fault"

    day: date = Field(primary_key=True)
    event: str = Field(primary_key=True, max_length=60, description="the log's name for it")
    kind: str = Field(primary_key=True, max_length=60, description="the exception's class, or what was refused")
    count: int
    last_at: datetime = Field(sa_type=UtcDateTime)
