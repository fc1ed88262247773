"""Whose conversation a request belongs to: a random number in a cookie, and nothing about the person."""

import re
import secrets

from fastapi import Request, Response

COOKIE = "hmc_session"
BYTES = 16
AGE_SECONDS = 90 * 24 * 60 * 60
"""As long as the place somebody chose is kept by default."""
_OWN = re.compile(r"[0-9a-f]{32}")


def person(request: Request, response: Response) -> str:
    """Return the session's number; a request without one, or with a forged one, gets a new cookie in `response`."""
    sent = request.cookies.get(COOKIE, "")
    if _OWN.fullmatch(sent):
        return sent
    made = secrets.token_hex(BYTES)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, made, max_age=AGE_SECONDS, httponly=True, samesite="lax", secure=secure)
    return made
