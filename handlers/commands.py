"""Messages that begin with a stroke, the same on every channel."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.answers.choices import POSTER, SHARE, leading_to
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.services import Services
from handlers import arrival, staff, welcome, wishing
from handlers.ask import ask
from handlers.desk import official
from handlers.gone import gone
from handlers.poster import poster
from handlers.share import share
from handlers.step import Step

Command = Callable[[str, Turn, Dialogue, Services], Awaitable[Step | None]]
"""What stands behind the command comes first; None is for whom it is no command."""
_COMMAND = re.compile(r"/([a-z_]+)\b(?:@\w+)?(.*)", re.IGNORECASE | re.DOTALL)


async def command(turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    """Return the step of a command; None for all else, and for commands that are not these."""
    match = _COMMAND.fullmatch(turn.text.strip())
    do = _COMMANDS.get(match[1].lower()) if match else None
    return await do(match[2].strip(), turn, dialogue, services) if match and do else None


async def _poster(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    if not await official(turn.channel, turn.person, services):
        return None
    return await _of_named(POSTER, rest, turn, dialogue, services)


async def _share(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    return await _of_named(SHARE, rest, turn, dialogue, services)


async def _of_named(kind: str, rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Give the links or the poster of what is named, or else talked about, or else in general.

    Where several may be meant, ask, by choices of `kind`, which give it too.
    """
    give = {SHARE: share, POSTER: poster}[kind]
    if not rest:
        known = dialogue.procedure in services.snapshot.knowledge.by_code
        return await give(dialogue.procedure if known else "", turn, dialogue, services)
    step = await gone(rest, dialogue, services) or ask(rest, dialogue, services.snapshot)
    if step.reply.procedure:
        return await give(step.reply.procedure, turn, step.dialogue, services)
    return replace(step, reply=replace(step.reply, choices=leading_to(kind, step.reply.choices)))


_COMMANDS: dict[str, Command] = {
    "start": arrival.start,
    "batdau": arrival.start,
    "help": welcome.assist,
    "trogiup": welcome.assist,
    "tro_giup": welcome.assist,
    "noinop": welcome.where,
    "chiase": _share,
    "theodoi": wishing.follow,
    "thoibao": wishing.stop,
    "homnay": staff.today,
    "quay": staff.sit,
    "in": _poster,
}
