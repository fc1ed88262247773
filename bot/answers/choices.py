"""Choices and the values they carry: `p:1.001193:where+time`, at most 64 bytes (Telegram's limit)."""

import re

from bot.conversation import Choice
from bot.knowledge.models import Procedure, plain_code
from bot.language.aspects import Aspect

NONE = "none"
MAX_VALUE_BYTES = 64
MAX_LABEL = 90
_LEADING = re.compile(r"^thủ tục\s+", re.IGNORECASE)


def procedure_choice(procedure: Procedure, aspects: tuple[Aspect, ...]) -> Choice:
    """Return the choice of `procedure` that remembers what was asked of it."""
    value = f"p:{procedure.code}"
    for place, aspect in enumerate(aspects):
        longer = f"{value}{'+' if place else ':'}{aspect}"
        if len(longer.encode()) > MAX_VALUE_BYTES:
            break
        value = longer
    return Choice(short_title(procedure.title), value)


def read_choice(value: str) -> tuple[str, tuple[Aspect, ...]]:
    """Return the procedure code and aspects in a choice's value; raises ValueError for anything else."""
    kind, _, rest = value.partition(":")
    code, _, aspects = rest.partition(":")
    if kind != "p":
        raise ValueError(value)
    asked = dict.fromkeys(Aspect(aspect) for aspect in aspects.split("+") if aspect)
    return plain_code(code), tuple(asked)


def short_title(title: str) -> str:
    """Return a title without "Thủ tục", not all in capitals, cut at a word where it is long."""
    short = _LEADING.sub("", title)
    short = short.lower() if short.isupper() else short
    short = short[:1].upper() + short[1:]
    if len(short) <= MAX_LABEL:
        return short
    whole_words, _, rest = short[:MAX_LABEL].rpartition(" ")
    return (whole_words or rest).rstrip(" ,;(/") + " …"
