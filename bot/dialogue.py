"""What a conversation with one person has come to; kept in the database between turns."""

from dataclasses import dataclass

from bot.conversation import Choice
from bot.language.aspects import Aspect

EXPIRES_MINUTES = 30
"""After so long a silence a conversation begins anew; what concerns the person is kept: place, desk, hints."""
RETENTION_DAYS = 90
"""After so long a silence that is forgotten too, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One person's conversation, immutable.

    `procedure` was answered last, about `aspects`; `candidates` were the others that the question might
    have meant. `choices` are those shown last, in order, for numbers. `earlier` are the codes of
    procedures answered before, the latest last. `place` is the id of a commune, or "" if unknown.
    `misses` counts how often in a row nothing fitted. `greeted` says that the person was told, here or
    by the channel, that a machine answers and what is kept.

    For outreach: `desk` is the number of the desk that brought the person last, and `arrived` the link and day of
    it, by which a page that is loaded again is known; `begun` says that the conversation was counted; `told` are
    the procedures of which the person was told in the week of `told_week` (its Monday) that there is a way online
    or by post; `nudged_on` is the day of the last hint. Days are ISO dates in Vietnam.
    """

    procedure: str = ""
    aspects: tuple[Aspect, ...] = ()
    candidates: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    earlier: tuple[str, ...] = ()
    place: str = ""
    place_was_asked: bool = False
    waits_for_place: bool = False
    misses: int = 0
    greeted: bool = False
    desk: str = ""
    arrived: str = ""
    begun: bool = False
    told_week: str = ""
    told: tuple[str, ...] = ()
    nudged_on: str = ""

    def begun_anew(self) -> "Dialogue":
        """Return what is left of a conversation that has expired."""
        return Dialogue(
            place=self.place,
            greeted=self.greeted,
            desk=self.desk,
            arrived=self.arrived,
            told_week=self.told_week,
            told=self.told,
            nudged_on=self.nudged_on,
        )
