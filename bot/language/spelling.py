"""Repair of mistyped syllables against those that the knowledge base and its vocabulary use (rapidfuzz)."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.normalise import pairs

REMEMBERED = 20_000
"""Words whose neighbours are kept: all that people mistype in days, at some 2 MB."""
MIN_LENGTH = 3
"""Shorter syllables have so many neighbours at one edit that only one which fits its place can be meant."""

COMMON = 20
"""A syllable that is known from so many places is meant as written, whatever its neighbours."""


@dataclass(frozen=True, slots=True)
class Speller:
    """Knows syllables and pairs of neighbours with their counts; immutable but for what it remembers.

    `near` are the known syllables at one edit from a word; the same few words need it again and again.
    """

    syllables: dict[str, int]
    neighbours: dict[str, int]
    near: Callable[[str], tuple[str, ...]]

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]]) -> "Speller":
        """Count the syllables and pairs of `texts`, each a sequence of folded syllables."""
        syllables: Counter[str] = Counter()
        neighbours: Counter[str] = Counter()
        for text in texts:
            syllables.update(text)
            neighbours.update(pairs(text))
        return cls.counted(dict(syllables), dict(neighbours))

    @classmethod
    def counted(cls, syllables: dict[str, int], neighbours: dict[str, int]) -> "Speller":
        """Build from counts."""
        known = tuple(syllables)

        @lru_cache(maxsize=REMEMBERED)
        def near(word: str) -> tuple[str, ...]:
            found = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=20)
            return tuple(other for other, _, _ in found)

        return cls(syllables, neighbours, near)

    def repair(self, words: Sequence[str], sure: Collection[str] = ()) -> tuple[str, ...]:
        """Return `words` with each unknown syllable exchanged for a known one at one edit, if any.

        Those that are `sure` stay. Of several, the one that best forms known pairs with its neighbours; a syllable
        that is known itself changes only if it is rare and forms no known pair, and the other does.
        """
        out = list(words)
        for place, word in enumerate(words):
            if word.isalpha() and word not in sure:
                out[place] = self._best(out, place)
        return tuple(out)

    def _best(self, words: Sequence[str], place: int) -> str:
        word = words[place]
        known = self.syllables.get(word, 0)
        if known >= COMMON or (known and self._fit(words, place, word)):
            return word
        ranked = [(self._fit(words, place, other), self.syllables[other], other) for other in self.near(word)]
        fit, _, other = max(ranked, default=(0.0, 0, word))
        return other if fit or (not known and len(word) >= MIN_LENGTH) else word

    def _fit(self, words: Sequence[str], place: int, word: str) -> float:
        """Return how well `word` fits `place`: the logarithms of how often it is seen beside either neighbour."""
        before = self.neighbours.get(f"{words[place - 1]} {word}", 0) if place else 0
        after = self.neighbours.get(f"{word} {words[place + 1]}", 0) if place + 1 < len(words) else 0
        return math.log1p(before) + math.log1p(after)
