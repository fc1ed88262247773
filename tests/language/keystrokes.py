"""What a Vietnamese keyboard is given for a word, for tests of words that it left unconverted."""

import unicodedata
from dataclasses import dataclass

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền sắc hỏi ngã nặng


@dataclass(frozen=True, slots=True)
class InputMethod:
    """The keys for each letter with a shape, and those for the tones huyền, sắc, hỏi, ngã, nặng."""

    shapes: dict[str, str]
    tones: str

    def keys(self, syllable: str, *, tone_last: bool) -> str:
        """Return the keys for `syllable`; its tone comes last, or right after the vowel that bears it."""
        typed, end = "", ""
        for letter in unicodedata.normalize("NFC", syllable):
            shape, tone = self._taken_apart(letter)
            typed += self.shapes.get(shape, shape)
            if tone_last:
                end += tone
            else:
                typed += tone
        return typed + end

    def _taken_apart(self, letter: str) -> tuple[str, str]:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(self.tones[_TONES.index(mark)] for mark in marks if mark in _TONES)
        return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES)), tone


TELEX = InputMethod({"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}, "fsrxj")
TELEX_SHORT = InputMethod(TELEX.shapes | {"ư": "w"}, TELEX.tones)
VNI = InputMethod({"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}, "21345")
