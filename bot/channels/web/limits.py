"""How often one may ask: a session, an address, everybody together. Token buckets, no library.

A bucket holds a minute's worth, so a person may ask several things at once and only who goes on like a machine
waits. Sessions are the askers' own to choose, so the address counts too; it is set wide, because mobile networks
and waiting halls put hundreds behind one. Each process counts for itself; the number of keys it keeps is bounded.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from fastapi import Request
from starlette.exceptions import HTTPException

from bot.channels.web import texts
from bot.settings import WebSettings

MAX_KEYS = 20_000
"""Some megabytes. Who was not heard of for longest is forgotten first, and starts anew."""
MINUTE = 60.0
_V6_NETWORK_BITS = 64


class Limit:
    """So many questions a minute for each key; `kind` is the sentence for who must wait."""

    def __init__(self, per_minute: int, kind: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.kind = kind
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @property
    def keys(self) -> int:
        """How many keys are remembered."""
        return len(self._buckets)

    def wait(self, key: str) -> float:
        """Return the seconds until `key` may ask; 0 if it may now."""
        missing = 1 - self._left(key)
        return max(0.0, missing * MINUTE / self._per_minute)

    def take(self, key: str) -> None:
        """Count a question of `key`."""
        self._buckets[key] = (self._left(key) - 1, self._clock())
        self._buckets.move_to_end(key)
        if len(self._buckets) > MAX_KEYS:
            self._buckets.popitem(last=False)

    def _left(self, key: str) -> float:
        left, at = self._buckets.get(key, (float(self._per_minute), 0.0))
        return min(self._per_minute, left + (self._clock() - at) * self._per_minute / MINUTE)


class Limits:
    """The three limits of a website; one that is set to 0 is none."""

    def __init__(self, web: WebSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._session = _limit(web.session_per_minute, texts.TOO_MANY, clock)
        self._address = _limit(web.address_per_minute, texts.BUSY, clock)
        self._all = _limit(web.all_per_minute, texts.BUSY, clock)

    def admit(self, session: str, address: str) -> None:
        """Count a question; raises HTTPException 429 with Retry-After, counting nothing, if one limit is reached.

        `session` is "" for a question outside of any conversation.
        """
        keyed = ((self._session, session), (self._address, address), (self._all, "everybody"))
        asked = [(limit, key) for limit, key in keyed if limit and key]
        for limit, key in asked:
            seconds = math.ceil(limit.wait(key))
            if seconds:
                message = limit.kind.format(seconds=seconds)
                raise HTTPException(HTTPStatus.TOO_MANY_REQUESTS, message, {"Retry-After": str(seconds)})
        for limit, key in asked:
            limit.take(key)


def _limit(per_minute: int, kind: str, clock: Callable[[], float]) -> Limit | None:
    return Limit(per_minute, kind, clock) if per_minute else None


def admit(request: Request, session: str) -> None:
    """Count a question of this request; raises HTTPException 429 if there were too many."""
    limits: Limits = request.app.state.limits
    limits.admit(session, address(request.client.host if request.client else ""))


def admitted(request: Request, session: str) -> bool:
    """Count the same; say whether there were not too many, where nobody need be told."""
    try:
        admit(request, session)
    except HTTPException:
        return False
    return True


def address(host: str) -> str:
    """Return what counts as one address: of IPv6 the network, since a household has all of it."""
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    return str(ipaddress.ip_network((parsed, _V6_NETWORK_BITS), strict=False)) if parsed.version == 6 else host  # noqa: PLR2004
