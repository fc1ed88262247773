"""Finding the FAQ entry nearest to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.models import FaqEntry
from bot.language.question import Question, Reader
from bot.search.ranking import Weights


@dataclass(frozen=True, slots=True)
class FaqSearch:
    """Compares a question's words with those of every wording; immutable."""

    entries: tuple[FaqEntry, ...]
    wordings: tuple[tuple[frozenset[str], int], ...]
    weights: Weights

    @classmethod
    def of(cls, entries: Sequence[FaqEntry], reader: Reader, weights: Weights) -> "FaqSearch":
        """Prepare the wordings of `entries`."""
        wordings = tuple(
            (frozenset(reader.read(wording).words), place)
            for place, entry in enumerate(entries)
            for wording in entry.questions
        )
        return cls(tuple(entries), wordings, weights)

    def nearest(self, question: Question) -> tuple[FaqEntry | None, float]:
        """Return the nearest entry and how near it is: the weighted F1 (0 to 1) of the words both share."""
        words = frozenset(question.words)
        own = self.weights.sum(words)
        best, nearest = 0.0, None
        for wording, place in self.wordings:
            shared = words & wording
            if shared:
                near = 2 * self.weights.sum(shared) / (own + self.weights.sum(wording))
                if near > best:
                    best, nearest = near, place
        return (None if nearest is None else self.entries[nearest]), best
