"""A poster of one sheet, laid out on A4; A5 is the same made smaller."""

from bot.sharing.posters import parts, wording
from bot.sharing.posters.canvas import RED, Area, Canvas
from bot.sharing.posters.fitting import Style
from bot.sharing.posters.fonts import Weight
from bot.sharing.posters.poster import Poster

LEFT, WIDTH = 18.0, 174.0
_HEADLINE = Style(Weight.HEAD, 82, 19, leading=1.1)
_SUBLINE = Style(Weight.STRONG, 31, 15, leading=1.15, lines=2)
_HOW = Style(Weight.TEXT, 14, 9, lines=1)
_LARGEST_CODE = 100.0
_FOOT = 258.0


def draw(canvas: Canvas, poster: Poster) -> None:
    """Draw from the top: who invites, what for, the code and what it answers, the link, who answers.

    The code takes what room the words above and below leave it.
    """
    parts.masthead(canvas, poster, Area(LEFT, 14, WIDTH, 15), 14)
    headline = canvas.write(poster.headline, _HEADLINE, Area(LEFT, 37, WIDTH, 50))
    subline = canvas.write(poster.subline, _SUBLINE, Area(LEFT, headline.bottom + 1, WIDTH, 26), colour=RED)
    shown = parts.link(canvas, poster, Area(LEFT, _FOOT - 36, WIDTH, 28), 46)
    how = canvas.write(wording.HOW, _HOW, Area(LEFT, shown.top - 7, WIDTH, 7), low=True)
    room = how.top - subline.bottom
    side = min(_LARGEST_CODE, room - 12)
    square = Area(LEFT, subline.bottom + (room - side) / 2, side, side)
    parts.code(canvas, poster, square)
    left = square.right + 10
    parts.points(canvas, poster.points, Area(left, square.top, LEFT + WIDTH - left, side), 19)
    canvas.fill(Area(LEFT, _FOOT, WIDTH, 0.25))
    parts.brand(canvas, Area(LEFT, _FOOT + 6, 76, 12))
    parts.notes(canvas, poster, Area(LEFT + 82, _FOOT + 5, WIDTH - 82, 20), 10)
