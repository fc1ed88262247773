"""Help, and "nộp ở đâu" as a command."""

from bot.answers import replies, wording
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.services import Services
from handlers.answer import answer
from handlers.ask import ask
from handlers.step import Step, aside


async def assist(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Greet, and name the commands."""
    return Step(replies.welcome(wording.HELP_COMMANDS, days=services.retention_days), dialogue)


async def where(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Say where to file what is named or talked about; ask what is meant where nothing is."""
    if rest:
        return ask(f"{rest} nộp ở đâu", dialogue, services.snapshot)
    if dialogue.procedure in services.snapshot.knowledge.by_code:
        return answer(dialogue.procedure, (Aspect.WHERE,), dialogue, services.snapshot)
    return aside(replies.plain(wording.WHERE_WHICH), dialogue)
