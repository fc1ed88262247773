"""What stands in a cell, or in a sentence, for a value of the knowledge base: as officials write it."""

from enum import StrEnum

from bot.knowledge.values import word


def written(value: object) -> str:
    """Return a field's value as officials write it; several are parted by "; ", which reads back the same."""
    if isinstance(value, tuple):
        return "; ".join(map(written, value))
    return word(value) if isinstance(value, StrEnum) else str(value)


def number(count: int) -> str:
    """Return a count as Vietnamese writes it: 2.933."""
    return f"{count:,}".replace(",", ".")
