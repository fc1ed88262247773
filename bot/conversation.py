"""What comes in and what goes out, the same for every channel: `Turn` and `Reply`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.language.aspects import Aspect


class Outcome(StrEnum):
    """What became of a turn; also stored with the question."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    FAQ = "faq"
    CHITCHAT = "chitchat"
    REFUSE = "refuse"
    OFFICE = "office"  # an official's business with the knowledge base, which is not written down as a question


class Fate(StrEnum):
    """What became of a message that was sent to somebody."""

    SENT = "sent"  # or perhaps sent, which counts as much
    CLOSED = "closed"  # the channel lets nobody write to this person before they write again
    GONE = "gone"  # the person wants no messages of the bot any more
    FAILED = "failed"  # the channel was out of reach or refused it: later it may get through


class Style(StrEnum):
    """How a block of a reply is meant; each channel renders it its own way."""

    LEAD = "lead"  # what was asked, in one sentence
    TEXT = "text"  # plain speech: greetings, answers about the service
    TITLE = "title"
    FACT = "fact"  # a label and its text
    NOTE = "note"  # sources, limits, hints


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that somebody sent; `fetch` gets its bytes, which not everybody's file is worth.

    `size` is in bytes, 0 where it is not told. `returns_files` is whether the channel can send files as well.
    """

    name: str
    size: int
    fetch: Callable[[], Awaitable[bytes]]
    returns_files: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as a channel took it in: typed text, the value of a choice that was tapped, or a file.

    `person` is the channel's own id of who writes, never stored as it is; without one ("") nothing of
    the conversation is remembered. `greeted` says that the channel has shown by itself who answers and
    what is kept, which else stands in the first reply; `takes_files`, that it can send `Reply.files`. `unread` is the
    sentence with which the channel answers what it cannot read, "" for all else.
    """

    channel: str
    text: str = ""
    choice: str | None = None
    person: str = ""
    file: Attachment | None = None
    greeted: bool = False
    takes_files: bool = False
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or line of a reply; `label` only with FACT."""

    style: Style
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tap, or to pick by its number where nothing can be tapped.

    `value` goes back as `Turn.choice`; at most 64 bytes, Telegram's limit.
    """

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """A label and the address behind it.

    `tap` is an address of this bot that counts the tap and leads on to `url`, "" for none: for channels that show
    only the label.
    """

    label: str
    url: str
    tap: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to give to the person."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person reads, and what it is about.

    `feedback` are the two choices of saying whether it helped, which need no number. `candidates` are
    procedure codes by falling score, whatever the outcome.
    """

    blocks: tuple[Block, ...]
    outcome: Outcome
    choices: tuple[Choice, ...] = ()
    links: tuple[Link, ...] = ()
    feedback: tuple[Choice, ...] = ()
    files: tuple[Document, ...] = ()
    procedure: str | None = None
    faq: str | None = None
    candidates: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = field(default=())


def plain_text(reply: Reply) -> str:
    """Return `reply` as lines of plain text, choices numbered and links written out."""
    lines: list[str] = []
    last: Style | None = None
    for block in reply.blocks:
        if last and (block.style is not Style.FACT or last is not Style.FACT) and last is not Style.TITLE:
            lines.append("")
        lines.append(f"- {block.label}: {block.text}" if block.label else block.text)
        last = block.style
    if reply.choices:
        lines.append("")
        lines += [f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, start=1)]
    if reply.links:
        lines.append("")
        lines += [f"{link.label}: {link.url}" for link in reply.links]
    return "\n".join(lines)
