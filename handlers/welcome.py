"""Help, "nộp ở đâu" as a command, and "xóa dữ liệu của tôi"."""

import re

from bot.answers import replies, wording
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.language.normalise import folded
from bot.services import Services
from handlers.answer import answer
from handlers.ask import ask
from handlers.step import Step, aside

_FORGET = re.compile(
    r"(?:xoa ?du ?lieu|xoa (?:het |toan bo )?du lieu(?: cua (?:toi|em|minh|tui|con|chau))?(?: di| giup| nha| a)*)"
)


def asks_to_forget(text: str) -> bool:
    """Say whether `text` asks to delete what is kept of the person."""
    return _FORGET.fullmatch(" ".join(folded(text))) is not None


async def assist(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Greet, and name the commands."""
    return Step(replies.welcome(wording.HELP_COMMANDS), dialogue)


async def where(rest: str, turn: Turn, dialogue: Dialogue, services: Services) -> Step:
    """Say where to file what is named or talked about; ask what is meant where nothing is."""
    if rest:
        return ask(f"{rest} nộp ở đâu", dialogue, services.snapshot)
    if dialogue.procedure in services.snapshot.knowledge.by_code:
        return answer(dialogue.procedure, (Aspect.WHERE,), dialogue, services.snapshot)
    return aside(replies.plain(wording.WHERE_WHICH), dialogue)
