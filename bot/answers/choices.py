"""Choices and the values they carry: `p:1.001193:where+time`, at most 64 bytes (Telegram's limit)."""

from bot.conversation import Choice
from bot.knowledge.models import plain_code
from bot.language.aspects import Aspect

NONE = "none"
MAX_VALUE_BYTES = 64


def procedure_choice(code: str, label: str, aspects: tuple[Aspect, ...]) -> Choice:
    """Return the choice of the procedure of `code` that remembers what was asked of it."""
    value = f"p:{code}"
    for place, aspect in enumerate(aspects):
        longer = f"{value}{'+' if place else ':'}{aspect}"
        if len(longer.encode()) > MAX_VALUE_BYTES:
            break
        value = longer
    return Choice(label, value)


def read_choice(value: str) -> tuple[str, tuple[Aspect, ...]]:
    """Return the procedure code and aspects in a choice's value; raises ValueError for anything else."""
    kind, _, rest = value.partition(":")
    code, _, aspects = rest.partition(":")
    if kind != "p":
        raise ValueError(value)
    asked = dict.fromkeys(Aspect(aspect) for aspect in aspects.split("+") if aspect)
    return plain_code(code), tuple(asked)
