"""Ten visiting cards of 90 × 54 mm on a sheet of A4, with marks where to cut."""

from collections.abc import Iterator

from bot.sharing.posters import parts
from bot.sharing.posters.canvas import RED, Area, Canvas
from bot.sharing.posters.fitting import Style
from bot.sharing.posters.fonts import Weight
from bot.sharing.posters.poster import Poster

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
WIDTH, HEIGHT = 90.0, 54.0
COLUMNS, ROWS = 2, 5
LEFT, TOP = (PAGE_WIDTH - COLUMNS * WIDTH) / 2, (PAGE_HEIGHT - ROWS * HEIGHT) / 2
_MARK, _AWAY = 5.0, 2.0
"""How long a mark is, and how far it stays away from the cards."""
_EDGE, _CODE = 4.5, 32.0
_HEADLINE = Style(Weight.HEAD, 20, 7, leading=1.1)
_SUBLINE = Style(Weight.STRONG, 9.5, 6, leading=1.15, lines=3)
_POINT = Style(Weight.STRONG, 7, 4, lines=2)
_OFFICE = Style(Weight.STRONG, 6.5, 4, lines=1)
_NOTES = Style(Weight.TEXT, 5, 3.5, lines=2)
_ICON, _LINE = 2.7, 3.2


def draw(canvas: Canvas, poster: Poster) -> None:
    """Draw the same card ten times, edge to edge."""
    for row in range(ROWS):
        for column in range(COLUMNS):
            left, top = (LEFT + column * WIDTH) * canvas.scale, (TOP + row * HEIGHT) * canvas.scale
            _card(Canvas(canvas.pdf, canvas.left + left, canvas.top + top, canvas.scale), poster)
    for mark in _marks():
        canvas.fill(mark)


def _card(canvas: Canvas, poster: Poster) -> None:
    square = Area(_EDGE, _EDGE, _CODE, _CODE)
    parts.code(canvas, poster, square)
    left = square.right + 3.5
    beside, below = WIDTH - _EDGE - left, WIDTH - 2 * _EDGE
    headline = canvas.write(poster.headline, _HEADLINE, Area(left, square.top - 1, beside, 13))
    canvas.write(poster.subline, _SUBLINE, Area(left, headline.bottom, beside, 8), colour=RED)
    _points(canvas, poster, Area(left, square.bottom - 12.5, beside, 13))
    parts.link(canvas, poster, Area(_EDGE, square.bottom + 0.5, below, 6), 14)
    host = " · ".join(filter(None, (poster.desk, poster.office)))
    canvas.write(host, _OFFICE, Area(_EDGE, square.bottom + 6.5, below, 3))
    canvas.write(" ".join(poster.notes), _NOTES, Area(_EDGE, square.bottom + 9.6, below, 4.4))


def _points(canvas: Canvas, poster: Poster, area: Area) -> None:
    """Write a line or two for each point, with its picture before it."""
    top = area.top
    for place, point in enumerate(poster.points):
        room = area.bottom - top - (len(poster.points) - 1 - place) * _LINE
        canvas.icon(point.icon, Area(area.left, top + 0.2, _ICON, _ICON), 0.2)
        text = Area(area.left + _ICON * 1.4, top, area.width - _ICON * 1.4, room)
        top = max(canvas.write(point.line, _POINT, text).bottom, top + _LINE)


def _marks() -> Iterator[Area]:
    """Yield hairlines on the four sides of the sheet, in line with the edges of the cards."""
    for column in range(COLUMNS + 1):
        x = LEFT + column * WIDTH - 0.05
        yield Area(x, TOP - _AWAY - _MARK, 0.1, _MARK)
        yield Area(x, PAGE_HEIGHT - TOP + _AWAY, 0.1, _MARK)
    for row in range(ROWS + 1):
        y = TOP + row * HEIGHT - 0.05
        yield Area(LEFT - _AWAY - _MARK, y, _MARK, 0.1)
        yield Area(PAGE_WIDTH - LEFT + _AWAY, y, _MARK, 0.1)
