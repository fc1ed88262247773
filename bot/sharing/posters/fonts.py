"""The typeface, Source Sans: what it can write, how wide that is, and how high letters and their marks reach."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from font_source_sans_pro import font_directory
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.language.normalise import clean

ASCENT, DESCENT = 1.01, 0.24
"""How far Vietnamese letters reach above and below the baseline at most, in parts of the size (Ằ and Ạ)."""
CAPITAL = 0.65
"""Height of a capital without marks, in parts of the size."""
LONGEST = 2000
"""Characters that are looked at: more than any poster has room for."""
_MEANT = {"ƣ": "ư", "Ƣ": "Ư", "⁄": "/"}
"""Broken letters that stand in a few official titles, and the slash of ½, which lies over its neighbours."""


class Weight(StrEnum):
    """How strong letters are; the name of the font file."""

    TEXT = "Regular"
    STRONG = "Semibold"
    HEAD = "Black"


@contextmanager
def loaded(pdf: FPDF) -> Iterator[Sequence[TTFFont]]:
    """Make the typeface known to `pdf`, each weight as a family of its own, until it is written out.

    Only the letters used are embedded; the files stay open until then.
    """
    for weight in Weight:
        pdf.add_font(weight, fname=Path(font_directory, f"SourceSansPro-{weight}.ttf"))
    fonts = [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]
    try:
        yield fonts
    finally:
        for font in fonts:
            font.ttfont.close()


@dataclass(frozen=True, slots=True)
class _Letter:
    """How far a letter takes the pen, and how much of that is white before it begins, in parts of the size."""

    width: float
    before: float


@lru_cache(maxsize=50_000)
def width(text: str, weight: Weight) -> float:
    """Return how wide printable `text` is, in parts of the size."""
    letters = _letters()[weight]
    return sum(letters[ord(letter)].width for letter in text)


def white_before(text: str, weight: Weight) -> float:
    """Return how far behind the start of printable `text` its first letter shows, in parts of the size."""
    return max(0.0, _letters()[weight][ord(text[0])].before)


def printable(text: str) -> str:
    """Return `text` in letters that the typeface has: without emoji and controls, foreign accents left out.

    A letter that it lacks altogether becomes a space.
    """
    return " ".join("".join(map(_written, clean(text[:LONGEST]))).split())


def _written(letter: str) -> str:
    known, letter = _letters()[Weight.TEXT], _MEANT.get(letter, letter)
    if ord(letter) in known:
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if ord(part) in known and part.isalnum()) or " "


@cache
def _letters() -> Mapping[Weight, Mapping[int, _Letter]]:
    """Return the letters of each weight; all weights have the same."""
    with loaded(FPDF()) as fonts:
        return {weight: _of(font) for weight, font in zip(Weight, fonts, strict=True)}


def _of(font: TTFFont) -> Mapping[int, _Letter]:
    unit, metrics = font.ttfont["head"].unitsPerEm, font.ttfont["hmtx"].metrics
    return {code: _Letter(font.cw[code] / 1000, metrics[name][1] / unit) for code, name in font.cmap.items()}
