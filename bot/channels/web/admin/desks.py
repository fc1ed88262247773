"""The register of desks: which there are, a new one, closing and reopening."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.web.admin import desk_texts as words
from bot.channels.web.admin.access import CheckedForm, SignedIn, field, records_of
from bot.channels.web.admin.desk import outreach_of
from bot.channels.web.admin.once import once
from bot.channels.web.admin.pages import render
from bot.knowledge.places import Places
from bot.office.desks import Register, commune_of
from bot.services import Services
from bot.storage.admin_sessions import Session
from bot.storage.desks import LONGEST_NAME, LONGEST_OFFICE, Desk, DeskError

HOME = "/admin/desks"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)
FIELDS = ("name", "office", "commune")


@router.get("")
async def desks_page(request: Request, session: SignedIn, done: str = "", desk: str = "") -> Response:
    """List the desks, and say what was done with one."""
    named = await _register(request).desks.find(desk) if done in words.DONE else None
    said = words.DONE[done].format(desk=named.full_name, number=named.number) if named else ""
    return await _page(request, session, done=said)


@router.post("")
async def register(request: Request, session: SignedIn, form: CheckedForm) -> Response:
    """Register a desk, or say what to change; what was typed stays."""
    given = {name: field(form, name) for name in FIELDS}
    desks, by, places = _register(request), session.account.name, _places(request)
    key = (request.app, "register", *given.values(), by)
    try:
        made = await once(key, lambda: desks.add(**given, places=places, by=by))
    except DeskError as refused:
        return await _page(request, session, 422, error=str(refused), given=given)
    return _leave("registered", made)


@router.post("/{number}")
async def change(request: Request, session: SignedIn, form: CheckedForm, number: str) -> Response:
    """Close a desk, or reopen it."""
    desks, by = _register(request), session.account.name
    closes = field(form, "action") == "close"
    try:
        changed = await (desks.close(number, by) if closes else desks.reopen(number, by))
    except DeskError as refused:
        return await _page(request, session, 404, error=str(refused))
    return _leave("closed" if closes else "reopened", changed)


def _register(request: Request) -> Register:
    return Register(outreach_of(request).desks, records_of(request).audit)


def _places(request: Request) -> Places:
    services: Services = request.app.state.services
    return services.snapshot.knowledge.places


def _leave(done: str, desk: Desk) -> Response:
    return RedirectResponse(f"{HOME}?done={done}&desk={desk.number}", status_code=303)


async def _page(
    request: Request,
    session: Session,
    status: int = 200,
    *,
    done: str = "",
    error: str = "",
    given: Mapping[str, str] | None = None,
) -> Response:
    places = _places(request)
    return render(
        request,
        "desks.html",
        session,
        status,
        words=words,
        rows=[(desk, commune_of(desk, places)) for desk in await _register(request).desks.every()],
        communes=places.present,
        longest={"name": LONGEST_NAME, "office": LONGEST_OFFICE},
        given=given or dict.fromkeys(FIELDS, ""),
        done=done,
        error=error,
    )
