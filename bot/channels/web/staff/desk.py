"""Choosing at which desk one sits; the account remembers."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.answers.labels import cut
from bot.channels.web.admin.access import CheckedForm, SignedIn, field, records_of
from bot.channels.web.admin.desk import outreach_of
from bot.channels.web.staff import texts
from bot.channels.web.staff.rendering import mine, render
from bot.sharing.links import valid_desk
from bot.storage.admin_sessions import Session

HOME = "/staff/desk"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def desk_page(request: Request, session: SignedIn, done: str = "") -> Response:
    """Show the open desks to choose from."""
    return await _page(request, session, done=done)


@router.post("")
async def sit(request: Request, session: SignedIn, form: CheckedForm) -> Response:
    """Remember the desk, or that there is none."""
    records, name, written = records_of(request), session.account.name, field(form, "desk").strip()
    desk = await outreach_of(request).desks.find(written) if valid_desk(written) else None
    if written and (not desk or desk.closed_at):
        return await _page(request, session, 422, error=texts.DESK_GONE.format(number=cut(written)))
    await records.accounts.sit_at(name, written)
    await records.audit.note(name, "sit_at", written)
    return RedirectResponse(f"{HOME}?done={'sat' if written else 'left'}", status_code=303)


async def _page(request: Request, session: Session, status: int = 200, *, done: str = "", error: str = "") -> Response:
    desk = await mine(request, session)
    said = texts.DONE.get(done, "") if bool(desk) == (done == "sat") else ""
    return render(
        request,
        "desk.html",
        session,
        desk,
        status,
        desks=await outreach_of(request).desks.in_use(),
        done=said.format(desk=desk.full_name, number=desk.number) if desk else said,
        error=error,
    )
