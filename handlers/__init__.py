"""One module per thing a person does; `handle` is the one way in for every channel."""

import time

import structlog

from bot.answers import replies, wording
from bot.conversation import Reply, Turn
from bot.services import Services
from handlers import ask, choose, welcome

log = structlog.get_logger()


async def handle(turn: Turn, services: Services) -> Reply:
    """Return the reply to `turn` and write both down; never raises, whatever the message."""
    start = time.perf_counter()
    try:
        reply = _reply(turn, services)
    except Exception:
        log.exception("turn_failed", channel=turn.channel)
        return replies.short(wording.FAILED)
    try:
        await services.journal.record(turn, reply, (time.perf_counter() - start) * 1000)
    except Exception:  # the answer matters more than its record
        log.exception("journal_failed", channel=turn.channel)
    return reply


def _reply(turn: Turn, services: Services) -> Reply:
    snapshot = services.snapshot
    if turn.choice is not None:
        return choose.choose(turn.choice, snapshot)
    if welcome.is_command(turn.text):
        return replies.welcome()
    return ask.ask(turn.text, snapshot)
