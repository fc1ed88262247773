"""Undo Telex and VNI keystrokes that a phone or computer left unconverted: "ddawng kys", "d9a8ng ky1".

Only the folded syllable is restored, since search folds accents anyway. A token that already is a
Vietnamese syllable is left alone, so plain text is never touched.
"""

import re

from bot.language.syllables import ONSETS, is_syllable

_ONSET = re.compile("|".join(ONSETS))
_TELEX_TONE = re.compile(r"(?<=[aeiouyw])([a-z]*?)[sfrxj]")
_DOUBLED = re.compile(r"([aeo])([a-z]*?)\1")
_VNI = re.compile(r"[a-z]+[0-9][a-z0-9]*")
# A1, B2, C3: a licence or form class; but o6 and o73 can only be ô and ở.
_CLASS_CODE = re.compile(r"(?!(?:o[67]|u7)[1-5]?$|(?:[ae]6|a8)[1-5]$)[a-z][0-9]+")
_LONGEST = 12  # "nghieengf" and a slip or two; the patterns above take long on an endless word


def restore(folded: str) -> str:
    """Return the syllable meant by an unconverted Telex or VNI token, or `folded` itself if none is."""
    if len(folded) > _LONGEST or not folded.isascii() or is_syllable(folded):
        return folded
    if any(character.isdigit() for character in folded):
        return _restore_vni(folded)
    return _restore_telex(folded)


def _restore_vni(token: str) -> str:
    if not _VNI.fullmatch(token) or _CLASS_CODE.fullmatch(token):
        return token
    letters = re.sub("[0-9]", "", token)
    return letters if is_syllable(letters) else token


def _restore_telex(token: str) -> str:
    plain = token.replace("dd", "d", 1)
    onset = _ONSET.match(plain)
    start = onset.end() if onset else 0
    for place in (start, 1) if plain.startswith("gi") else (start,):  # "gif" is gì: g is its onset, i its rime
        for candidate in _telex_rimes(plain[place:]):
            if is_syllable(plain[:place] + candidate):
                return plain[:place] + candidate
    return token


def _telex_rimes(rime: str) -> list[str]:
    """Return readings of a rime's keystrokes, the fewest keys undone first."""
    readings = [rime]
    for undo in (_undo_horn, _undo_double, _undo_tone):
        readings += [undo(reading) for reading in readings]
    return list(dict.fromkeys(readings))


def _undo_horn(rime: str) -> str:
    """aw, ow, uw mark ă, ơ, ư; a w without its vowel is ư."""
    without = re.sub(r"(?<=[aou])([a-z]*?)w", r"\1", rime)
    return without.replace("w", "u")


def _undo_double(rime: str) -> str:
    """aa, ee, oo mark â, ê, ô; the second letter may come at the end of the syllable."""
    return _DOUBLED.sub(r"\1\2", rime, count=1)


def _undo_tone(rime: str) -> str:
    """S f r x j after a vowel mark the tone."""
    return _TELEX_TONE.sub(r"\1", rime, count=1)
