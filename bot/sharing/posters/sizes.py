"""What can be printed."""

from enum import StrEnum


class Size(StrEnum):
    """Paper and layout of a poster; the names for people are in `wording.SIZES`."""

    A4 = "a4"
    A5 = "a5"
    TENT = "tent"
    CARDS = "cards"
