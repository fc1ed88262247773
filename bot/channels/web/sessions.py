"""Whose conversation a request belongs to: a random number, and nothing about the person.

The page keeps it in a cookie and in memory. A frame in another site's page, or a browser that refuses cookies, has
only the memory: the script then sends the number with each message.
"""

import re
import secrets

from fastapi import Request, Response

COOKIE = "hmc_session"
BYTES = 16
_NUMBER = r"[0-9a-f]{32}"
PATTERN = f"^{_NUMBER}$"
"""As in the API's description."""
AGE_SECONDS = 90 * 24 * 60 * 60
"""As long as the place somebody chose is kept by default."""


def made() -> str:
    """Return a new session's number."""
    return secrets.token_hex(BYTES)


def sent(request: Request) -> str:
    """Return the session's number in the cookie; "" without one, or with a forged one."""
    return valid(request.cookies.get(COOKIE, ""))


def valid(number: str) -> str:
    """Return the number of a session, "" for anything else."""
    return number if re.fullmatch(_NUMBER, number) else ""


def person(request: Request, response: Response) -> str:
    """Return the session's number; a request without one gets a new cookie in `response`."""
    number = sent(request) or made()
    keep(request, response, number)
    return number


def keep(request: Request, response: Response, number: str) -> None:
    """Give the browser the session's number, unless it has it."""
    if number == sent(request):
        return
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, number, max_age=AGE_SECONDS, httponly=True, samesite="lax", secure=secure)


def end(response: Response) -> None:
    """Let the browser forget the session's number, of which nothing is kept any more."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
