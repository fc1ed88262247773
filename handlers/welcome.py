"""Commands, on every channel: /start and /help, /noinop, /chiase, and "xóa dữ liệu của tôi"."""

import re
from collections.abc import Callable

from bot.answers import replies, wording
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.language.normalise import folded
from bot.services import Services
from bot.sharing.cards import share
from bot.sharing.links import is_payload, target_of
from handlers.answer import answer
from handlers.ask import ask
from handlers.step import Step, aside

Command = Callable[[str, Dialogue, Services], Step]
_COMMAND = re.compile(r"/([a-z_]+)\b(?:@\w+)?(.*)", re.IGNORECASE | re.DOTALL)
_FORGET = re.compile(
    r"(?:xoa ?du ?lieu|xoa (?:het |toan bo )?du lieu(?: cua (?:toi|em|minh|tui|con|chau))?(?: di| giup| nha| a)*)"
)


def command(text: str, dialogue: Dialogue, services: Services) -> Step | None:
    """Return the step of a command; None for all else, and for commands that are not these."""
    match = _COMMAND.fullmatch(text.strip())
    do = _COMMANDS.get(match[1].lower()) if match else None
    return do(match[2].strip(), dialogue, services) if match and do else None


def asks_to_forget(text: str) -> bool:
    """Say whether `text` asks to delete what is kept of the person."""
    return _FORGET.fullmatch(" ".join(folded(text))) is not None


def _start(rest: str, dialogue: Dialogue, services: Services) -> Step:
    """Greet, or go straight to the procedure that a deep link names."""
    target = target_of(rest)
    code = target.code if target else ""
    if code in services.snapshot.knowledge.by_code:
        return answer(code, (), dialogue, services.snapshot)
    return Step(replies.welcome(wording.START_UNKNOWN) if is_payload(rest) else replies.welcome(), dialogue)


def _help(rest: str, dialogue: Dialogue, services: Services) -> Step:
    return Step(replies.welcome(wording.HELP_COMMANDS), dialogue)


def _where(rest: str, dialogue: Dialogue, services: Services) -> Step:
    """Say where to file what is named or talked about; ask what is meant where nothing is."""
    if rest:
        return ask(f"{rest} nộp ở đâu", dialogue, services.snapshot)
    if dialogue.procedure in services.snapshot.knowledge.by_code:
        return answer(dialogue.procedure, (Aspect.WHERE,), dialogue, services.snapshot)
    return aside(replies.plain(wording.WHERE_WHICH), dialogue)


def _share(rest: str, dialogue: Dialogue, services: Services) -> Step:
    """Give links to what is named or talked about; ask what is meant where nothing is, or several may be."""
    step = ask(rest, dialogue, services.snapshot) if rest else Step(replies.plain(wording.SHARE_WHICH), dialogue)
    code = step.reply.procedure if rest else dialogue.procedure
    if not code or code not in services.snapshot.knowledge.by_code:
        return step
    return aside(share(services.snapshot.knowledge.by_code[code], services.addresses), step.dialogue)


_COMMANDS: dict[str, Command] = {
    "start": _start,
    "batdau": _start,
    "help": _help,
    "trogiup": _help,
    "tro_giup": _help,
    "noinop": _where,
    "chiase": _share,
}
