"""What the knowledge base holds: procedures, questions about the service, vocabulary, published totals."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    UrlConstraints,
    field_validator,
)

from bot.knowledge.values import Applicant, Government, LevelsBasis, Postal, Receiver, ServiceLevel, parse, split
from bot.language.aspects import Aspect
from bot.language.normalise import clean

CODE = re.compile(r"[1-9]\.\d{6}")
_CODE_WITH_SUFFIX = re.compile(r"([1-9]\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?", re.IGNORECASE)
_PORTAL_PAGE = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"
_PORTAL_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# ISO 8601: a day, a month or a year, or two of them with "/" between.
_MOMENT = r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
_AS_OF = re.compile(rf"{_MOMENT}(?:/{_MOMENT})?")

LONGEST_TEXT = 1200
"""Characters; the longest official title has 1,094."""
LONGEST_ALIAS = 120

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]
OptionalText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)]
Alias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_ALIAS)]


class Model(BaseModel):
    """Immutable, and strict about names it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Row]):
    """A row of a table and its number, as a spreadsheet program counts rows."""

    line: int
    row: Row


def plain_code(written: str) -> str:
    """Return a procedure code without the suffix of a province's one-stop system.

    Raises ValueError if it is no code of the national catalogue.
    """
    match = _CODE_WITH_SUFFIX.fullmatch(written.strip())
    if not match:
        raise ValueError(f"“{written}” không phải mã thủ tục; mã có dạng 1.001193")
    return match[1]


def parts(cell: object) -> object:
    """Return a cell's `;`-separated parts; what is no text passes, for the model to judge."""
    return split(cell) if isinstance(cell, str) else cell


def _one(kind: type[StrEnum]) -> BeforeValidator:
    return BeforeValidator(lambda cell: parse(kind, cell) if isinstance(cell, str) else cell)


def _several(kind: type[StrEnum]) -> BeforeValidator:
    def read(cell: object) -> object:
        return tuple(parse(kind, part) for part in split(cell)) if isinstance(cell, str) else cell

    return BeforeValidator(read)


class Procedure(Model):
    """Facts on one administrative procedure, as its source gives them; field names are CSV columns."""

    code: str
    title: Text
    aliases: Annotated[tuple[Alias, ...], BeforeValidator(parts)] = ()
    field: OptionalText = ""
    ministry: OptionalText = ""
    agency: OptionalText = ""
    agency_before_2025_07: OptionalText = ""
    levels: Annotated[tuple[Government, ...], _several(Government), Field(min_length=1)]
    levels_basis: Annotated[LevelsBasis, _one(LevelsBasis)]
    receivers: Annotated[tuple[Receiver, ...], _several(Receiver), Field(min_length=1)]
    service_level: Annotated[ServiceLevel, _one(ServiceLevel)]
    postal: Annotated[Postal, _one(Postal)]
    applicants: Annotated[tuple[Applicant, ...], _several(Applicant)] = ()
    result: OptionalText = ""
    days_in_person: OptionalText = ""
    days_online: OptionalText = ""
    days_postal: OptionalText = ""
    url: OptionalText = ""
    source: Text
    as_of: Text

    @field_validator("code")
    @classmethod
    def _code(cls, value: str) -> str:
        return plain_code(value)

    @field_validator("title", "result", "agency")
    @classmethod
    def _clean(cls, value: str) -> str:
        return clean(value)

    @field_validator("source")
    @classmethod
    def _written_out(cls, value: str) -> str:
        """Write out DVCQG, as officials shorten it in 2,900 cells; citizens read it in full."""
        return value.replace("DVCQG", "Dịch vụ công quốc gia")

    @field_validator("url")
    @classmethod
    def _https(cls, value: str) -> str:
        """Take a full address, or the page's number on the national portal, which 2,900 rows are shortened to."""
        if _PORTAL_ID.fullmatch(value):
            return f"{_PORTAL_PAGE}{value}"
        if value and not value.startswith("https://"):
            raise ValueError(f"“{value}” phải là đường dẫn bắt đầu bằng https://, hoặc để trống")
        return value

    @field_validator("as_of")
    @classmethod
    def _iso(cls, value: str) -> str:
        if not _AS_OF.fullmatch(value):
            raise ValueError(f"“{value}” phải là ngày dạng 2026-07-18, tháng 2026-07, năm 2025, hoặc 2026-06/2026-07")
        return value


class Link(Model):
    """A label and the https address behind it."""

    label: Text
    url: Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"])]


class FaqEntry(Model):
    """A question about the service itself in several wordings, or small talk, with its answer."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$", max_length=80)]  # as the journal takes it
    kind: Literal["service", "chitchat"]
    questions: Annotated[tuple[Text, ...], Field(min_length=2)]
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=900)]
    source: Text
    as_of: date
    links: tuple[Link, ...] = ()


class Faq(Model):
    """`faq.yaml`."""

    entries: Annotated[tuple[FaqEntry, ...], Field(min_length=1)]


class Phrase(Model):
    """Everyday forms and what they mean in full or official words."""

    forms: Annotated[tuple[Text, ...], Field(min_length=1)]
    means: Text


class Vocabulary(Model):
    """`vocabulary.yaml`: people's words.

    `abbreviations`, `teencode` and `dialect` are written out before anything else is read;
    `official` exchanges everyday words for those that titles use; `aspects` tell what is asked ("…" in
    a phrase is a gap); `matter` holds a phrase that asks and does not ask; `fillers` carry no matter; `referring` words
    point at what was talked about, `correcting` ones take it back.
    """

    source: Text
    as_of: date
    abbreviations: tuple[Phrase, ...]
    teencode: tuple[Phrase, ...]
    dialect: tuple[Phrase, ...]
    official: tuple[Phrase, ...]
    aspects: dict[Aspect, tuple[Text, ...]]
    matter: tuple[Text, ...] = ()
    fillers: tuple[Text, ...]
    referring: tuple[Text, ...] = ()
    correcting: tuple[Text, ...] = ()


class Outside(Model):
    """`outside.yaml`: examples of messages about something else altogether."""

    source: Text
    as_of: date
    messages: tuple[Text, ...]


class EventProcedure(Model):
    """One procedure that a life event leads to, in everyday words that tell it apart from the event's others."""

    code: str
    label: Annotated[Text, StringConstraints(max_length=60)]

    @field_validator("code")
    @classmethod
    def _plain(cls, value: str) -> str:
        return plain_code(value)


class LifeEvent(Model):
    """Something that happens to people, the ways they say so, and the procedures they then need, likeliest first."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    title: Annotated[Text, StringConstraints(max_length=40)]
    intro: Annotated[Text, StringConstraints(max_length=200)]
    phrases: Annotated[tuple[Text, ...], Field(min_length=1)]
    procedures: Annotated[tuple[EventProcedure, ...], Field(min_length=2, max_length=5)]


class LifeEvents(Model):
    """`life_events.yaml`."""

    source: Text
    as_of: date
    events: tuple[LifeEvent, ...]


class PublishedTotal(Model):
    """One total that the province published, with its place in the source."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
    label: Text
    value: Annotated[int, Field(ge=0)]
    source: Text
    as_of: date


class PublishedTotals(Model):
    """`published_totals.yaml`: the yardstick beside the knowledge base, never a source of rows."""

    totals: Annotated[tuple[PublishedTotal, ...], Field(min_length=1)]
