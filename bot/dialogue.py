"""What a conversation with one person has come to; kept in the database between turns."""

from dataclasses import dataclass

from bot.conversation import Choice
from bot.language.aspects import Aspect

EXPIRES_MINUTES = 30
"""After so long a silence a conversation begins anew; only the place is remembered, and that the person was greeted."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One person's conversation, immutable.

    `procedure` was answered last, about `aspects`; `candidates` were the others that the question might
    have meant. `choices` are those shown last, in order, for numbers. `earlier` are the codes of
    procedures answered before, the latest last. `place` is the id of a commune, or "" if unknown.
    `misses` counts how often in a row nothing fitted. `greeted` says that the person was told, here or
    by the channel, that a machine answers and what is kept.
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

    def begun_anew(self) -> "Dialogue":
        """Return what is left of a conversation that has expired."""
        return Dialogue(place=self.place, greeted=self.greeted)
