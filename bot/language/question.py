"""Reading a message: which syllables carry its matter, what it asks about, which code it names."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.language import input_methods
from bot.language.aspects import GAP, Aspect, AspectTable
from bot.language.normalise import Token, clean, fold_syllable, tokens
from bot.language.phrases import PhraseTable
from bot.language.spelling import Speller

# A national code, alone or with a province's suffix: 1.001193, 1.001193.000.00.00.H34.
_CODE = re.compile(r"(?<![\d.])([1-9]\.\d{6})(?:\.\d{3}\.\d{2}\.\d{2}\.H\d{2})?(?![\d])", re.IGNORECASE)

_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "sinhhh"
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)  # pasted markup says nothing

Value = TypeVar("Value")
MAX_TOKENS = 120
"""Syllables of a message that are read; formal portal questions end well before."""


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
    aspects: AspectTable
    fillers: PhraseTable[None]

    @classmethod
    def of(
        cls,
        written_out: Mapping[str, str],
        official: Mapping[str, str],
        aspects: Mapping[str, Aspect],
        fillers: Iterable[str],
        *,
        matter: Iterable[str] = (),
    ) -> "Lexicon":
        """Build the tables from plain words: short or dialect → full, everyday → official, phrase → aspect.

        `matter` are phrases that hold one that asks and do not ask ("lệ phí trước bạ"). Messages are
        written out before the other tables are asked, so their phrases stand in these both as given
        and written out.
        """
        short = PhraseTable.of((tokens(form), tokens(full)) for form, full in written_out.items())

        def both(pairs: Iterable[tuple[str, Value]]) -> list[tuple[tuple[Token, ...], Value]]:
            given = [(tokens(phrase), value) for phrase, value in pairs]
            return [*given, *((tuple(replace(phrase, short)), value) for phrase, value in given)]

        def pieces(phrase: str) -> list[tuple[Token, ...]]:
            return [tuple(replace(tokens(piece), short)) for piece in phrase.split(GAP)]

        whole: list[tuple[str, Aspect | None]] = [(phrase, None) for phrase in matter]
        whole += [(phrase, aspect) for phrase, aspect in aspects.items() if GAP not in phrase]
        return cls(
            written_out=short,
            official=PhraseTable.of(both((form, tokens(words)) for form, words in official.items())),
            aspects=AspectTable.of(
                both(whole), ((pieces(phrase), aspect) for phrase, aspect in aspects.items() if GAP in phrase)
            ),
            fillers=PhraseTable.of(both((filler, None) for filler in fillers)),
        )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages with one lexicon; immutable and safe to share.

    `known` are folded syllables that the knowledge base uses and that are not to be taken for
    Telex or VNI residue ("internet", "karaoke"). Without a `speller` no typing error is repaired.
    """

    lexicon: Lexicon
    known: frozenset[str] = frozenset()
    speller: Speller | None = None

    def read(self, text: str) -> Question:
        """Return the question in `text`; never fails, whatever the characters."""
        cleaned = clean(text)
        written = self.words(_TAG.sub(" ", _CODE.sub(" ", cleaned)))
        words = self._repaired(written)
        if words != written:  # an abbreviation may be what was mistyped
            words = replace(words, self.lexicon.written_out)
        asked = [asking for asking in self.lexicon.aspects.find(words) if asking.aspect]
        matter = self._without_frames(words, {place for asking in asked for place in asking.places})
        return Question(
            text=cleaned,
            words=tuple(token.folded for token in words),
            everyday=tuple(token.folded for token in matter),
            content=tuple(token.folded for token in replace(matter, self.lexicon.official)),
            aspects=tuple(dict.fromkeys(asking.aspect for asking in asked if asking.aspect)),
            code=code_in(cleaned) or None,
        )

    def words(self, text: str) -> list[Token]:
        """Return the tokens of `text` with typing residue restored and short or dialect forms written out."""
        restored = [self._restore(token) for token in tokens(text)[:MAX_TOKENS]]
        return replace(restored, self.lexicon.written_out)

    def _repaired(self, words: list[Token]) -> list[Token]:
        """Exchange mistyped syllables before any phrase is looked for, so that phrases are found in spite of them.

        A known syllable that was typed with its accents is meant as typed.
        """
        if not self.speller:
            return words
        sure = {word.folded for word in words if word.typed != word.folded and word.folded in self.speller.syllables}
        meant = self.speller.repair([word.folded for word in words], sure)
        both = zip(words, meant, strict=True)
        return [word if word.folded == folded else Token(folded, folded) for word, folded in both]

    def _restore(self, token: Token) -> Token:
        if token.folded in self.known or token.typed in self.lexicon.written_out:
            return token
        restored = fold_syllable(input_methods.restore(_DRAWN_OUT.sub(r"\1", token.folded)))
        return token if restored == token.folded else Token(restored, restored)

    def _without_frames(self, words: Sequence[Token], asked: set[int]) -> list[Token]:
        """Drop the places that ask and those that only frame, but never part of an everyday name."""
        dropped = set(asked)
        for frame in self.lexicon.fillers.find(words):
            dropped.update(range(frame.start, frame.end))
        for name in self.lexicon.official.find(words):
            dropped.difference_update(range(name.start, name.end))
        return [word for place, word in enumerate(words) if place not in dropped]


def code_in(text: str) -> str:
    """Return the first procedure code that `text` names, without a province's suffix; "" without one."""
    code = _CODE.search(clean(text))
    return code[1] if code else ""


def replace(words: Sequence[Token], table: PhraseTable[tuple[Token, ...]]) -> list[Token]:
    """Return `words` with each phrase of `table` exchanged for its value."""
    out: list[Token] = []
    place = 0
    for match in table.find(words):
        out += words[place : match.start]
        out += match.value
        place = match.end
    return out + list(words[place:])
