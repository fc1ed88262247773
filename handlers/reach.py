"""Counting whom outreach reaches, on every channel alike; a count that fails never costs an answer or a page."""

from collections.abc import Iterable
from dataclasses import replace

import structlog

from bot.answers.procedure import link
from bot.conversation import Link, Outcome, Reply, Turn
from bot.dialogue import Dialogue
from bot.operations import days
from bot.services import Services
from bot.sharing.links import Target, tap, valid_desk
from bot.storage.reach import Event, Happened
from handlers.counting import answered, counted, scan_of, told_of
from handlers.step import Step

log = structlog.get_logger()


async def arrived(target: Target, channel: str, dialogue: Dialogue, services: Services) -> Dialogue:
    """Count that somebody came by a link, once a day for the same one; return the dialogue that knows its desk.

    One that names no desk, or one that there is not, changes nothing. Never raises.
    """
    try:
        came = await _known(target, services)
    except Exception:  # the answer matters more
        log.exception("arrival_failed", channel=channel)
        return dialogue
    if not came:
        return dialogue
    happened, scanned = scan_of(came, dialogue, days.today())
    return scanned if await _add(happened, channel, services) else replace(dialogue, desk=came.desk)


async def visited(target: Target, channel: str, person: str, services: Services) -> str:
    """Count that `person` opened a page by a desk's link, and what it tells; return the desk, "" if there is none.

    Later turns of this person carry the desk. Never raises.
    """
    try:
        came = await _known(target, services)
        if came:
            await _visit(came, channel, person, services)
    except Exception:  # the page matters more
        log.exception("visit_failed", channel=channel)
        return ""
    return came.desk if came else ""


async def _visit(came: Target, channel: str, person: str, services: Services) -> None:
    before, today, known = await services.dialogues.load(channel, person), days.today(), services.snapshot.knowledge
    happened, scanned = scan_of(came, before, today)
    read, told = told_of([known.by_code[came.code]] if came.code in known.by_code else [], scanned, today)
    counts = await _add((*happened, *read), channel, services)
    after = told if counts else replace(before, desk=came.desk)
    if after != before:
        await services.dialogues.save(channel, person, after)


async def _known(target: Target, services: Services) -> Target | None:
    """Return `target` without a procedure that never was; None if there is no such desk; raises SQLAlchemyError."""
    desk = await _known_desk(target.desk, services)
    return Target(await _known_code(target.code, services), desk) if desk else None


async def _known_desk(number: str, services: Services) -> str:
    """Return `number` if there is such a desk, open or closed, else ""; raises SQLAlchemyError."""
    found = services.outreach and valid_desk(number) and await services.outreach.desks.find(number)
    return number if found else ""


async def _known_code(code: str, services: Services) -> str:
    """Return `code` if there is or was such a procedure, "" for one that somebody made up."""
    if not code or code in services.snapshot.knowledge.by_code:
        return code
    gone = await services.office.withdrawn.find(code, services.snapshot) if services.office else None
    return gone.code if gone else ""


async def tapped(target: Target, channel: str, person: str, services: Services) -> None:
    """Count that the official link of a procedure was opened, for the link's desk or the person's. Never raises."""
    try:
        desk = await _known_desk(target.desk, services)
        known = desk or (await services.dialogues.load(channel, person)).desk
        await _add((Happened(days.today(), known, target.code, Event.TAP),), channel, services)
    except Exception:  # the page that was asked for matters more
        log.exception("tap_failed", channel=channel)


async def count(turn: Turn, step: Step, services: Services) -> Step:
    """Count what `step` tells; return the step that knows it, its links to official pages ready to be counted."""
    if not services.outreach or step.reply.outcome is Outcome.OFFICE:
        return step
    happened, dialogue = counted(turn, step, services.snapshot.knowledge.by_code, days.today())
    kept = dialogue if await _add(happened, turn.channel, services) else step.dialogue
    return Step(_with_taps(step.reply, dialogue.desk, services), kept)


def _with_taps(reply: Reply, desk: str, services: Services) -> Reply:
    """Return `reply` with the addresses that count taps on the official links of what it answers about."""
    site, known = services.addresses.web, services.snapshot.knowledge.by_code
    if not site:
        return reply
    codes = {link(known[code]): code for code in reversed(answered(reply, known))}
    return replace(reply, links=tuple(_with_tap(one, codes.get(one), desk, site) for one in reply.links))


def _with_tap(shown: Link, code: str | None, desk: str, site: str) -> Link:
    return replace(shown, tap=tap(site, Target(code, desk))) if code else shown


async def _add(happened: Iterable[Happened], channel: str, services: Services) -> bool:
    """Count, or log that it failed; say whether what was counted may be remembered as counted."""
    try:
        if services.outreach:
            await services.outreach.reach.add(happened)
    except Exception:  # the answer matters more than its count
        log.exception("reach_failed", channel=channel)
        return False
    return services.outreach is not None
