"""A number for every request, in its answer and in the log, so that a complaint can be traced."""

import re
import secrets

import structlog
from fastapi import Request

HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def number(request: Request) -> str:
    """Give `request` a number, the one of a proxy before us if it has one; log lines of this turn carry it."""
    sent = request.headers.get(HEADER, "")
    request.state.id = sent if _SANE.fullmatch(sent) else secrets.token_hex(8)
    structlog.contextvars.bind_contextvars(request=request.state.id)
    return str(request.state.id)
