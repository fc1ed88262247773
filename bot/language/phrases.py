"""A table of phrases found in a message, longest first, whatever their accents.

Several syllables match with their accents or without any ("đồ cổ" is found in "do co", not in
"do cơ"). One syllable alone is too often another word without its accents ("mô" and "mở", "chi" and
"chỉ"), so it matches only exactly as written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from bot.language.normalise import Token

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase found at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    value: Value


@dataclass(slots=True)
class PhraseTable(Generic[Value]):
    """Phrases, each with a value; build with `of`, then only read."""

    _phrases: dict[tuple[str, ...], list[tuple[tuple[Token, ...], Value]]] = field(default_factory=dict)
    _words: dict[str, Value] = field(default_factory=dict)
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[Sequence[Token], Value]]) -> "PhraseTable[Value]":
        """Build a table from (phrase, value); a phrase given twice keeps its first value."""
        table = cls()
        for phrase, value in pairs:
            table._add(phrase, value)
        return table

    def _add(self, phrase: Sequence[Token], value: Value) -> None:
        if len(phrase) == 1:
            self._words.setdefault(phrase[0].typed, value)
        elif phrase:
            key = tuple(token.folded for token in phrase)
            self._phrases.setdefault(key, []).append((tuple(phrase), value))
            lengths = {*self._lengths.get(key[0], ()), len(key)}
            self._lengths[key[0]] = tuple(sorted(lengths, reverse=True))

    def __contains__(self, typed: str) -> bool:
        """Say whether `typed` is a phrase of one syllable."""
        return typed in self._words

    def find(self, message: Sequence[Token]) -> Iterator[Match[Value]]:
        """Yield the matches from left to right, none overlapping, the longest at each place."""
        start, folded = 0, tuple([token.folded for token in message])
        while start < len(message):
            match = self._at(message, folded, start)
            if match:
                yield match
                start = match.end
            else:
                start += 1

    def find_all(self, message: Sequence[Token]) -> Iterator[Match[Value]]:
        """Yield the longest match that starts at each token, overlapping or not."""
        folded = tuple([token.folded for token in message])
        for start in range(len(message)):
            match = self._at(message, folded, start)
            if match:
                yield match

    def _at(self, message: Sequence[Token], folded: tuple[str, ...], start: int) -> Match[Value] | None:
        for length in self._lengths.get(folded[start], ()):
            end = start + length
            if end > len(folded):
                continue
            for phrase, value in self._phrases.get(folded[start:end], ()):
                if all(map(Token.may_be, message[start:end], phrase)):
                    return Match(start, end, value)
        if message[start].typed in self._words:
            return Match(start, start + 1, self._words[message[start].typed])
        return None
