"""What is passed on to somebody else: links that lead straight to a procedure, and cards that show it in short."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers import facts, wording
from bot.answers.labels import cut, labels, plain_title
from bot.answers.procedure import answer, link
from bot.conversation import Block, Link, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.titles import capitalised

_PAYLOAD = re.compile(r"p_(\d)_(\d{6})", re.ASCII)
_ANY_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class Addresses:
    """Where this bot is found, "" for nowhere: its web page, and the chats, which are known once their servers said so.

    `zalo` is that of the Official Account, else of the bot.
    """

    web: str = ""
    telegram: str = ""
    zalo: str = ""

    def chats(self, code: str) -> dict[str, str]:
        """Return where to ask about the procedure of `code`, by the names that people know; Zalo takes no payload."""
        found = {"Zalo": self.zalo, "Telegram": self.telegram and f"{self.telegram}?start={payload(code)}"}
        return {name: address for name, address in found.items() if address}


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure in a list of what may be shared: its `summary` in one line, and the whole answer to send."""

    code: str
    title: str
    summary: str
    reply: Reply


def payload(code: str) -> str:
    """Return what a deep link carries for the procedure of `code`: 1.001193 is p_1_001193."""
    return f"p_{code.replace('.', '_')}"


def code_of(text: str) -> str | None:
    """Return the code that a deep link carries; None for any other payload."""
    match = _PAYLOAD.fullmatch(text)
    return f"{match[1]}.{match[2]}" if match else None


def is_payload(text: str) -> bool:
    """Say whether `text` may come from a deep link, at most 64 of A-Z, a-z, 0-9, _ and -."""
    return _ANY_PAYLOAD.fullmatch(text) is not None


def share(procedure: Procedure, addresses: Addresses) -> Reply:
    """Return the links to pass on, written out so that they can be copied."""
    title = cut(plain_title(procedure.title))
    shown = tuple(_links(procedure, addresses)) or (link(procedure),)
    return Reply(
        blocks=(
            Block(Style.LEAD, wording.SHARE.format(title=title)),
            *(Block(Style.TEXT, f"{each.label}: {each.url}") for each in shown),
        ),
        outcome=Outcome.CHITCHAT,
    )


def _links(procedure: Procedure, addresses: Addresses) -> Iterator[Link]:
    if addresses.web:
        yield Link(wording.SHARE_PAGE, f"{addresses.web}/p/{procedure.code}")
    for channel, address in addresses.chats(procedure.code).items():
        yield Link(wording.SHARE_CHAT.format(channel=channel), address)


def cards(procedures: Sequence[Procedure], addresses: Addresses) -> tuple[Card, ...]:
    """Return a card for each of `procedures`, whose titles tell them apart."""
    named = zip(procedures, labels(procedures), strict=True)
    return tuple(Card(one.code, title, _summary(one), _shared(one, addresses)) for one, title in named)


def _summary(procedure: Procedure) -> str:
    where = capitalised(facts.where(procedure))
    return f"{wording.SHORT_LEVELS[procedure.service_level]} · {wording.SHORT_POSTAL[procedure.postal]} · {where}"


def _shared(procedure: Procedure, addresses: Addresses) -> Reply:
    """Return the answer with the links to ask on; nothing in it is about who shares it."""
    reply = answer(procedure)
    return Reply(reply.blocks, reply.outcome, links=(*reply.links, *_links(procedure, addresses)))
