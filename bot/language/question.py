"""Reading a message: which syllables carry its matter, what it asks about, which code it names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.language import input_methods
from bot.language.normalise import Token, clean, fold_syllable, tokens
from bot.language.phrases import PhraseTable

# A national code, alone or with a province's suffix: 1.001193, 1.001193.000.00.00.H34.
_CODE = re.compile(r"(?<![\d.])([1-9]\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?(?![\d])", re.IGNORECASE)

Value = TypeVar("Value")
MAX_TOKENS = 120
"""Syllables of a message that are read; formal portal questions end well before."""


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


@dataclass(frozen=True, slots=True)
class Question:
    """A message as read.

    All syllables are folded. `words` are all of the message, written out; `everyday` those that
    carry its matter; `content` the same with everyday words exchanged for official ones.
    `aspects` is in the order asked.
    """

    text: str
    words: tuple[str, ...]
    everyday: tuple[str, ...]
    content: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    code: str | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrase tables a `Reader` works with; the knowledge base supplies the words."""

    written_out: PhraseTable[tuple[Token, ...]]
    official: PhraseTable[tuple[Token, ...]]
    aspects: PhraseTable[Aspect]
    fillers: PhraseTable[None]

    @classmethod
    def of(
        cls,
        written_out: Mapping[str, str],
        official: Mapping[str, str],
        aspects: Mapping[str, Aspect],
        fillers: Iterable[str],
    ) -> "Lexicon":
        """Build the tables from plain words: short or dialect → full, everyday → official, phrase → aspect.

        Messages are written out before the other tables are asked, so their phrases stand in these
        both as given and written out.
        """
        short = PhraseTable.of((tokens(form), tokens(full)) for form, full in written_out.items())

        def both(pairs: Iterable[tuple[str, Value]]) -> PhraseTable[Value]:
            given = [(tokens(phrase), value) for phrase, value in pairs]
            return PhraseTable.of([*given, *((tuple(replace(phrase, short)), value) for phrase, value in given)])

        return cls(
            written_out=short,
            official=both((form, tokens(words)) for form, words in official.items()),
            aspects=both(aspects.items()),
            fillers=both((filler, None) for filler in fillers),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages with one lexicon; immutable and safe to share.

    `known` are folded syllables that the knowledge base uses and that are not to be taken for
    Telex or VNI residue ("internet", "karaoke").
    """

    lexicon: Lexicon
    known: frozenset[str] = frozenset()

    def read(self, text: str) -> Question:
        """Return the question in `text`; never fails, whatever the characters."""
        cleaned = clean(text)
        code = _CODE.search(cleaned)
        words = self.words(_CODE.sub(" ", cleaned))
        asked = list(self.lexicon.aspects.find(words))
        matter = self._without_frames(words, [(match.start, match.end) for match in asked])
        return Question(
            text=cleaned,
            words=tuple(token.folded for token in words),
            everyday=tuple(token.folded for token in matter),
            content=tuple(token.folded for token in replace(matter, self.lexicon.official)),
            aspects=tuple(dict.fromkeys(match.value for match in asked)),
            code=code[1] if code else None,
        )

    def words(self, text: str) -> list[Token]:
        """Return the tokens of `text` with typing residue restored and short or dialect forms written out."""
        restored = [self._restore(token) for token in tokens(text)[:MAX_TOKENS]]
        return replace(restored, self.lexicon.written_out)

    def _restore(self, token: Token) -> Token:
        if token.folded in self.known or token.typed in self.lexicon.written_out:
            return token
        restored = fold_syllable(input_methods.restore(token.folded))
        return token if restored == token.folded else Token(restored, restored)

    def _without_frames(self, words: Sequence[Token], asked: Iterable[tuple[int, int]]) -> list[Token]:
        """Drop what was asked and what only frames it, but never part of an everyday name."""
        dropped = {place for start, end in asked for place in range(start, end)}
        for frame in self.lexicon.fillers.find(words):
            dropped.update(range(frame.start, frame.end))
        for name in self.lexicon.official.find(words):
            dropped.difference_update(range(name.start, name.end))
        return [word for place, word in enumerate(words) if place not in dropped]


def replace(words: Sequence[Token], table: PhraseTable[tuple[Token, ...]]) -> list[Token]:
    """Return `words` with each phrase of `table` exchanged for its value."""
    out: list[Token] = []
    place = 0
    for match in table.find(words):
        out += words[place : match.start]
        out += match.value
        place = match.end
    return out + list(words[place:])
