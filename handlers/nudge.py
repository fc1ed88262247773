"""One unobtrusive line below an answer, at most once a day: what the person may not know the bot can do."""

from dataclasses import replace

import structlog

from bot.answers import facts, wording
from bot.answers.choices import MORE_CHOICES
from bot.answers.wishes import offer
from bot.conversation import Block, Outcome, Reply, Style, Turn
from bot.knowledge.models import Procedure
from bot.knowledge.ways import Ways, ways_of
from bot.language.aspects import Aspect
from bot.operations import days
from bot.services import Services
from handlers.step import Step
from handlers.wishes import follows_for

_SAID = {Aspect.WHERE, Aspect.LEVEL, Aspect.POSTAL}
"""Who asks for these is told first that one need not go, where that is so."""
_ASKED = {Aspect.LEVEL: Ways.ONLINE, Aspect.POSTAL: Ways.POSTAL}
log = structlog.get_logger()


async def add(turn: Turn, step: Step, services: Services) -> Step:
    """Return `step` with an offer to tell of what was asked for in vain, or else with the day's hint; never raises.

    In the terminal, where nothing is kept of anybody, there is none.
    """
    procedure = services.snapshot.knowledge.by_code.get(step.reply.procedure or "")
    if not (services.outreach and procedure and turn.person and _ends_with_source(step.reply, procedure)):
        return step
    today, aspects = days.today().isoformat(), step.reply.aspects
    in_vain = any(way not in ways_of(procedure) for way in map(_ASKED.get, aspects) if way)
    is_due = step.dialogue.nudged_on != today
    if not (in_vain or is_due):
        return step
    try:
        is_open = await _may_follow(procedure, turn, services)
    except Exception:  # the answer matters more
        log.exception("nudge_failed", channel=turn.channel)
        return step
    if in_vain and is_open:
        choices = (offer(procedure), *step.reply.choices)[:MORE_CHOICES]
        return replace(step, reply=replace(step.reply, choices=choices))
    hint = _hint(procedure, aspects, is_open=is_open) if is_due else ""
    return _hinted(step, hint, today) if hint else step


async def _may_follow(procedure: Procedure, turn: Turn, services: Services) -> bool:
    """Say whether the person can ask to be told of changes, and has not done so."""
    kept = follows_for(turn, services)
    if not kept or not ~ways_of(procedure):
        return False
    return procedure.code not in {one.procedure for one in await kept.of(turn.channel, turn.person)}


def _ends_with_source(reply: Reply, procedure: Procedure) -> bool:
    """Say whether it is the answer about one procedure, after which nothing else was said or asked."""
    titles = [block for block in reply.blocks if block.style is Style.TITLE]
    is_whole = reply.outcome is Outcome.ANSWER and len(titles) == 1
    return is_whole and reply.blocks[-1].text == facts.source(procedure)


def _hint(procedure: Procedure, aspects: tuple[Aspect, ...], *, is_open: bool) -> str:
    ways = ways_of(procedure)
    if not ways:
        return wording.HINT_WISH if is_open else ""
    return wording.NO_NEED[ways] if aspects and _SAID.isdisjoint(aspects) else wording.HINT_SHARE


def _hinted(step: Step, hint: str, today: str) -> Step:
    blocks = (*step.reply.blocks, Block(Style.NOTE, hint))
    return Step(replace(step.reply, blocks=blocks), replace(step.dialogue, nudged_on=today))
