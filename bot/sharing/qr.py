"""QR codes: at error level M or better, with the quiet zone that the standard asks for."""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby

import segno

QUIET = 4
"""Modules of white on every side (ISO/IEC 18004)."""
Matrix = tuple[tuple[bool, ...], ...]
Box = tuple[int, int, int, int]
"""Column, row, columns across, rows down."""


@lru_cache(maxsize=16)
def matrix(address: str) -> Matrix:
    """Return the modules that encode `address`, row by row, True for dark ones, without the quiet zone.

    Raises ValueError if there is nothing to encode or more than a code holds, some 2,300 letters.
    """
    return tuple(tuple(map(bool, row)) for row in _code(address).matrix)


def png(address: str, scale: int = 10) -> bytes:
    """Return a PNG with `scale` pixels a module; raises ValueError as `matrix` does."""
    picture = BytesIO()
    _code(address).save(picture, kind="png", scale=scale, border=QUIET)
    return picture.getvalue()


def svg(address: str) -> str:
    """Return an SVG that fills the room it is given, white behind the code; raises ValueError as `matrix` does."""
    picture = BytesIO()
    _code(address).save(picture, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return picture.getvalue().decode()


@lru_cache(maxsize=16)
def dark_boxes(modules: Matrix) -> tuple[Box, ...]:
    """Return boxes that together cover what is dark: all runs along rows and along columns.

    They overlap where rows and columns cross, so that no hairline shows between two dark modules.
    """
    across = [(column, row, length, 1) for row, column, length in _runs(modules)]
    down = [(column, row, 1, length) for column, row, length in _runs(tuple(zip(*modules, strict=True)))]
    alone = sorted(set(across) & set(down))
    return (*(box for box in (*across, *down) if box[2:] != (1, 1)), *alone)


def _runs(rows: Matrix) -> Iterator[tuple[int, int, int]]:
    """Yield row, first column and length of all that is dark without a gap along a row."""
    for row, modules in enumerate(rows):
        column = 0
        for dark, run in groupby(modules):
            length = len(list(run))
            if dark:
                yield row, column, length
            column += length


def _code(address: str) -> segno.QRCode:
    """Return the smallest code at level M, or at a better level where that takes no more room."""
    if not address:
        raise ValueError("no address to encode")
    return segno.make_qr(address, error="m")
