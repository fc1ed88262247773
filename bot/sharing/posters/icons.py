"""Small pictures as lines in a square of 24 units, drawn alike at every size, readable without colour."""

from collections.abc import Iterator
from enum import Enum
from math import cos, radians, sin

UNITS = 24
Line = tuple[tuple[float, float], ...]


def _arc(x: float, y: float, radius: float, start: int, end: int) -> Iterator[tuple[float, float]]:
    """Yield the points of an arc about (x, y), clockwise; 0 degrees points right, 90 down."""
    for degrees in range(start, end + 1, 10):
        yield x + radius * cos(radians(degrees)), y + radius * sin(radians(degrees))


def _rounded(x: float, y: float, right: float, bottom: float, radius: float) -> Line:
    corners = (
        (right - radius, bottom - radius, 0),
        (x + radius, bottom - radius, 90),
        (x + radius, y + radius, 180),
        (right - radius, y + radius, 270),
    )
    points = tuple(point for cx, cy, start in corners for point in _arc(cx, cy, radius, start, start + 90))
    return (*points, points[0])


def _pin(x: float, y: float, radius: float, tip: float) -> Line:
    """Return a drop that points down to `tip`."""
    return ((x, tip), *_arc(x, y, radius, 150, 390), (x, tip))


class Icon(Enum):
    """What a line of a poster is about."""

    ONLINE = (_rounded(6, 1.5, 18, 22.5, 2.5), ((10.5, 19), (13.5, 19)))
    """A telephone."""
    POSTAL = (_rounded(1.5, 4.5, 22.5, 19.5, 2), ((2.2, 6.2), (12, 13.5), (21.8, 6.2)))
    """A letter."""
    HELP = (
        (*_arc(12, 8, 5, 0, 360),),
        (*_arc(12, 23, 9.5, 180, 360), (2.5, 23)),
    )
    """A person."""
    WHERE = (_pin(12, 9.5, 7.5, 22.8), (*_arc(12, 9.5, 2.7, 0, 360),))
    """A place on a map."""


BUBBLE: Line = (
    *_rounded(0, 2, 24, 18, 2.5)[:11],
    (12.5, 18),
    (7, 23),
    (7, 18),
    *_rounded(0, 2, 24, 18, 2.5)[10:],
)
"""The project's sign, filled: what is said …"""
DOOR: Line = ((9, 15), *_arc(12, 8.5, 3, 180, 360), (15, 15))
"""… at an open door, left white in it."""
