"""The ways of filing a procedure without going there, as a set: which there are, which somebody waits for."""

from enum import Flag

from bot.knowledge.models import Procedure
from bot.knowledge.values import Postal


class Ways(Flag):
    """Any of these ways, or none; the numbers are stored and must not change."""

    ONLINE = 1
    POSTAL = 2


NO_WAY = Ways(0)


def ways_of(procedure: Procedure) -> Ways:
    """Return the ways that the source lists for `procedure`."""
    online = Ways.ONLINE if procedure.service_level.is_online else NO_WAY
    return online | (Ways.POSTAL if procedure.postal is Postal.YES else NO_WAY)


def fulfilled(wish: Ways, procedure: Procedure | None) -> Ways:
    """Return what of `wish` the source lists by now; nothing for a procedure that is not there any more."""
    return wish & ways_of(procedure) if procedure else NO_WAY
