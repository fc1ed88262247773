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
    """Phrases that ask; the longest says most, and a whole one more than one with a gap of its length."""

    whole: PhraseTable[Aspect | None]
    gapped: tuple["Gapped", ...]

    @classmethod
    def of(
        cls, whole: Iterable[tuple[Phrase, Aspect | None]], gapped: Iterable[tuple[Sequence[Phrase], Aspect]]
    ) -> "AspectTable":
        """Build the table from contiguous phrases and from phrases given as the pieces around their gaps."""
        return cls(PhraseTable.of(whole), tuple(Gapped.of(pieces, aspect) for pieces, aspect in gapped))

    def find(self, words: Sequence[Token]) -> list[Asking]:
        """Return what `words` ask, in order; no token asks twice."""
        found: list[Asking] = []
        taken: set[int] = set()
        asked = [*self._whole(words), *self._gapped(words)]
        for asking in sorted(asked, key=lambda asking: -len(asking.places)):
            if taken.isdisjoint(asking.places):
                taken |= asking.places
                found.append(asking)
        return sorted(found, key=lambda asking: min(asking.places))

    def _whole(self, words: Sequence[Token]) -> Iterator[Asking]:
        for match in self.whole.find(words):
            yield Asking(match.value, frozenset(range(match.start, match.end)))

    def _gapped(self, words: Sequence[Token]) -> Iterator[Asking]:
        said = {word.folded for word in words}
        for phrase in self.gapped:
            if phrase.syllables <= said:  # quickly passes over nearly all
                places = phrase.find(words)
                if places:
                    yield Asking(phrase.aspect, places)


@dataclass(frozen=True, slots=True)
class Gapped:
    """A phrase in pieces, with the folded syllables of all of them."""

    pieces: tuple[PhraseTable[None], ...]
    syllables: frozenset[str]
    aspect: Aspect

    @classmethod
    def of(cls, pieces: Sequence[Phrase], aspect: Aspect) -> "Gapped":
        """Prepare the pieces around the gaps of a phrase."""
        syllables = frozenset(token.folded for piece in pieces for token in piece)
        return cls(tuple(PhraseTable.of((form, None) for form in _forms(piece)) for piece in pieces), syllables, aspect)

    def find(self, words: Sequence[Token]) -> frozenset[int]:
        """Return the places of the pieces one after the other with at most MAX_GAP tokens between, or none."""
        places: set[int] = set()
        end = None
        for piece in self.pieces:
            match = next((m for m in piece.find(words) if end is None or end <= m.start <= end + MAX_GAP), None)
            if match is None:
                return frozenset()
            places.update(range(match.start, match.end))
            end = match.end
        return frozenset(places)


def _forms(piece: Phrase) -> list[Phrase]:
    """Return a piece as given and without accents; beside the other pieces one bare syllable is no other word."""
    return [piece, [Token(token.folded, token.folded) for token in piece]]
