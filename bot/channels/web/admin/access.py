"""Who may do what below `/admin` and `/staff`: the session's cookie, and dependencies that pages ask for.

A page takes `session: SignedIn` or, for admins only, `session: Admin`; one that receives a form takes
`form: CheckedForm` too, which has the fields and files once the session and its CSRF token were found right.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from secrets import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from bot.channels.web.admin import texts
from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords
from bot.storage.admin_sessions import Session

HOME = "/admin"
STAFF_HOME = "/staff"
INSIDE = (HOME, STAFF_HOME)
"""Where officials sit: one session for both, and nothing from there is kept by browsers."""
COOKIE = "hmc_admin"
CSRF_FIELD = "csrf"
_INSIDE = re.compile(r"/(?:admin|staff)(?:[/?][\w./?=&%+,:-]*)?", re.ASCII)


class SignInNeededError(Exception):
    """Nobody is signed in; `path` is where to go once somebody is."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class ForbiddenError(Exception):
    """Who is signed in may not do this; the text says why, in Vietnamese."""

    def __init__(self, text: str, session: Session) -> None:
        super().__init__(text)
        self.session = session


def records_of(request: Request) -> AdminRecords:
    """Return the accounts, sessions and audit log of the application."""
    records: AdminRecords = request.app.state.accounts
    return records


def token_of(request: Request) -> str:
    """Return the session's token that the browser sent, "" without one."""
    return request.cookies.get(COOKIE, "")


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser its token, which pages for citizens never get; scripts cannot read it, other sites not send it.

    A browser that has it for one of the places only, from an earlier version, so gets it for the other.
    """
    secure = request.url.scheme == "https"
    for place in INSIDE:
        response.set_cookie(COOKIE, token, path=place, httponly=True, samesite="strict", secure=secure)


def clear_cookie(response: Response) -> None:
    """Let the browser forget its token."""
    for place in INSIDE:
        response.delete_cookie(COOKIE, path=place)


def safe_next(path: str) -> str:
    """Return `path` if it lies below /admin or /staff on this server, else /admin."""
    if not _INSIDE.fullmatch(path) or ".." in path:  # first: of other texts some are no address at all
        return HOME
    return HOME if "%" in urlsplit(path).path else path


def home_of(request: Request) -> str:
    """Return the first page of the place that the request is in."""
    return STAFF_HOME if request.url.path.startswith(STAFF_HOME) else HOME


async def signed_in(request: Request) -> Session:
    """Return the session; raises SignInNeededError without one."""
    session = await records_of(request).sessions.find(token_of(request))
    if session is None:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise SignInNeededError(safe_next(asked) if request.method == "GET" else home_of(request))
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


async def only_admin(session: SignedIn) -> Session:
    """Return the session of an admin; raises ForbiddenError for others."""
    if session.account.role is not Role.ADMIN:
        raise ForbiddenError(texts.ADMINS_ONLY, session)
    return session


Admin = Annotated[Session, Depends(only_admin)]


async def checked_form(request: Request, session: SignedIn) -> AsyncIterator[FormData]:
    """Give a form that a page of this session sent; raises ForbiddenError for any other.

    It is read only after somebody was found signed in: strangers cannot fill the disk with uploads.
    """
    async with opened_form(request) as form:
        if not compare_digest(field(form, CSRF_FIELD).encode(), session.csrf.encode()):
            raise ForbiddenError(texts.EXPIRED, session)
        yield form


CheckedForm = Annotated[FormData, Depends(checked_form)]


@asynccontextmanager
async def opened_form(request: Request) -> AsyncIterator[FormData]:
    """Give the fields and files of a form, none if it cannot be read; close its files.

    Raises HTTPException for one that is too large or comes too slowly.
    """
    try:
        form = await request.form()
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        form = FormData()
    try:
        yield form
    finally:
        await form.close()


def field(form: FormData, name: str) -> str:
    """Return a field's text; "" if it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
