"""The kill switch: which channels answer, and which are off, since when, by whom and why; switching one off and on."""

from typing import NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.channels.web.admin import channel_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm, field
from bot.channels.web.admin.pages import render
from bot.channels.web.watching import Watch
from bot.services import Services
from bot.storage.admin_sessions import Session
from bot.storage.switches import CHANNELS, LONGEST_REASON, SwitchError, Switches

HOME = "/admin/channels"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


class State(NamedTuple):
    """How a channel is that nobody has switched off, and what to do about it; "" for nothing."""

    said: str
    to_do: str = ""


@router.get("")
async def channels_page(request: Request, session: Admin, done: str = "", channel: str = "") -> Response:
    """List the channels, and say what was done with one."""
    said = words.DONE[done].format(channel=CHANNELS[channel]) if done in words.DONE and channel in CHANNELS else ""
    return await _page(request, session, done=said)


@router.post("/{channel}")
async def switch(request: Request, session: Admin, form: CheckedForm, channel: str) -> Response:
    """Switch a channel off, for a reason, or on again."""
    switches, by = _switches(request), session.account.name
    done = "off" if field(form, "action") == "off" else "on"
    try:
        if done == "off":
            await switches.turn_off(channel, by, field(form, "reason"))
        else:
            await switches.turn_on(channel, by)
    except SwitchError as refused:
        return await _page(request, session, 422, error=str(refused), at_fault=channel)
    return RedirectResponse(f"{HOME}?done={done}&channel={channel}", status_code=303)


def _switches(request: Request) -> Switches:
    services: Services = request.app.state.services
    assert services.switches  # noqa: S101  there are some wherever officials sign in
    return services.switches


async def _page(
    request: Request, session: Session, status: int = 200, *, done: str = "", error: str = "", at_fault: str = ""
) -> Response:
    off = await _switches(request).off()
    watch: Watch = request.app.state.watch
    return render(
        request,
        "channels.html",
        session,
        status,
        words=words,
        rows=[(channel, name, off.get(channel), _state(watch, channel)) for channel, name in CHANNELS.items()],
        longest=LONGEST_REASON,
        done=done,
        error=error,
        at_fault=at_fault,
    )


def _state(watch: Watch, channel: str) -> State:
    if channel == "web":  # this page is of it
        return State(words.ON)
    if setting := watch.wanting.get(channel):
        return State(words.NOT_SET_UP, words.NOT_SET_UP_HOW.format(setting=setting))
    ready = {one.name: one.is_ready() for one in watch.channels}
    if channel not in ready:
        return State(words.NOT_HERE, words.NOT_HERE_HOW)
    return State(words.ON) if ready[channel] else State(words.DEAF, words.DEAF_HOW)
