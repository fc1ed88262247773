"""Text in a box: as large as its style allows, on lines of like length; what is too long is cut with "…"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.answers.labels import cut
from bot.sharing.posters.fonts import ASCENT, DESCENT, Weight, printable, width

POINT = 25.4 / 72
"""Millimetres."""
_STEP = 0.96
"""By how much the next size tried is smaller."""
_WORD = re.compile(r"\s*\S+")
_PART_OF_ADDRESS = re.compile(r"[^/]*/|[^/]+")
"""A text without spaces is an address, which may be broken behind "/"; "anh/chị" and "24/7" may not."""
_CLAUSE = re.compile(r"(?<=[,;.?!]) ")
_SPACE = re.compile(" ")
_FEW = 3
"""On so many lines it matters where a text is broken."""
_NEAR_HALF = 0.25
"""How much of the text the shorter of two lines holds at least for a break behind a comma."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set; sizes in points, `leading` from baseline to baseline in parts of the size.

    Rather than on a few lines that part anywhere it is set smaller by `rather_smaller`, if that helps.
    """

    weight: Weight
    largest: float
    smallest: float
    leading: float = 1.2
    lines: int = 100
    rather_smaller: float = 0.78


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at a size in points."""

    lines: tuple[str, ...]
    size: float
    style: Style

    @property
    def height(self) -> float:
        """Millimetres from the highest to the lowest that letters may reach; 0 without lines."""
        return _height(len(self.lines), self.size, self.style) if self.lines else 0.0

    @property
    def width(self) -> float:
        """Millimetres of the widest line."""
        return max((width(line, self.style.weight) for line in self.lines), default=0.0) * self.size * POINT


@lru_cache(maxsize=256)
def fit(text: str, style: Style, across: float, down: float) -> Fitted:
    """Return `text` set to stay within `across` × `down` millimetres.

    Raises ValueError if these do not take a single line of the smallest size.
    """
    text = printable(text)
    if not text:
        return Fitted((), style.largest, style)
    widest = _widest(text, style.weight)
    for size in _sizes(style):
        measure = _measure(across, size)
        if widest <= measure and len(wrap(text, style.weight, measure)) <= _room(size, style, down):
            return _broken_well(text, style, size, across) or _balanced(text, style, size, across)
    return _shortened(text, style, across, down)


def wrap(text: str, weight: Weight, measure: float) -> tuple[str, ...]:
    """Return the lines of printable `text`, none wider than `measure` parts of the size; too long a word is broken."""
    lines: list[str] = []
    left = 0.0
    for piece in _pieces(text, weight, measure):
        if not lines or (needed := width(piece, weight)) > left:
            lines.append(piece.lstrip())
            left = measure - width(lines[-1], weight)
        else:
            lines[-1] += piece
            left -= needed
    return tuple(lines)


def _pieces(text: str, weight: Weight, measure: float) -> Iterator[str]:
    for found in _parts(text):
        piece = found
        while width(piece.lstrip(), weight) > measure and len(piece.lstrip()) > 1:
            piece = piece.lstrip()
            fitting = next((end for end in range(len(piece) - 1, 1, -1) if width(piece[:end], weight) <= measure), 1)
            yield piece[:fitting]
            piece = piece[fitting:]
        yield piece


def _parts(text: str) -> list[str]:
    """Return what may stand at the start of a line, each with the space before it."""
    return (_WORD if " " in text else _PART_OF_ADDRESS).findall(text)


def _sizes(style: Style) -> Iterator[float]:
    size = style.largest
    while size > style.smallest:
        yield size
        size *= _STEP
    yield style.smallest


def _height(lines: int, size: float, style: Style) -> float:
    return ((lines - 1) * style.leading + ASCENT + DESCENT) * size * POINT


def _room(size: float, style: Style, down: float) -> int:
    """Return how many lines of `size` have room in `down` millimetres."""
    first = _height(1, size, style)
    more = (down - first) / (style.leading * size * POINT)
    return min(style.lines, 1 + int(more + 1e-9)) if down >= first - 1e-9 else 0


def _broken_well(text: str, style: Style, largest: float, across: float) -> Fitted | None:
    """Return one line, two instead of three, or two that part at a comma, if little smaller than `largest`."""
    measure = _measure(across, largest)
    lines = len(wrap(text, style.weight, measure))
    if not 1 < lines <= _FEW:
        return None
    breaks = (_CLAUSE if lines == 2 else _SPACE).finditer(text)  # noqa: PLR2004 - two lines
    halves = ((text[: match.start()], text[match.end() :]) for match in breaks)
    near = (half for half in halves if min(map(len, half)) >= _NEAR_HALF * len(text))
    narrowest, best = min((max(width(line, style.weight) for line in broken), broken) for broken in ((text,), *near))
    size = min(largest, largest * measure / narrowest)
    return Fitted(best, size, style) if size >= max(style.smallest, largest * style.rather_smaller) else None


def _balanced(text: str, style: Style, size: float, across: float) -> Fitted:
    """Return no more lines than needed, as narrow as can be, so that no word is left alone on the last."""
    wide = _measure(across, size)
    lines, narrow = len(wrap(text, style.weight, wide)), max(_widest(text, style.weight), wide / 2)
    for _ in range(8):
        middle = (narrow + wide) / 2
        if len(wrap(text, style.weight, middle)) <= lines:
            wide = middle
        else:
            narrow = middle
    return Fitted(wrap(text, style.weight, wide), size, style)


def _shortened(text: str, style: Style, across: float, down: float) -> Fitted:
    measure, room = _measure(across, style.smallest), _room(style.smallest, style, down)
    if not room:
        raise ValueError(f"{down} mm take no line of {style.smallest} points")
    short, long = 1, len(text)
    while short < long:
        middle = (short + long + 1) // 2
        if len(wrap(cut(text, middle), style.weight, measure)) <= room:
            short = middle
        else:
            long = middle - 1
    return Fitted(wrap(cut(text, short), style.weight, measure)[:room], style.smallest, style)


def _measure(across: float, size: float) -> float:
    """Return how many times the size there is room for across."""
    return across / (size * POINT)


def _widest(text: str, weight: Weight) -> float:
    return max(width(part.strip(), weight) for part in _parts(text))
