"""Choices and the values they carry: a kind and what it is about, at most 64 bytes (Telegram's limit).

`p:1.001193:where+time` is a procedure and what was asked of it; the other kinds stand below.
"""

from collections.abc import Callable, Sequence

from bot.answers import wording
from bot.conversation import Choice
from bot.knowledge.models import plain_code
from bot.language.aspects import Aspect

NONE = "none"
PROCEDURE = "p"
EVENT = "e"
PLACE = "c"
WAY = "w"
BROWSE = "b"
GOOD = "good"
BAD = "bad"
WHY = "why"
LOAD = "load"
SHARE = "share"
POSTER = "poster"
SEAT = "seat"
FOLLOW = "follow"
UNFOLLOW = "unfollow"
FOLLOWS = "follows"
BACK = "back"
PERSON = "person"

MAX_VALUE_BYTES = 64
MORE_CHOICES = 6
"""Below an answer: more would hide it on a phone."""
PAGE = 8
"""Choices of a list that are shown at once."""


def choice(kind: str, rest: str, label: str) -> Choice:
    """Return a choice of `kind`; raises ValueError if its value is too long to be sent."""
    value = f"{kind}:{rest}"
    if len(value.encode()) > MAX_VALUE_BYTES:
        raise ValueError(value)
    return Choice(label, value)


def procedure_choice(code: str, label: str, aspects: tuple[Aspect, ...]) -> Choice:
    """Return the choice of the procedure of `code` that remembers what was asked of it."""
    value = f"{PROCEDURE}:{code}"
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
    if kind != PROCEDURE:
        raise ValueError(value)
    asked = dict.fromkeys(Aspect(aspect) for aspect in aspects.split("+") if aspect)
    return plain_code(code), tuple(asked)


def leading_to(kind: str, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return `choices`, with those of a procedure leading to `kind` of it instead of its answer."""
    return tuple(
        choice(kind, read_choice(one.value)[0], one.label) if one.value.startswith(f"{PROCEDURE}:") else one
        for one in choices
    )


def way_choice(way: str, code: str, label: str) -> Choice:
    """Return the choice of the steps of filing the procedure of `code` online or by post."""
    return choice(WAY, f"{way}:{code}", label)


def place_choice() -> Choice:
    """Return the choice that begins picking a commune."""
    return choice(PLACE, "", wording.PICK_PLACE)


def feedback_choices(code: str) -> tuple[Choice, Choice]:
    """Return the choices of saying whether the answer about `code` helped."""
    return choice(GOOD, code, wording.GOOD), choice(BAD, code, wording.BAD)


def paged(choices: Sequence[Choice], page: int, more: Callable[[int], Choice]) -> tuple[Choice, ...]:
    """Return one page of `choices` (the first is 0), and the choice of the next, if there is one.

    Raises IndexError for a page that is not there.
    """
    if page < 0 or (page and page * PAGE >= len(choices)):
        raise IndexError(page)
    shown = tuple(choices[page * PAGE : (page + 1) * PAGE])
    return (*shown, more(page + 1)) if len(choices) > (page + 1) * PAGE else shown
