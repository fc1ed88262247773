"""What posters of every size are put together from."""

from collections.abc import Sequence

from bot.sharing.posters import wording
from bot.sharing.posters.canvas import RED, Area, Canvas
from bot.sharing.posters.fitting import POINT, Style
from bot.sharing.posters.fonts import Weight, printable, width
from bot.sharing.posters.poster import MOST_POINTS, Point, Poster
from bot.sharing.qr import matrix

_MUCH_SMALLER = 0.6


def masthead(canvas: Canvas, poster: Poster, area: Area, largest: float) -> None:
    """Write who invites, left, and at which desk, right, over a line that begins with a red bar."""
    style = Style(Weight.STRONG, largest, largest * 0.6, lines=2)
    share = 0.74 if poster.desk else 1
    room = area.height - 1.5
    canvas.write(poster.office or wording.BRAND, style, Area(area.left, area.top, area.width * share, room), low=True)
    beside = Area(area.left + area.width * 0.76, area.top, area.width * 0.24, room)
    canvas.write(poster.desk, style, beside, right=True, low=True)
    canvas.fill(Area(area.left, area.bottom - 0.25, area.width, 0.25))
    canvas.fill(Area(area.left, area.bottom - 0.25, area.width / 8, largest / 10), RED)


def code(canvas: Canvas, poster: Poster, area: Area) -> None:
    """Draw the code, and around its quiet zone the corners of a viewfinder."""
    arm, thick = area.width / 9, area.width / 70
    canvas.code(matrix(poster.address), area.inset(thick))
    for across, down in ((arm, thick), (thick, arm)):
        for left in (area.left, area.right - across):
            for top in (area.top, area.bottom - down):
                canvas.fill(Area(left, top, across, down), RED)


def points(canvas: Canvas, listed: Sequence[Point], area: Area, size: float) -> None:
    """Write what is beside the code, each in a third of the height, under a line, beside its picture."""
    third = area.height / MOST_POINTS
    icon = min(size * 0.7, third * 0.6)
    text = Style(Weight.TEXT, size * 0.8, size * 0.4, 1.15)
    for place, point in enumerate(listed):
        top = area.top + place * third
        canvas.fill(Area(area.left, top, area.width, 0.25))
        canvas.icon(point.icon, Area(area.left, top + third * 0.12, icon, icon), icon / 14)
        beside = Area(area.left + icon * 1.3, top + third * 0.09, area.width - icon * 1.3, third * 0.88)
        largest = size if point.text else size * 1.2
        taken = canvas.write(point.label, Style(Weight.STRONG, largest, size * 0.6, 1.15, 2), beside)
        canvas.write(point.text, text, Area(beside.left, taken.bottom, beside.width, beside.bottom - taken.bottom))


def link(canvas: Canvas, poster: Poster, area: Area, largest: float) -> Area:
    """Write the address to type at the bottom of `area`, on two lines if one would be much smaller; return its area."""
    on_one_line = width(printable(poster.shown), Weight.HEAD) * largest * POINT <= area.width / _MUCH_SMALLER
    style = Style(Weight.HEAD, largest, largest / 6, lines=1 if on_one_line else 3)
    return canvas.write(poster.shown, style, area, low=True)


def notes(canvas: Canvas, poster: Poster, area: Area, size: float) -> None:
    """Write the small print, each note on a line of its own."""
    style, top = Style(Weight.TEXT, size, size / 2, rather_smaller=1), area.top
    for place, note in enumerate(poster.notes):
        room = (area.bottom - top) / (len(poster.notes) - place)
        top = canvas.write(note, style, Area(area.left, top, area.width, room)).bottom


def brand(canvas: Canvas, area: Area) -> None:
    """Write who answers, beside the project's sign."""
    canvas.sign(Area(area.left, area.top, area.height, area.height))
    beside = Area(area.left + area.height * 1.25, area.top, area.width - area.height * 1.25, area.height)
    size = area.height * 1.35
    taken = canvas.write(wording.BRAND, Style(Weight.HEAD, size, size / 2, lines=1), beside)
    rest = Area(beside.left, taken.bottom, beside.width, beside.bottom - taken.bottom)
    canvas.write(wording.BRAND_IS, Style(Weight.TEXT, size * 0.65, size / 3, lines=1), rest)
