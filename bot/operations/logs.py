"""Logging: one line an event, nothing that a person sent, no address that carries a token."""

import logging
import sys

import structlog

# These log whole request addresses (with the bot's token in them), questions, or details of no use here.
_QUIET = ("httpx", "httpcore", "bm25s", "alembic", "aiosqlite", "telegram", "apscheduler", "fpdf", "fontTools")


def configure(level: str) -> None:
    """Send logs of `level` and above to standard error; standard output stays for answers."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s", force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
