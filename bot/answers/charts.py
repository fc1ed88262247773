"""Horizontal bars as an SVG for our pages: no script, no inline style (the pages' CSP forbids both), no colour alone.

Widths are percentages, so that the text keeps its size on a phone and on a desk.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

from bot.knowledge.cells import number

LABEL_LENGTH = 40
"""Letters that fit beside a total at a width of 360 pixels."""
_PARTS = (
    ("#1f3a68", "#fff", ""),
    ("#c97a12", "#fff", "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    ("#d9dce1", "#3a3f47", "M1 2h2M5 6h2"),
    ("#2f7d5b", "#fff", "M0 4H8"),
    ("#9b1c1c", "#fff", "M4 0V8"),
)
"""Fill, and the colour and lines of the hatching, of each part: told apart in print without colours too."""
_TEXT_SIZE = 14
_ROW, _BAR, _LEGEND, _GAP = 44, 16, 24, 10
"""Heights in pixels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the chart: its parts are counts, drawn one behind the other."""

    label: str
    parts: tuple[int, ...]


def bars(title: str, rows: Sequence[Bar], legend: Sequence[str]) -> str:
    """Return an SVG of stacked bars; `legend` names their parts, five at the most, in at most 44 letters each.

    Raises ValueError if a row has not as many parts as there are names, or those are more than five.
    """
    if len(legend) > len(_PARTS) or any(len(row.parts) != len(legend) for row in rows):
        raise ValueError(f"parts do not fit the legend {legend}")
    key = f"bars-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    top = _LEGEND * len(legend) + _GAP
    most = max((sum(row.parts) for row in rows), default=0) or 1
    drawn = (
        f'<title id="{key}-title">{escape(title)}</title>',
        f'<desc id="{key}-desc">{escape(_described(rows, legend))}</desc>',
        f"<defs>{''.join(_patterns(key, len(legend)))}</defs>",
        *_legend(key, legend),
        *(_bar(key, row, legend, top + place * _ROW, most) for place, row in enumerate(rows)),
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"'
        f' aria-labelledby="{key}-title {key}-desc" width="100%" height="{top + _ROW * len(rows)}"'
        f' font-size="{_TEXT_SIZE}" fill="currentColor">{"".join(drawn)}</svg>'
    )


def _described(rows: Iterable[Bar], legend: Sequence[str]) -> str:
    return " ".join(f"{row.label}: {_counted(row, legend)}." for row in rows)


def _counted(row: Bar, legend: Sequence[str]) -> str:
    return ", ".join(f"{number(part)} {name}" for part, name in zip(row.parts, legend, strict=True))


def _patterns(key: str, count: int) -> Iterator[str]:
    for place, (fill, ink, lines) in enumerate(_PARTS[:count]):
        yield (
            f'<pattern id="{key}-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{fill}"/>'
            f'<path d="{lines}" stroke="{ink}" stroke-width="1.5" fill="none"/></pattern>'
        )


def _legend(key: str, legend: Sequence[str]) -> Iterator[str]:
    for place, name in enumerate(legend):
        y = place * _LEGEND
        yield _box(key, place, "0", y + 3, "22")
        yield f'<text x="30" y="{y + _TEXT_SIZE + 2}">{escape(name)}</text>'


def _bar(key: str, row: Bar, legend: Sequence[str], y: int, most: int) -> str:
    """Draw the label and the total, and below them the parts; the whole label shows on pointing at it."""
    starts = (0, *accumulate(row.parts))
    boxes = "".join(
        _box(key, place, f"{100 * start / most:.2f}%", y + _TEXT_SIZE + 6, f"{100 * part / most:.2f}%")
        for place, (start, part) in enumerate(zip(starts, row.parts, strict=False))
        if part
    )
    return (
        f"<g><title>{escape(f'{row.label}: {_counted(row, legend)}')}</title>"
        f'<text x="0" y="{y + _TEXT_SIZE}">{escape(_short(row.label))}</text>'
        f'<text x="100%" y="{y + _TEXT_SIZE}" text-anchor="end">{number(sum(row.parts))}</text>{boxes}</g>'
    )


def _box(key: str, place: int, x: str, y: int, width: str) -> str:
    """Draw a box with an edge that shows on light and on dark."""
    edge = 'stroke="currentColor" stroke-width="0.75"'
    return f'<rect x="{x}" y="{y}" width="{width}" height="{_BAR}" fill="url(#{key}-{place})" {edge}/>'


def _short(label: str) -> str:
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1].rstrip()}…"
