"""Repair of mistyped syllables against those the knowledge base itself uses (rapidfuzz)."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.normalise import pairs
from bot.search.index import Form

REMEMBERED = 20_000
"""Words whose neighbours are kept: all that people mistype in days, at some 2 MB."""
MIN_LENGTH = 3
"""Shorter syllables have too many neighbours at one edit to tell which was meant."""


@dataclass(frozen=True, slots=True)
class Speller:
    """Knows syllables and pairs of neighbours with their counts; immutable but for what it remembers.

    `near` are the known syllables at one edit from a word; the same few words need it again and again.
    """

    syllables: dict[str, int]
    neighbours: dict[str, int]
    near: Callable[[str], tuple[str, ...]]

    @classmethod
    def of(cls, forms: Iterable[Form]) -> "Speller":
        """Count the syllables and pairs of `forms`."""
        syllables: Counter[str] = Counter()
        neighbours: Counter[str] = Counter()
        for form in forms:
            syllables.update(form)
            neighbours.update(pairs(form))
        known = tuple(syllables)

        @lru_cache(maxsize=REMEMBERED)
        def near(word: str) -> tuple[str, ...]:
            found = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=20)
            return tuple(other for other, _, _ in found)

        return cls(dict(syllables), dict(neighbours), near)

    def repair(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return `words` with each unknown syllable exchanged for a known one at one edit, if any.

        Of several, the one that best forms known pairs with its neighbours; a syllable that is
        known itself changes only if it forms no known pair and the other does.
        """
        out = list(words)
        for place, word in enumerate(words):
            if len(word) >= MIN_LENGTH and word.isalpha():
                out[place] = self._best(out, place)
        return tuple(out)

    def _best(self, words: Sequence[str], place: int) -> str:
        word = words[place]
        known = word in self.syllables
        if known and self._fit(words, place, word):
            return word
        ranked = [(self._fit(words, place, other), self.syllables[other], other) for other in self.near(word)]
        fit, _, other = max(ranked, default=(0, 0, word))
        return other if fit or not known else word

    def _fit(self, words: Sequence[str], place: int, word: str) -> int:
        """Return how often `word` is seen beside the neighbours it would have at `place`."""
        before = self.neighbours.get(f"{words[place - 1]} {word}", 0) if place else 0
        after = self.neighbours.get(f"{word} {words[place + 1]}", 0) if place + 1 < len(words) else 0
        return before + after
