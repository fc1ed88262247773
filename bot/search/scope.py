"""Whether a message is about something else altogether: weather, football, gibberish.

A naive Bayes model over syllables and pairs of neighbours: how often they stand in the forms of
procedures, life events and FAQ wordings, against example messages about other subjects.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.language.normalise import pairs
from bot.search.tuning import Tuning

TOO_LITTLE = 0.3
"""Log-odds nearer to 0 than this say nothing and are not kept."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The log-odds (natural) of each telling term to come from another subject."""

    odds: Mapping[str, float]

    @classmethod
    def of(cls, inside: Iterable[Sequence[str]], outside: Iterable[Sequence[str]], tuning: Tuning) -> "Scope":
        """Count the terms of texts on procedures and the service, and of those about something else."""
        own, other = _Counted.of(inside), _Counted.of(outside)
        smoothing = tuning.scope_smoothing
        odds = {
            term: round(math.log(other.share(term, smoothing) / own.share(term, smoothing)), 3)
            for term in own.texts_with.keys() | other.texts_with.keys()
        }
        return cls({term: value for term, value in sorted(odds.items()) if abs(value) >= TOO_LITTLE})

    def strangeness(self, words: Sequence[str]) -> float:
        """Return how strange `words` are here: their log-odds over the root of their count; 0 says nothing.

        The root lies between a sum, which grows with the length whatever is said, and a mean, which
        takes one strange word of two for as much as ten of twenty.
        """
        odds = self.odds
        total = sum(odds.get(term, 0.0) for term in {*words, *pairs(words)})
        return total / math.sqrt(max(len(words), 1))


@dataclass(frozen=True, slots=True)
class _Counted:
    texts: int
    texts_with: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "_Counted":
        counted = [{*words, *pairs(words)} for words in texts]
        return cls(len(counted), Counter(term for terms in counted for term in terms))

    def share(self, term: str, smoothing: float) -> float:
        return (self.texts_with[term] + smoothing) / (self.texts + 2 * smoothing)
