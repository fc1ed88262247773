"""How long things take and may take on Telegram, in seconds; tests shorten it."""

from dataclasses import dataclass

from bot.channels.patience import TRY_REFUSED_AGAIN_SECONDS


@dataclass(frozen=True, slots=True)
class Timing:
    """`try_again` after Telegram was out of reach, `try_refused_again` after it refused the token.

    `conflict` after somebody else's poll was in the way of ours.
    `send_again`, the waits between attempts to send one message, make some ten minutes; then it is put off.
    """

    try_again: float = 15.0
    conflict: float = 1.0
    try_refused_again: float = TRY_REFUSED_AGAIN_SECONDS
    poll: int = 30
    watch_webhook: float = 30.0
    stalled_after: float = 90.0
    typing_after: float = 1.0
    typing_shown: float = 4.5
    send_again: tuple[float, ...] = (1, 2, 4, 8, 15, 30, 60, 60, 60, 60, 60, 60, 60, 60, 60)
    longest_wait: float = 300.0
    """Of those that Telegram asks for; an answer that may go out even later is put off."""
