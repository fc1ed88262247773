"""A small knowledge base made in the test itself, of which each test says what it is about."""

from typing import Any

from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from tests.knowledge.examples import procedure, vocabulary


def holding(*procedures: Procedure, **parts: Any) -> Knowledge:
    """Return a knowledge base of `procedures`; other parts are empty unless given."""
    given: dict[str, Any] = {"version": "test", "vocabulary": vocabulary()}
    given |= dict.fromkeys(("faq", "events", "outside", "totals"), ())
    return Knowledge(procedures=procedures, **(given | parts))


def rows(count: int, **facts: Any) -> list[Procedure]:
    """Return `count` procedures of different codes with the same facts."""
    return [procedure(f"1.{number:06}", f"Thủ tục {number}", **facts) for number in range(1, count + 1)]
