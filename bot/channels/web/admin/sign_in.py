"""Signing in and out."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.web.admin import access, texts
from bot.channels.web.admin.access import CheckedForm, SignedIn
from bot.channels.web.admin.pages import SIGN_IN, render
from bot.services import Services
from bot.storage.accounts import Account, Role
from bot.storage.sign_ins import LockedError, RefusedError

router = APIRouter(prefix="/admin", default_response_class=HTMLResponse, include_in_schema=False)
_OWN_PAGE = "same-origin"
"""What browsers say of a form that one of our pages sent; other programs say nothing."""
Next = Annotated[str, Query(alias="next")]


@router.get("/sign-in")
async def sign_in_page(request: Request, where: Next = access.HOME, signed_out: str = "") -> Response:
    """Show the form; who is signed in already goes on."""
    token = access.token_of(request)
    if session := await access.records_of(request).sessions.find(token):
        return _enter(request, session.account, token, where)
    return _form(request, where, notice=texts.SIGNED_OUT if signed_out else "")


@router.post("/sign-in")
async def sign_in(request: Request) -> Response:
    """Begin a session, or say what to do: the same for an unknown name and a wrong password."""
    if request.headers.get("sec-fetch-site", _OWN_PAGE) != _OWN_PAGE:  # else somebody could be made to work as another
        return _form(request, access.HOME, 403, error=texts.EXPIRED)
    async with access.opened_form(request) as form:
        name, password, where = (access.field(form, each) for each in ("name", "password", "next"))
    records = access.records_of(request)
    try:
        account = await records.sign_ins.attempt(name, password)
    except RefusedError as refused:
        if refused.account:  # an unknown name is not written down: it may be a password in the wrong field
            await records.audit.note(refused.account, "sign_in_failed")
        return _refused(request, where, name, refused)
    await records.sessions.close(access.token_of(request))
    await records.audit.note(account.name, "signed_in")
    return _enter(request, account, await records.sessions.open(account.name), where)


@router.post("/sign-out")
async def sign_out(request: Request, session: SignedIn, form: CheckedForm) -> Response:
    """End the session."""
    records = access.records_of(request)
    await records.sessions.close(access.token_of(request))
    await records.audit.note(session.account.name, "signed_out")
    response = RedirectResponse(f"{SIGN_IN}?signed_out=1", status_code=303)
    access.clear_cookie(response)
    return response


def _enter(request: Request, account: Account, token: str, where: str) -> Response:
    """Lead to where somebody wanted to go, those who receive citizens to their own room unless they said where."""
    asked = access.safe_next(where)
    services: Services = request.app.state.services
    receives = account.role is Role.STAFF and services.outreach is not None
    first = access.STAFF_HOME if receives and asked == access.HOME else asked
    response = RedirectResponse(first, status_code=303)
    access.set_cookie(request, response, token)
    return response


def _refused(request: Request, where: str, name: str, refused: RefusedError) -> Response:
    if not isinstance(refused, LockedError):
        return _form(request, where, 401, name=name, error=texts.WRONG)
    seconds = (refused.until - datetime.now(UTC)).total_seconds()
    return _form(request, where, 429, name=name, error=texts.LOCKED.format(wait=texts.waiting(seconds)))


def _form(request: Request, where: str, status: int = 200, **context: str) -> Response:
    return render(request, "sign_in.html", None, status, next=access.safe_next(where), **context)
