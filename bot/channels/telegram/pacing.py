"""How fast messages may go out: Telegram takes one a second in a chat, 20 a minute in a group, 30 a second overall.

Our own, because what libraries have (AIORateLimiter, aiolimiter) knows no limit of a private chat, or cannot hold
one chat that Telegram asked to wait while the others go on. The limits are of one process.
"""

from asyncio import sleep
from dataclasses import dataclass
from time import monotonic

MANY_CHATS = 10_000


@dataclass(slots=True)
class Bucket:
    """Lets one through every `interval` seconds, up to `burst` at once after a silence."""

    interval: float
    burst: int = 1
    next: float = 0.0

    def reserve(self, now: float) -> float:
        """Take the next place and return how many seconds from `now` it is."""
        place = max(self.next, now - (self.burst - 1) * self.interval)
        self.next = place + self.interval
        return max(place - now, 0.0)

    def hold(self, until: float) -> None:
        """Let nothing through before `until`."""
        self.next = max(self.next, until)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds between two messages. Ten at once and ten more a minute are never over twenty a minute."""

    chat: float = 1.0
    group: float = 6.0
    group_burst: int = 10
    overall: float = 1 / 30


class Pacing:
    """When the next message may go to a chat; one chat's wait never holds up another."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._chats: dict[int, list[Bucket]] = {}
        self._overall = Bucket(limits.overall)

    async def turn(self, chat: int) -> None:
        """Wait until a message may go to `chat`; groups have negative ids."""
        now = monotonic()
        await sleep(max(bucket.reserve(now) for bucket in self._buckets(chat)))
        await sleep(self._overall.reserve(monotonic()))

    def hold(self, chat: int, seconds: float) -> None:
        """Send nothing to `chat` for so long."""
        self._buckets(chat)[0].hold(monotonic() + seconds)

    def held(self, chat: int) -> float:
        """Return for how many seconds nothing is sent to `chat`."""
        return self._chats[chat][0].next - monotonic() if chat in self._chats else 0.0

    def _buckets(self, chat: int) -> list[Bucket]:
        if chat not in self._chats and len(self._chats) >= MANY_CHATS:
            self._drop_idle()
        group = [Bucket(self._limits.group, self._limits.group_burst)] if chat < 0 else []
        return self._chats.setdefault(chat, [Bucket(self._limits.chat), *group])

    def _drop_idle(self) -> None:
        now = monotonic()
        self._chats = {chat: own for chat, own in self._chats.items() if any(bucket.next > now for bucket in own)}
