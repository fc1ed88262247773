"""Comparing titles: which differences are only ways of writing, and which may mean another procedure.

Only ways of writing are: a leading "Thủ tục", case, punctuation, the place of the tone mark, i or y at the
end of a syllable, usual abbreviations, "và" beside a comma, and a slip that makes no Vietnamese syllable.
Everything else (a word more or less, a bracket, a number, an accent) may tell a procedure from its sibling,
which the knowledge base need not even hold.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from bot.knowledge.models import Procedure, Vocabulary
from bot.knowledge.titles import without_leading
from bot.language.normalise import Token, fold_syllable, tokens
from bot.language.phrases import PhraseTable
from bot.language.question import replace
from bot.language.syllables import is_syllable

Key = tuple[str, ...]
"""A title's syllables with accents, written one way."""
_FINAL_Y = re.compile(r"^([bdhklmstv]|qu)([yỳýỷỹỵ])$")
_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_SAYS_NOTHING = frozenset({"và"})
_SLIP_FROM = 3
"""Letters that a syllable must have for a slip in it to be told from another word."""


@dataclass(frozen=True)
class Titles:
    """Reads titles into keys that are equal where only the way of writing differs; immutable."""

    procedures: tuple[Procedure, ...]
    vocabulary: Vocabulary

    @cached_property
    def _short(self) -> PhraseTable[tuple[Token, ...]]:
        return PhraseTable.of(
            (tokens(form), tokens(phrase.means)) for phrase in self.vocabulary.abbreviations for form in phrase.forms
        )

    @cached_property
    def keys(self) -> dict[str, Key]:
        """The key of each procedure's title, by code."""
        return {procedure.code: self.key(procedure.title) for procedure in self.procedures}

    @cached_property
    def by_key(self) -> dict[Key, tuple[str, ...]]:
        """The codes of each title; several where procedures are called the same."""
        found: dict[Key, tuple[str, ...]] = {}
        for code, key in self.keys.items():
            found[key] = (*found.get(key, ()), code)
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        words = {syllable for key in self.keys.values() for syllable in key}
        aliases = (alias for procedure in self.procedures for alias in procedure.aliases)
        return frozenset(words.union(*(map(self.key, aliases))))

    def key(self, title: str) -> Key:
        """Return what of `title` counts."""
        words = replace(tokens(without_leading(title)), self._short)
        return tuple(_spelt(word.typed) for word in words if word.typed not in _SAYS_NOTHING)

    def same(self, written: Key, title: Key) -> bool:
        """Say whether two keys differ by slips of writing alone, of which a title has at most one in four syllables."""
        if len(written) != len(title):
            return False
        differing = [pair for pair in zip(written, title, strict=True) if pair[0] != pair[1]]
        return len(differing) * 4 <= len(title) and all(self._is_slip(*pair) for pair in differing)

    def _is_slip(self, written: str, meant: str) -> bool:
        """Say whether `written` is no word at all and one letter away from `meant`, which is a Vietnamese one.

        Acronyms (LNG and LPG) and accents (lúa and lụa) make too many words for either to be taken for a slip.
        """
        one, other = fold_syllable(written), fold_syllable(meant)
        if written in self._known or is_syllable(one) or not is_syllable(other) or len(other) < _SLIP_FROM:
            return False
        return one.isalpha() and OSA.distance(one, other) <= 1


def _spelt(syllable: str) -> str:
    match = _FINAL_Y.match(syllable)
    return match[1] + match[2].translate(_I) if match else syllable


def folded_key(key: Sequence[str]) -> str:
    """Return a key without accents, as one text to measure likeness with."""
    return " ".join(map(fold_syllable, key))
