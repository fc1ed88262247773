"""News for somebody whom the channel did not let the bot write to: told before the answer to their next message."""

from dataclasses import replace

import structlog

from bot.answers.wishes import news_before
from bot.conversation import Turn
from bot.knowledge.ways import Ways, fulfilled
from bot.services import Services
from bot.storage.follows import Follow
from handlers.step import Step
from handlers.wishes import follows_for

log = structlog.get_logger()


async def add(turn: Turn, step: Step, services: Services) -> Step:
    """Return `step` with the news that waited for this person, if there are any; never raises."""
    kept = follows_for(turn, services)
    if not kept:
        return step
    known = services.snapshot.knowledge.by_code

    def now(one: Follow) -> Ways:
        return fulfilled(one.wish, known.get(one.procedure))

    try:
        late = await kept.take(turn.channel, turn.person, lambda one: bool(now(one)))
    except Exception:  # the answer matters more; the news wait for another message
        log.exception("news_failed", channel=turn.channel)
        return step
    blocks = [block for one in late for block in news_before(known[one.procedure], now(one))]
    return replace(step, reply=replace(step.reply, blocks=(*blocks, *step.reply.blocks)))
