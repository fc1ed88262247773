"""What is passed on in a chat: links that lead straight to a procedure, and cards that show it in short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers import facts, wording
from bot.answers.labels import cut, labels, plain_title
from bot.answers.procedure import answer, link
from bot.conversation import Block, Link, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.titles import capitalised
from bot.sharing import wording as staff
from bot.sharing.links import Addresses, Target, page, tap, typed


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
    written = tuple(_written(Target(procedure.code, desk), addresses)) or (_line(link(procedure)),)
    return _listed(wording.SHARE.format(title=title), written)


def share_desk(desk: str, name: str, addresses: Addresses) -> Reply:
    """Return the links of the desk of number `desk` and of this `name`, which lead to any question."""
    written = tuple(_written(Target(desk=desk), addresses)) or (staff.NOWHERE,)
    return _listed(staff.SHARE.format(desk=name), written)


def _listed(lead: str, lines: Sequence[str]) -> Reply:
    blocks = (Block(Style.LEAD, lead), *(Block(Style.TEXT, line) for line in lines))
    return Reply(blocks, Outcome.CHITCHAT)


def _written(target: Target, addresses: Addresses) -> Iterator[str]:
    """Yield the links to copy, each a line, and under that of Zalo, which carries nothing, what to type there."""
    for each in _links(target, addresses):
        yield _line(each)
        if each.url == addresses.zalo:
            yield wording.SHARE_TYPED.format(typed=typed(target))


def _line(each: Link) -> str:
    return f"{each.label}: {each.url}"


def _links(target: Target, addresses: Addresses) -> Iterator[Link]:
    if addresses.web:
        yield Link(wording.SHARE_PAGE if target.code else staff.SHARE_PAGE, page(addresses.web, target))
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
    reply, target = answer(procedure), Target(procedure.code, desk)
    counted = tap(addresses.web, target) if addresses.web else ""
    own = (replace(each, tap=counted) if each == link(procedure) else each for each in reply.links)
    return Reply(reply.blocks, reply.outcome, links=(*own, *_links(target, addresses)))
