"""Normal forms of Vietnamese text: one cleaned string, and its tokens with and without accents.

Accents are folded for search because they add nothing there and citizens often leave them out
(measured in the project's search findings); the accented form is kept beside the folded one for the
few one-syllable words that only their accents tell apart.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Old and new places of the tone mark: hoà, hoá … and hòa, hóa …; the new style is the canonical one here.
_TONES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_TONE_AT_END = re.compile("(?<!q)(" + "|".join(_TONES) + r")\b")
# A syllable, or one letter/one letter as in "C/O", which is a document and not the word "có".
_TOKEN = re.compile(r"\b[^\W\d_]/[^\W\d_]\b|[^\W_]+")
# "lý" and "lí", "quy" and "qui" are the same word; a bare "y" ("y tế") stays.
_FINAL_Y = re.compile(r"^([bdhklmstv]|qu)y(?=[\u0300-\u0323]?$)")


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable of a message: as typed (lower case, canonical tone place) and without accents."""

    typed: str
    folded: str

    def may_be(self, word: "Token") -> bool:
        """Say whether this may be meant as `word`: the same, or the same with all accents left out.

        Hỏi and ngã count as one tone, since half the country says and writes them alike.
        """
        return self.typed in (word.typed, word.folded, fold(word.typed)) or _one_tone(self.typed) == _one_tone(
            word.typed
        )


class _Kept(dict[int, str | None]):
    """What `clean` makes of each character, worked out when first met."""

    def __missing__(self, code: int) -> str | None:
        category = unicodedata.category(chr(code))
        kept: str | None = chr(code)
        if category in ("Cf", "Mn", "Me"):  # after NFKC a lone mark belongs to no Vietnamese letter
            kept = None
        elif category in ("So", "Sk", "Cc", "Cs", "Co", "Cn"):
            kept = " "
        self[code] = kept
        return kept


class _Bare(dict[int, str]):
    """Each letter without its accents, worked out when first met.

    ƣ is a broken ư that stands in a few official titles.
    """

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code)).replace("đ", "d").replace("Đ", "D").replace("ƣ", "u")
        self[code] = "".join(letter for letter in letters if not unicodedata.combining(letter))
        return self[code]


_KEPT = _Kept()
_BARE = _Bare()


def clean(text: str) -> str:
    """Return `text` in NFC with compatibility forms unified and invisible or pictorial characters gone.

    Zero-width, direction and variation characters vanish; emoji, symbols, controls and lone
    surrogates become a space; runs of white space become one.
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_KEPT).split())


def canonical(text: str) -> str:
    """Return `text` cleaned, in lower case, with tone marks in the new place (hoà → hòa, quý stays)."""
    return _TONE_AT_END.sub(lambda match: _TONES[match[0]], clean(text).lower())


def fold(text: str) -> str:
    """Return `text` in lower case without accents and with đ as d: "Đăng ký" → "dang ky"."""
    return unicodedata.normalize("NFC", text).lower().translate(_BARE)


@lru_cache(maxsize=50_000)
def _one_tone(word: str) -> str:
    """Return `word` with ngã written as hỏi and a final y as i."""
    return _FINAL_Y.sub(r"\1i", unicodedata.normalize("NFD", word).replace("\u0303", "\u0309"))


@lru_cache(maxsize=50_000)
def fold_syllable(syllable: str) -> str:
    """Return one syllable folded, with a final y after a consonant written i: "kỹ" → "ki", "quy" → "qui"."""
    return _FINAL_Y.sub(r"\1i", fold(syllable))


def tokens(text: str) -> tuple[Token, ...]:
    """Return the syllables of `text`, cleaned; punctuation parts them and is dropped."""
    return tuple(Token(word, fold_syllable(word)) for word in _TOKEN.findall(canonical(text)))


def folded(text: str) -> tuple[str, ...]:
    """Return only the folded syllables of `text`; the form that index and phrase tables share."""
    return tuple(token.folded for token in tokens(text))


def pairs(syllables: Sequence[str]) -> list[str]:
    """Return the pairs of neighbouring syllables."""
    return [f"{first} {second}" for first, second in pairwise(syllables)]
