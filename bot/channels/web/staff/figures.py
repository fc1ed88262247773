"""What a desk reached today, in the figures of the reports."""

from dataclasses import dataclass

from bot.office import reach_wording as words
from bot.office.reach import Figures
from bot.operations import days
from bot.storage.desks import Desk
from bot.storage.reach import Reach


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    label: str
    count: int


async def today(desk: Desk, reach: Reach) -> tuple[Figure, ...]:
    """Return the desk's figures since midnight in Vietnam."""
    day = days.today()
    own = Figures.of(one for one in await reach.between(day, day) if one.happened.desk == desk.number)
    return (
        Figure(words.SCANS, own.scans),
        Figure(words.CONVERSATIONS, own.conversations),
        Figure(words.QUESTIONS, own.questions),
        Figure(words.TOLD, own.told),
        Figure(words.TAPS, own.taps),
    )
