"""What is passed on in a chat: links that lead straight to a procedure, and cards that show it in short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers import facts, wording
from bot.answers.labels import cut, labels, plain_title
from bot.answers.procedure import answer, link
from bot.conversation import Block, Link, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.titles import capitalised
from bot.sharing.links import Addresses, Target, page


@dataclass(frozen=True, slots=True)
class Card:
    """One procedure in a list of what may be shared: its `summary` in one line, and the whole answer to send."""

    code: str
    title: str
    summary: str
    reply: Reply


def share(procedure: Procedure, addresses: Addresses, desk: str = "") -> Reply:
    """Return the links to pass on, written out so that they can be copied; `desk` is the number of who does."""
    title = cut(plain_title(procedure.title))
    target = Target(procedure.code, desk)
    shown = tuple(_links(target, addresses)) or (link(procedure),)
    return Reply(
        blocks=(
            Block(Style.LEAD, wording.SHARE.format(title=title)),
            *(Block(Style.TEXT, f"{each.label}: {each.url}") for each in shown),
        ),
        outcome=Outcome.CHITCHAT,
    )


def _links(target: Target, addresses: Addresses) -> Iterator[Link]:
    if addresses.web:
        yield Link(wording.SHARE_PAGE, page(addresses.web, target))
    for channel, address in addresses.chats(target).items():
        yield Link(wording.SHARE_CHAT.format(channel=channel), address)


def cards(procedures: Sequence[Procedure], addresses: Addresses, desk: str = "") -> tuple[Card, ...]:
    """Return a card for each of `procedures`, whose titles tell them apart; `desk` is the number of who sends one."""
    named = zip(procedures, labels(procedures), strict=True)
    return tuple(Card(one.code, title, _summary(one), _shared(one, addresses, desk)) for one, title in named)


def _summary(procedure: Procedure) -> str:
    where = capitalised(facts.where(procedure))
    return f"{wording.SHORT_LEVELS[procedure.service_level]} · {wording.SHORT_POSTAL[procedure.postal]} · {where}"


def _shared(procedure: Procedure, addresses: Addresses, desk: str) -> Reply:
    """Return the answer with the links to ask on; nothing in it is about who shares it but the desk."""
    reply = answer(procedure)
    links = (*reply.links, *_links(Target(procedure.code, desk), addresses))
    return Reply(reply.blocks, reply.outcome, links=links)
