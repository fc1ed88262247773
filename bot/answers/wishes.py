"""Replies about wishes: what was noted, what is waited for, and the news once a wish is fulfilled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.answers import facts, replies, wording
from bot.answers.choices import FOLLOW, FOLLOWS, UNFOLLOW, choice, paged
from bot.answers.labels import cut, plain_title
from bot.answers.procedure import lead, link
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.values import ServiceLevel
from bot.knowledge.ways import Ways, ways_of
from bot.language.aspects import Aspect

ALL = "all"
"""What stands in place of a code in the choice to be told of nothing any more."""
LONGEST_TITLE = 50
"""Letters of a title in a list, behind which stands what is waited for."""

Listed = tuple[str, Ways]
"""The code of a procedure, and what of it is waited for."""


def in_words(ways: Ways, between: str = wording.WAYS_TOGETHER) -> str:
    """Return ways as what can be done: "nộp được qua mạng và gửi được qua bưu điện"."""
    return between.join(words for way, words in wording.WAYS.items() if way in ways)


def noted(procedure: Procedure, wish: Ways) -> Reply:
    """Say what will be told, what is kept for that, and the way out."""
    awaited, ways = in_words(wish, wording.WAYS_EITHER), ways_of(procedure)
    said = wording.WISH_NOTED_REST.format(ways=in_words(ways), wish=awaited) if ways else ""
    return Reply(
        blocks=(
            Block(Style.LEAD, said or wording.WISH_NOTED.format(wish=awaited)),
            _title(procedure),
            Block(Style.NOTE, wording.WISH_KEPT),
        ),
        outcome=Outcome.CHITCHAT,
    )


def elsewhere(procedure: Procedure | None, chats: Mapping[str, str]) -> Reply:
    """Say that nobody can be written to here, and where: `chats` are addresses by name, perhaps none."""
    if not chats:
        page = link(procedure) if procedure else replies.PORTAL
        return Reply(_lines(wording.WISH_NOWHERE), Outcome.CHITCHAT, links=(page,))
    what = procedure.code if procedure else wording.WISH_ANY
    where = wording.WISH_ELSEWHERE.format(chats=facts.alternatives(list(chats)), what=what)
    links = (Link(wording.SHARE_CHAT.format(channel=name), address) for name, address in chats.items())
    return Reply(_lines(where), Outcome.CHITCHAT, links=tuple(links))


def already(ways: Ways, answer: Reply) -> Reply:
    """Say that nobody need wait, before the `answer` about what can be done now."""
    said = Block(Style.LEAD, wording.WISH_MET.format(ways=in_words(ways)))
    return replace(answer, blocks=(said, *answer.blocks))


def following(wishes: Sequence[Listed], known: Mapping[str, Procedure], question: str, page: int = 0) -> Reply:
    """List what somebody waits for, each stopped by its choice; raises IndexError for a page that is not there."""
    if not wishes:
        return replies.plain(wording.WISH_NONE)
    choices = [choice(UNFOLLOW, code, _label(code, wish, known)) for code, wish in wishes]
    shown = paged(choices, page, lambda other: choice(FOLLOWS, str(other), wording.BROWSE_MORE))
    everything = (choice(UNFOLLOW, ALL, wording.WISH_STOP_ALL),) if len(wishes) > 1 else ()
    return replies.ask_back(question, (*shown, *everything))


def _label(code: str, wish: Ways, known: Mapping[str, Procedure]) -> str:
    title = cut(plain_title(known[code].title), LONGEST_TITLE) if code in known else code
    return wording.WISH_OF.format(title=title, wish=in_words(wish, wording.WAYS_EITHER))


def offer(procedure: Procedure, *, named: bool = False) -> Choice:
    """Return the choice to be told of a change, with the title where it is not clear which is meant."""
    title = cut(plain_title(procedure.title), LONGEST_TITLE)
    return choice(FOLLOW, procedure.code, wording.WISH_OFFER_OF.format(title=title) if named else wording.WISH_OFFER)


def news(procedure: Procedure, fulfilled: Ways) -> Reply:
    """Tell what somebody waited for, with what it means for them, the official page, the source and the way out."""
    return Reply(
        blocks=(
            Block(Style.LEAD, wording.NEWS.format(ways=in_words(fulfilled))),
            _title(procedure),
            Block(Style.TEXT, lead(procedure, Aspect.WHERE)),
            *(Block(Style.NOTE, note) for note in _notes(procedure)),
        ),
        outcome=Outcome.ANSWER,
        links=(link(procedure),),
        procedure=procedure.code,
        candidates=(procedure.code,),
    )


def news_before(procedure: Procedure, fulfilled: Ways) -> tuple[Block, ...]:
    """Return the same in short, to stand before the answer to something else."""
    said = wording.NEWS_OF.format(title=plain_title(procedure.title), code=procedure.code, ways=in_words(fulfilled))
    page = link(procedure)
    return (
        Block(Style.TEXT, f"{said} {page.label}: {page.url}"),
        *(Block(Style.NOTE, note) for note in _notes(procedure)),
    )


def _notes(procedure: Procedure) -> Iterator[str]:
    if procedure.service_level.is_online and procedure.service_level is not ServiceLevel.FULL:
        yield wording.MAYBE_VISIT
    yield facts.source(procedure)
    yield wording.NEWS_DONE


def _title(procedure: Procedure) -> Block:
    return Block(Style.TITLE, wording.TITLE.format(title=procedure.title, code=procedure.code))


def _lines(text: str) -> tuple[Block, ...]:
    return (Block(Style.TEXT, text),)
