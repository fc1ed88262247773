"""Processes for tests that need several, forked from one that has imported what they use."""

from multiprocessing import get_context
from multiprocessing.context import ForkServerContext

_IMPORTED_ONCE = ["pytest", "bot.office.notices", "bot.storage.inbox", "bot.storage.outreach"]


def forked_ready() -> ForkServerContext:
    """Return the way to begin processes; each would else import for seconds before it begins."""
    context = get_context("forkserver")
    context.set_forkserver_preload(_IMPORTED_ONCE)
    return context
