"""What counts as a fault among the events that are logged, and what it is called where faults are counted."""

from collections.abc import Mapping
from typing import Any

LEVELS = frozenset(("warning", "error", "critical"))
LONGEST = 60
MOST = 200
"""Names are written in the code and in libraries, so there are some dozens; a bug must not make thousands."""
OTHER = ("other", "")

Fault = tuple[str, str]
"""An event's name, and of which kind it was: an exception's class, else the outcome or channel; "" for none."""


class Names:
    """Names faults; after `MOST` different ones every further is `OTHER`."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: set[Fault] = set()

    def of(self, event: Mapping[str, Any]) -> Fault | None:
        """Return the fault that an event is; None if it is none."""
        if event.get("level") not in LEVELS:
            return None
        found = str(event.get("event"))[:LONGEST], _kind(event)[:LONGEST]
        if found not in self._known:
            if len(self._known) >= self._most:
                return OTHER
            self._known.add(found)
        return found


def _kind(event: Mapping[str, Any]) -> str:
    return next((str(event[name]) for name in ("kind", "outcome", "channel") if event.get(name)), "")
