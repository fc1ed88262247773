"""One module per thing a person does; `handle` is the one way in for every channel."""

import time
from dataclasses import replace

import structlog

from bot.answers import replies, wording
from bot.conversation import Block, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.services import Services
from handlers import arrival, ask, choose, commands, follow_up, gone, news, nudge, office, reach, welcome, wishing
from handlers.step import Step

log = structlog.get_logger()


async def handle(turn: Turn, services: Services) -> Reply:
    """Return the reply to `turn` and write both down; never raises, whatever the message."""
    start = time.perf_counter()
    services = services.of_this_moment()
    try:
        dialogue = await _load(turn, services)
        step = _introduced(await _step(turn, dialogue, services), turn)
    except Exception:
        log.exception("turn_failed", channel=turn.channel)
        return replies.short(wording.FAILED)
    step = await news.add(turn, await nudge.add(turn, step, services), services)
    step = await reach.count(turn, step, services)
    reply = step.reply
    try:
        await services.dialogues.save(turn.channel, turn.person, replace(step.dialogue, choices=reply.choices))
        if reply.outcome is not Outcome.OFFICE:
            await services.journal.record(turn, reply, (time.perf_counter() - start) * 1000)
    except Exception:  # the answer matters more than its record
        log.exception("journal_failed", channel=turn.channel)
    return reply


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
    if welcome.asks_to_forget(turn.text):
        await services.dialogues.delete(turn.channel, turn.person)
        if services.outreach:
            await services.outreach.follows.end(turn.channel, turn.person)
        return Step(replies.plain(wording.FORGOTTEN), Dialogue())
    return None


def _introduced(step: Step, turn: Turn) -> Step:
    """Tell who writes for the first time that a machine answers and what is kept, unless the reply says it."""
    reply, dialogue = step.reply, step.dialogue
    said = {block.text for block in reply.blocks}
    if not turn.person or dialogue.greeted or reply.outcome is Outcome.OFFICE or wording.FORGOTTEN in said:
        return step
    greeted = replace(dialogue, greeted=True)
    if turn.greeted or wording.WELCOME_PRIVACY in said:
        return Step(reply, greeted)
    return Step(replace(reply, blocks=(*reply.blocks, Block(Style.NOTE, wording.WELCOME_PRIVACY))), greeted)


def _out_of_range(dialogue: Dialogue) -> Step:
    """Show the same list again, with a word on how long it is."""
    reply = replies.ask_back(wording.NO_SUCH_NUMBER.format(count=len(dialogue.choices)), dialogue.choices)
    return Step(replace(reply, blocks=(Block(Style.LEAD, reply.blocks[0].text),)), dialogue)
