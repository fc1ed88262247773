"""A sheet of A4 that is folded in the middle and stands on the desk: the same face on both sides."""

from bot.sharing.posters import parts, wording
from bot.sharing.posters.canvas import RED, Area, Canvas
from bot.sharing.posters.fitting import Style
from bot.sharing.posters.fonts import Weight
from bot.sharing.posters.poster import Poster

PAGE_WIDTH, FOLD = 210.0, 148.5
LEFT, WIDTH = 14.0, 182.0
_CODE = 84.0
_HEADLINE = Style(Weight.HEAD, 56, 14, leading=1.1)
_SUBLINE = Style(Weight.STRONG, 22, 11, leading=1.15, lines=2)
_HOW = Style(Weight.TEXT, 10.5, 7, lines=1)
_FOLD = Style(Weight.TEXT, 8, 8, lines=1)
_DASH, _STEP = 2.0, 4.0


def draw(canvas: Canvas, poster: Poster) -> None:
    """Draw one face upright below the fold, and one upside down above it."""
    lower = Canvas(canvas.pdf, canvas.left, canvas.top + FOLD * canvas.scale, canvas.scale)
    _face(lower, poster)
    with canvas.pdf.rotation(180, lower.left + PAGE_WIDTH / 2 * canvas.scale, lower.top):
        _face(lower, poster)
    _fold(canvas)


def _face(canvas: Canvas, poster: Poster) -> None:
    parts.masthead(canvas, poster, Area(LEFT, 8, WIDTH, 13), 12.5)
    square = Area(LEFT, 27, _CODE, _CODE)
    parts.code(canvas, poster, square)
    left, width = square.right + 10, WIDTH - _CODE - 10
    headline = canvas.write(poster.headline, _HEADLINE, Area(left, square.top - 1, width, 31))
    canvas.write(poster.subline, _SUBLINE, Area(left, headline.bottom + 0.5, width, 16), colour=RED)
    parts.points(canvas, poster.points, Area(left, square.bottom - 35, width, 35), 12)
    shown = parts.link(canvas, poster, Area(LEFT, 119, WIDTH, 13), 32)
    canvas.write(wording.HOW, _HOW, Area(LEFT, shown.top - 5, WIDTH, 5), low=True)
    parts.brand(canvas, Area(LEFT, 135, 60, 8))
    parts.notes(canvas, poster, Area(LEFT + 66, 134.5, WIDTH - 66, 9), 8)


def _fold(canvas: Canvas) -> None:
    """Draw where to fold, in dashes, and say so."""
    for place in range(int(PAGE_WIDTH / _STEP)):
        canvas.fill(Area(place * _STEP, FOLD - 0.1, _DASH, 0.2))
    canvas.write(wording.FOLD, _FOLD, Area(LEFT, FOLD - 4.5, 30, 4), low=True)
