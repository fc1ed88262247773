"""Messages that begin with a stroke, the same on every channel."""

import re
from collections.abc import Awaitable, Callable

from bot.answers.choices import POSTER, SHARE
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.services import Services
from handlers import arrival, staff, welcome, wishing
from handlers.desk import official
from handlers.named import asking, named
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
    step = await named(rest, dialogue, services)
    code = step.reply.procedure
    return await give(code, turn, step.dialogue, services) if code else asking(step, kind)


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
