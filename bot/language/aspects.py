"""What a message asks about: phrases, also with a gap ("hồ sơ … tới đâu"), each standing for an aspect."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.language.normalise import Token
from bot.language.phrases import PhraseTable

GAP = "…"
MAX_GAP = 10
"""Syllables that may stand in a gap."""


class Aspect(StrEnum):
    """What a person wants to know of a procedure."""

    LEVEL = "level"
    POSTAL = "postal"
    WHERE = "where"
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    LINK = "link"
    FORM = "form"
    STATUS = "status"
    CONDITIONS = "conditions"
    LEGAL = "legal"
    WHO = "who"


Phrase = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Asking:
    """An aspect and the places of the tokens that ask it; no aspect for words that only look like asking."""

    aspect: Aspect | None
    places: frozenset[int]


@dataclass(frozen=True, slots=True)
class AspectTable:
    """Phrases that ask; those with a gap are looked for first, since they say more."""

    whole: PhraseTable[Aspect | None]
    gapped: tuple[tuple[tuple[PhraseTable[None], ...], Aspect], ...]

    @classmethod
    def of(
        cls, whole: Iterable[tuple[Phrase, Aspect | None]], gapped: Iterable[tuple[Sequence[Phrase], Aspect]]
    ) -> "AspectTable":
        """Build the table from contiguous phrases and from phrases given as the pieces around their gaps."""
        pieces = tuple((tuple(PhraseTable.of([(piece, None)]) for piece in parts), aspect) for parts, aspect in gapped)
        return cls(PhraseTable.of(whole), pieces)

    def find(self, words: Sequence[Token]) -> list[Asking]:
        """Return what `words` ask, in order; no token asks twice."""
        found: list[Asking] = []
        taken: set[int] = set()
        for asking in (*self._gapped(words), *self._whole(words)):
            if taken.isdisjoint(asking.places):
                taken |= asking.places
                found.append(asking)
        return sorted(found, key=lambda asking: min(asking.places))

    def _whole(self, words: Sequence[Token]) -> Iterator[Asking]:
        for match in self.whole.find(words):
            yield Asking(match.value, frozenset(range(match.start, match.end)))

    def _gapped(self, words: Sequence[Token]) -> Iterator[Asking]:
        for pieces, aspect in self.gapped:
            places = _in_order(pieces, words)
            if places:
                yield Asking(aspect, places)


def _in_order(pieces: Sequence[PhraseTable[None]], words: Sequence[Token]) -> frozenset[int]:
    """Return the places of `pieces` found one after the other with at most MAX_GAP tokens between, or none."""
    places: set[int] = set()
    end = None
    for piece in pieces:
        match = next((m for m in piece.find(words) if end is None or end <= m.start <= end + MAX_GAP), None)
        if match is None:
            return frozenset()
        places.update(range(match.start, match.end))
        end = match.end
    return frozenset(places)
