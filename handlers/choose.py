"""A choice that was tapped, or picked by its number."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.answers import replies, ways, wording
from bot.answers.choices import (
    BACK,
    BAD,
    BROWSE,
    EVENT,
    FOLLOW,
    FOLLOWS,
    GOOD,
    LOAD,
    NONE,
    PERSON,
    PLACE,
    POSTER,
    PROCEDURE,
    SEAT,
    SHARE,
    UNFOLLOW,
    WAY,
    WHY,
    read_choice,
)
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.services import Services, Snapshot
from handlers import browse, feedback, office, place, staff, wishes
from handlers.answer import answer
from handlers.poster import poster
from handlers.share import share
from handlers.step import Step, answered, aside

MISSES_BEFORE_PERSON = 2


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped: the part of the value behind its kind, and in which turn."""

    rest: str
    turn: Turn
    dialogue: Dialogue
    services: Services


async def choose(value: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Go on with a choice's value; a stale or forged one gets a kind way on."""
    kind, parted, rest = value.partition(":")
    if bool(parted) is (kind in _ALONE):  # "none:none", or "p" without a code
        kind = ""
    try:
        return await _KINDS[kind](Tap(rest, turn, dialogue, services))
    except (ValueError, LookupError):
        return aside(replies.refuse(wording.NO_SUCH_CHOICE), dialogue)


async def _procedure(tap: Tap) -> Step:
    code, aspects = read_choice(f"{PROCEDURE}:{tap.rest}")
    return answer(code, aspects, tap.dialogue, tap.services.snapshot, tap.dialogue.candidates)


async def _way(tap: Tap) -> Step:
    way, _, code = tap.rest.partition(":")
    return answered(ways.steps(tap.services.snapshot.knowledge.by_code[code], way), tap.dialogue)


async def _event(tap: Tap) -> Step:
    return browse.event(tap.rest, tap.dialogue, tap.services.snapshot)


async def _place(tap: Tap) -> Step:
    return place.pick(tap.rest, tap.dialogue, tap.services.snapshot)


async def _browse(tap: Tap) -> Step:
    return await browse.browse(tap.rest, tap.dialogue, tap.services)


async def _good(tap: Tap) -> Step:
    return await feedback.good(tap.rest, tap.turn.channel, tap.dialogue, tap.services)


async def _bad(tap: Tap) -> Step:
    return await feedback.bad(tap.rest, tap.turn.channel, tap.dialogue, tap.services)


async def _why(tap: Tap) -> Step:
    return await feedback.why(tap.rest, tap.turn.channel, tap.dialogue, tap.services)


async def _load(tap: Tap) -> Step:
    return await office.decide(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _share(tap: Tap) -> Step:
    return await share(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _poster(tap: Tap) -> Step:
    return await poster(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _seat(tap: Tap) -> Step:
    return await staff.sit(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _follow(tap: Tap) -> Step:
    return await wishes.follow(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _unfollow(tap: Tap) -> Step:
    return await wishes.unfollow(tap.rest, tap.turn, tap.dialogue, tap.services)


async def _follows(tap: Tap) -> Step:
    return await wishes.following(int(tap.rest), tap.turn, tap.dialogue, tap.services)


async def _none(tap: Tap) -> Step:
    return none(tap.dialogue)


async def _back(tap: Tap) -> Step:
    return back(tap.dialogue, tap.services.snapshot)


async def _person(tap: Tap) -> Step:
    return aside(replies.person(), tap.dialogue)


_KINDS: dict[str, Callable[[Tap], Awaitable[Step]]] = {
    PROCEDURE: _procedure,
    EVENT: _event,
    PLACE: _place,
    WAY: _way,
    BROWSE: _browse,
    GOOD: _good,
    BAD: _bad,
    WHY: _why,
    LOAD: _load,
    SHARE: _share,
    POSTER: _poster,
    SEAT: _seat,
    FOLLOW: _follow,
    UNFOLLOW: _unfollow,
    FOLLOWS: _follows,
    NONE: _none,
    BACK: _back,
    PERSON: _person,
}
_ALONE = (NONE, BACK, PERSON)
"""Kinds whose value is the kind itself."""


def none(dialogue: Dialogue) -> Step:
    """Nothing fitted: help to say it otherwise, then lead to a person."""
    misses = dialogue.misses + 1
    reply = replies.person() if misses >= MISSES_BEFORE_PERSON else replies.rephrase()
    return Step(reply, replace(dialogue, misses=misses, waits_for_place=False))


def back(dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Return to the procedure answered before the last one."""
    earlier = [code for code in dialogue.earlier if code in snapshot.knowledge.by_code]
    if not earlier:
        return aside(replies.plain(wording.NOTHING_EARLIER), dialogue)
    before = replace(dialogue, procedure="", earlier=tuple(earlier[:-1]))
    return answer(earlier[-1], (), before, snapshot)
