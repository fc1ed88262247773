"""Asking to be told when a procedure can be filed without going there: keeping, listing and ending wishes."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers import wishes as answers
from bot.answers import wording
from bot.answers.replies import plain
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.knowledge.ways import NO_WAY, Ways, ways_of
from bot.language.aspects import Aspect
from bot.services import Services
from bot.sharing.links import Target
from bot.storage.follows import Follow, Follows
from handlers.answer import answer
from handlers.step import Step, aside

MOST = 20
"""Wishes of one person."""
_ASPECTS = {Ways.ONLINE: (Aspect.LEVEL,), Ways.POSTAL: (Aspect.POSTAL,)}


def follows_for(turn: Turn, services: Services) -> Follows | None:
    """Return where wishes are kept; None on a channel that can write to nobody first, and for people without an id."""
    can_tell = services.outreach and turn.channel in services.tellers and turn.person
    return services.outreach.follows if services.outreach and can_tell else None


async def follow(code: str, turn: Turn, dialogue: Dialogue, services: Services, wish: Ways = NO_WAY) -> Step:
    """Keep the wish to be told about the procedure of `code`: of the ways in `wish`, else of all that are missing.

    Raises KeyError for an unknown code.
    """
    procedure = services.snapshot.knowledge.by_code[code]
    missing = (wish or ~NO_WAY) & ~ways_of(procedure)
    if not missing:
        step = answer(code, _ASPECTS.get(wish, ()), dialogue, services.snapshot)
        return Step(answers.already(ways_of(procedure) & (wish or ~NO_WAY), step.reply), step.dialogue)
    kept = follows_for(turn, services)
    if not kept:
        return aside(answers.elsewhere(procedure, services.addresses.chats(Target(code))), dialogue)
    held = await kept.of(turn.channel, turn.person)
    if len(held) >= MOST and code not in (one.procedure for one in held):
        return _list(held, dialogue, services, wording.WISH_FULL.format(most=MOST))
    await kept.add(turn.channel, turn.person, code, missing)
    return aside(answers.noted(procedure, missing), dialogue)


async def unfollow(code: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """End the wish about the procedure of `code`, or all of them."""
    kept, everything = follows_for(turn, services), code == answers.ALL
    ended = await kept.end(turn.channel, turn.person, "" if everything else code) if kept else 0
    said = wording.WISH_ALL_STOPPED if everything else wording.WISH_STOPPED
    return aside(plain(said if ended else wording.WISH_NONE), dialogue)


async def following(page: int, turn: Turn, dialogue: Dialogue, services: Services, *, offers: bool = True) -> Step:
    """List the wishes, and if it `offers`, what is talked about too; raises IndexError for a page that is not there."""
    kept, known = follows_for(turn, services), services.snapshot.knowledge.by_code
    talked_about = known.get(dialogue.procedure) if offers else None
    if not kept:
        chats = services.addresses.chats(Target(talked_about.code if talked_about else ""))
        return aside(answers.elsewhere(talked_about, chats), dialogue)
    held = await kept.of(turn.channel, turn.person)
    step = _list(held, dialogue, services, wording.WISH_LIST, page)
    new = talked_about and ~ways_of(talked_about) and talked_about.code not in (one.procedure for one in held)
    if not (talked_about and new):
        return step
    choices = (*step.reply.choices, answers.offer(talked_about, named=True))
    return replace(step, reply=replace(step.reply, choices=choices))


def _list(held: Sequence[Follow], dialogue: Dialogue, services: Services, question: str, page: int = 0) -> Step:
    listed = [(one.procedure, one.wish) for one in held]
    return aside(answers.following(listed, services.snapshot.knowledge.by_code, question, page), dialogue)
