"""Bad weather between the bot and a messenger: what attempts to send meet, by chance from a seed."""

from collections import Counter
from enum import Enum
from random import Random
from threading import Lock

from tests.fakes import telegram, zalo_bot, zalo_oa


class Trouble(Enum):
    """How an attempt goes wrong."""

    BUSY = "asked to wait"
    AWAY = "a proxy says that it reached nobody"
    LOST = "the connection breaks off before the message was taken"
    WITHHELD = "the connection breaks off after the message was taken"


ON_TELEGRAM: dict[Trouble, telegram.Fault] = {
    Trouble.BUSY: telegram.too_many(1),
    Trouble.AWAY: telegram.Raw(502, b"<html>Bad Gateway</html>"),
    Trouble.LOST: telegram.Reset(),
    Trouble.WITHHELD: telegram.Reset(done=True),
}
ON_ZALO_BOT: dict[Trouble, zalo_bot.Fault] = {
    Trouble.BUSY: zalo_bot.ApiError(429),
    Trouble.AWAY: zalo_bot.Raw(503, b"<html>Service Unavailable</html>"),
    Trouble.LOST: zalo_bot.Reset(),
    Trouble.WITHHELD: zalo_bot.Reset(done=True),
}
ON_ZALO_OA: dict[Trouble, zalo_oa.Fault] = {
    Trouble.BUSY: zalo_oa.Fault(error=-32),
    Trouble.AWAY: zalo_oa.Fault(status=502),
    Trouble.LOST: zalo_oa.Fault(reset=True),
    Trouble.WITHHELD: zalo_oa.Fault(reset=True, after=True),
}


class Weather:
    """Decides what each attempt meets, and remembers what a messenger alone knows: which messages it really took.

    To the bot, LOST and WITHHELD look alike, and where that happens twice to one message it takes it for sent. So
    that it has arrived then, no message is LOST twice.
    """

    def __init__(self, seed: int, rate: float = 0.15) -> None:
        self.met: Counter[Trouble] = Counter()
        self.withheld: Counter[tuple[str, str]] = Counter()
        """How often a text to somebody was taken, and the bot was not told so."""
        self._random = Random(seed)  # noqa: S311
        self._rate = rate
        self._lost: set[tuple[str, str]] = set()
        self._lock = Lock()

    def meets(self, to: str, text: str) -> Trouble | None:
        """Return what an attempt to send `text` meets."""
        with self._lock:
            trouble = self._random.choice(list(Trouble)) if self._random.random() < self._rate else None
            if trouble is Trouble.LOST and (to, text) in self._lost:
                trouble = Trouble.AWAY
            if trouble is Trouble.LOST:
                self._lost.add((to, text))
            if trouble is Trouble.WITHHELD:
                self.withheld[to, text] += 1
            if trouble:
                self.met[trouble] += 1
            return trouble
