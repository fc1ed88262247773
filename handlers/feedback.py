"""Whether an answer helped, in one tap; if not, why, in another, and the other procedures it might have been."""

from bot.answers import replies, wording
from bot.answers.choices import BAD, GOOD, WHY, choice
from bot.dialogue import Dialogue
from bot.services import Services
from handlers.step import Step, aside

OTHERS = 4


async def good(code: str, channel: str, dialogue: Dialogue, services: Services) -> Step:
    """Write down that an answer helped."""
    await services.journal.rate(channel, _known(code, services), GOOD)
    return aside(replies.plain(wording.THANKS), dialogue)


async def bad(code: str, channel: str, dialogue: Dialogue, services: Services) -> Step:
    """Write down that an answer did not help, and ask why."""
    await services.journal.rate(channel, _known(code, services), BAD)
    choices = [choice(WHY, f"{reason}:{code}", label) for reason, label in wording.WHY.items()]
    return aside(replies.ask_back(wording.WHY_BAD, choices), dialogue)


async def why(rest: str, channel: str, dialogue: Dialogue, services: Services) -> Step:
    """Write down why, and offer what else the question might have meant."""
    reason, _, code = rest.partition(":")
    if reason not in wording.WHY:
        raise ValueError(rest)
    await services.journal.rate(channel, _known(code, services), reason)
    known = services.snapshot.knowledge.by_code
    others = [known[other] for other in dialogue.candidates if other in known][:OTHERS]
    if reason != "wrong" or not others or dialogue.procedure != code:
        return aside(replies.plain(wording.SORRY), dialogue)
    choices = (*replies.procedure_choices(others), replies.NONE_CHOICE)
    return aside(replies.ask_back(wording.SORRY_OTHERS, choices), dialogue)


def _known(code: str, services: Services) -> str:
    """Return `code`; raises KeyError for one that a forged choice made up."""
    return services.snapshot.knowledge.by_code[code].code
