"""A choice that was tapped or picked by its number."""

from bot.answers import procedure, replies, wording
from bot.answers.choices import NONE, read_choice
from bot.conversation import Reply
from bot.services import Snapshot


def choose(value: str, snapshot: Snapshot) -> Reply:
    """Return the reply to a choice's value; a stale or forged one gets a kind way on."""
    if value == NONE:
        return replies.refuse()
    try:
        code, aspects = read_choice(value)
        chosen = snapshot.knowledge.by_code[code]
    except (ValueError, KeyError):
        return replies.refuse(wording.NO_SUCH_CHOICE)
    return procedure.answer(chosen, aspects)
