"""Logging: one line an event, nothing that a person sent, no address that carries a token.

What went wrong is told by the exception's class and by where in the code it was raised. Its message never is: that
may hold what somebody wrote, or an address with a token in it. Of what libraries log, neither arguments nor more than
the first line is kept, for the same reason.
"""

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from types import TracebackType
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

Format = Literal["text", "json"]
Listener = Callable[[Mapping[str, Any]], None]
"""Is told each event before its line is written, also events too small for a line; must be quick."""
# These log whole request addresses (with the bot's token in them), questions, or details of no use here.
_QUIET = ("httpx", "httpcore", "bm25s", "alembic", "aiosqlite", "telegram", "apscheduler", "fpdf", "fontTools")
_OURS = ("bot.", "handlers")
_listeners: list[Listener] = []


def configure(level: str, form: Format = "text") -> None:
    """Send logs of `level` and above to standard error; standard output stays for answers.

    `form` is "text", key=value for people at a terminal, or "json", an object a line for programs.
    """
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=min(number, logging.WARNING), handlers=[_Libraries()], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _place,
            _tell,
            partial(_drop_below, number),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _renderer(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),  # listeners hear all
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


def correlated(message: str) -> AbstractContextManager[None]:
    """Let every line written meanwhile carry the number of the message that is worked on."""
    return structlog.contextvars.bound_contextvars(message=message)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Tell `listener` of every event meanwhile."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def _renderer(form: Format) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])


def _place(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Exchange an exception for its class and where it was raised."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event.setdefault("kind", type(error).__name__)
        event["at"] = _where(error.__traceback__)
    return event


def _where(trace: TracebackType | None) -> str:
    """Return the last place in our own code, and the last of all if it is another: "bot.storage.reach:61 > ssl:99"."""
    ours = last = ""
    while trace:
        name = trace.tb_frame.f_globals.get("__name__", "?")
        last = f"{name}:{trace.tb_lineno}"
        ours = last if name.startswith(_OURS) else ours
        trace = trace.tb_next
    return last if ours in ("", last) else f"{ours} > {last}"


def _tell(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    for listener in tuple(_listeners):
        with suppress(Exception):  # counting must not take an answer with it
            listener(event)
    return event


def _drop_below(level: int, _: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if structlog.processors.NAME_TO_LEVEL[event["level"]] < level:
        raise structlog.DropEvent
    return event


class _Libraries(logging.Handler):
    """Hands on what libraries log, under the logger's name as the event."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log it as ours are."""
        says = record.msg.partition("\n")[0] if isinstance(record.msg, str) else type(record.msg).__name__
        level = min(max(record.levelno // 10 * 10, logging.DEBUG), logging.CRITICAL)
        structlog.get_logger().log(level, record.name, says=says, exc_info=record.exc_info)
