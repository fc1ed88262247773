"""How long things take and may take on Telegram, in seconds; tests shorten it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """`try_again` after Telegram was out of reach; `send_again` are the waits between attempts to send one message.

    The latter make some ten minutes: while Telegram is away an answer is held rather than made anew, which would
    take a typed number for a choice of the next list.
    """

    try_again: float = 15.0
    poll: int = 30
    watch_webhook: float = 30.0
    stalled_after: float = 90.0
    typing_after: float = 0.3
    typing_shown: float = 4.5
    send_again: tuple[float, ...] = (1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60, 60)
    longest_wait: float = 300.0
    """Of those that Telegram asks for; an answer that may go out even later is dropped."""
