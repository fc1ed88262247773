"""How long this channel waits for what, in seconds."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.channels.patience import TRY_REFUSED_AGAIN_SECONDS


@dataclass(frozen=True, slots=True)
class Timing:
    """The waits of the Zalo Bot channel."""

    answer: float = 20.0
    """By then a call has to be answered."""
    poll: int = 30
    """Zalo holds an empty poll so long."""
    poll_margin: float = 10.0
    """How much later its answer may come."""
    typing_after: float = 0.3
    """An answer that takes longer is announced."""
    retry_first: float = 1.0
    """After a failed poll; twice as long after the next, and so on."""
    retry_longest: float = 60.0
    send_again: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """Before each further try of sending; Zalo names no wait with its 429."""
    watch_webhook: float = 60.0
    """Between two looks at whether Zalo still posts to the webhook."""
    try_refused_again: float = TRY_REFUSED_AGAIN_SECONDS
    stalled: float = 120.0
    """Without any answer for so long, polling counts as stalled."""

    def retries(self) -> Iterator[float]:
        """Yield the waits after failures in a row: each twice the one before, up to the longest."""
        wait = self.retry_first
        while True:
            yield wait
            wait = min(2 * wait, self.retry_longest)
