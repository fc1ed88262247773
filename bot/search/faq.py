"""Finding the FAQ entry nearest to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.knowledge.models import FaqEntry
from bot.language.question import Question, Reader
from bot.search.ranking import Weights
from bot.search.tuning import Tuning

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """The words of one entry: of each wording, of all wordings together, of its answer."""

    wordings: tuple[Words, ...]
    asked: Words
    answered: Words


@dataclass(frozen=True, slots=True)
class FaqSearch:
    """Compares a question's words with those of every entry; immutable.

    Words weigh by how few entries use them: "mức 3" and "mức 4" differ here as nowhere else.
    """

    entries: tuple[FaqEntry, ...]
    profiles: tuple[Profile, ...]
    weights: Weights
    tuning: Tuning

    @classmethod
    def of(cls, entries: Sequence[FaqEntry], reader: Reader, tuning: Tuning) -> "FaqSearch":
        """Prepare the profiles of `entries`."""
        profiles = []
        for entry in entries:
            wordings = tuple(frozenset(reader.read(wording).words) for wording in entry.questions)
            answered = frozenset(reader.read(entry.answer).words)
            profiles.append(Profile(wordings, frozenset().union(*wordings), answered))
        weights = Weights.of([tuple(profile.asked) for profile in profiles])
        return cls(tuple(entries), tuple(profiles), weights, tuning)

    def nearest(self, question: Question) -> tuple[FaqEntry | None, float]:
        """Return the nearest entry and how near it is, 0 (nothing shared) to 1 (a wording of it)."""
        words = frozenset(question.words)
        total = self.weights.sum(words)
        scored = ((self._nearness(words, total, profile), place) for place, profile in enumerate(self.profiles))
        best, place = max(scored, key=lambda pair: pair[0], default=(0.0, 0))
        return (self.entries[place], best) if best else (None, 0.0)

    def _nearness(self, words: Words, total: float, profile: Profile) -> float:
        """Return the weighted mean of: F1 with the best wording, share named by all wordings, by the answer."""
        named = words & profile.asked
        if not named:
            return 0.0
        f1 = max(self._f1(words & wording, total, wording) for wording in profile.wordings)
        asked = self.weights.sum(named) / total
        answered = self.weights.sum(words & profile.answered) / total
        tuning = self.tuning
        weighted = f1 + tuning.faq_asked * asked + tuning.faq_answered * answered
        return weighted / (1 + tuning.faq_asked + tuning.faq_answered)

    def _f1(self, shared: Words, total: float, wording: Words) -> float:
        return 2 * self.weights.sum(shared) / (total + self.weights.sum(wording)) if shared else 0.0
