"""What a person names who wants something else than an answer: links, a poster, to be told of a change."""

from dataclasses import replace

from bot.answers.choices import leading_to
from bot.dialogue import Dialogue
from bot.services import Services
from handlers.ask import ask
from handlers.gone import gone
from handlers.step import Step


async def named(text: str, dialogue: Dialogue, services: Services) -> Step:
    """Return the step that answers about what `text` names, says what became of it, or asks back."""
    return await gone(text, dialogue, services) or ask(text, dialogue, services.snapshot)


def asking(step: Step, kind: str) -> Step:
    """Return `step` with the procedures that it offers leading to `kind` of them instead of their answers."""
    return replace(step, reply=replace(step.reply, choices=leading_to(kind, step.reply.choices)))
