"""One module per thing a person does; `handle` is the one way in for every channel."""

import time
from dataclasses import replace

import structlog

from bot.answers import replies, wording
from bot.conversation import Block, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.services import Services
from handlers import arrival, ask, choose, commands, erasing, follow_up, gone, news, nudge, office, reach, wishing
from handlers.step import Step

log = structlog.get_logger()


async def handle(turn: Turn, services: Services) -> Reply:
    """Return the reply to `turn` and write both down; never raises, whatever the message."""
    if turn.unread:
        return replies.short(turn.unread)
    start = time.perf_counter()
    turn = replace(turn, text=turn.text[: ask.MOST_CHARACTERS])
    services = services.of_this_moment()
    if turn.choice is None and not turn.file and erasing.asks_to_forget(turn.text):
        reply = await erasing.erase(turn, services)
        if erasing.is_erased(reply):  # written down as every question is, without anything about who asked
            await _keep(turn, reply, None, start, services)
        return reply
    try:
        dialogue = await _load(turn, services)
        step = _introduced(await _step(turn, dialogue, services), turn, services)
    except Exception:
        log.exception("turn_failed", channel=turn.channel)
        return replies.short(wording.FAILED)
    step = await news.add(turn, await nudge.add(turn, step, services), services)
    step = await reach.count(turn, step, services)
    reply = step.reply
    await _keep(turn, reply, replace(step.dialogue, choices=reply.choices), start, services)
    # No procedure: with the time and the request's number it would say what somebody asked about.
    log.info("answered", channel=turn.channel, outcome=reply.outcome.value, milliseconds=_milliseconds(start))
    return reply


async def _keep(turn: Turn, reply: Reply, dialogue: Dialogue | None, start: float, services: Services) -> None:
    """Keep the conversation, if it goes on, and write the turn down."""
    try:
        if dialogue:
            await services.dialogues.save(turn.channel, turn.person, dialogue)
        if reply.outcome is not Outcome.OFFICE:
            await services.journal.record(turn, reply, _milliseconds(start))
    except Exception:  # the answer matters more than its record
        log.exception("journal_failed", channel=turn.channel)


def _milliseconds(start: float) -> float:
    return round((time.perf_counter() - start) * 1000, 2)


async def _load(turn: Turn, services: Services) -> Dialogue:
    try:
        return await services.dialogues.load(turn.channel, turn.person)
    except Exception:  # a question stands by itself as well
        log.exception("dialogue_failed", channel=turn.channel)
        return Dialogue()


async def _step(turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    if turn.file:
        return await office.load(turn, dialogue, services)
    value = turn.choice if turn.choice is not None else follow_up.chosen(turn.text, dialogue)
    if value == follow_up.OUT_OF_RANGE:
        return _out_of_range(dialogue)
    if value == follow_up.NO_LIST:
        return Step(replies.plain(wording.NO_TOPIC_YET), dialogue)
    if value is not None:
        return await choose.choose(value, turn, dialogue, services)
    if step := await _command(turn, dialogue, services) or await gone.gone(turn.text, dialogue, services):
        return step
    return ask.ask(turn.text, dialogue, services.snapshot)


async def _command(turn: Turn, dialogue: Dialogue, services: Services) -> Step | None:
    """Return the step of a message that asks for something else than an answer; None for all others."""
    if step := await commands.command(turn, dialogue, services):
        return step
    if step := await arrival.typed(turn.text, turn, dialogue, services):
        return step
    if code := office.link_code(turn.text):
        return await office.link(code, turn, dialogue, services)
    if step := await wishing.typed(turn, dialogue, services):
        return step
    return None


def _introduced(step: Step, turn: Turn, services: Services) -> Step:
    """Tell who writes for the first time that a machine answers and what is kept, unless the reply says it."""
    reply, dialogue = step.reply, step.dialogue
    if not turn.person or dialogue.greeted or reply.outcome is Outcome.OFFICE:
        return step
    greeted = replace(dialogue, greeted=True)
    if turn.greeted:
        return Step(reply, greeted)
    notice, site = Block(Style.NOTE, replies.privacy(services.retention_days)), services.addresses.web
    blocks = reply.blocks if notice in reply.blocks else (*reply.blocks, notice)
    links = (*reply.links, replies.privacy_link(site)) if site else reply.links
    return Step(replace(reply, blocks=blocks, links=links), greeted)


def _out_of_range(dialogue: Dialogue) -> Step:
    """Show the same list again, with a word on how long it is."""
    reply = replies.ask_back(wording.NO_SUCH_NUMBER.format(count=len(dialogue.choices)), dialogue.choices)
    return Step(replace(reply, blocks=(Block(Style.LEAD, reply.blocks[0].text),)), dialogue)
