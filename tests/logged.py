"""What tests look at in the log."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, WrappedLogger

_SERVERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


def without_answers(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Leave out the events that each message has, for `capture_logs(processors=[…])`."""
    if event["event"] in ("answered", "delivered"):
        raise structlog.DropEvent
    return event


@contextmanager
def logging_restored() -> Iterator[None]:
    """Let a test configure logging, which is the whole process's; afterwards all is as before."""
    root, before = logging.getLogger(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    structlog.contextvars.clear_contextvars()
    for name in _SERVERS:  # a server of another test has set them up its own way
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)
    try:
        yield
    finally:
        structlog.configure(**before)
        root.handlers[:] = handlers
        root.setLevel(level)
