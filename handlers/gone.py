"""Procedures that were withdrawn, of which printed codes and people's notes still speak."""

from dataclasses import replace

from bot.answers import replies
from bot.dialogue import Dialogue
from bot.language.question import code_in
from bot.services import Services
from handlers.step import Step


async def gone(text: str, dialogue: Dialogue, services: Services) -> Step | None:
    """Say what became of the procedure whose code `text` names; None if it is there, never was, or none is named."""
    code, known = code_in(text), services.snapshot.knowledge.by_code
    if not (code and services.office) or code in known:
        return None
    found = await services.office.withdrawn.find(code, services.snapshot)
    if not found:
        return None
    reply = replies.withdrawn(found.title, found.code, [known[one] for one in found.instead])
    return Step(reply, replace(dialogue, procedure="", candidates=found.instead, waits_for_place=False))
