"""One procedure's A5 sheet, shown by the browser to be printed at once."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from bot.channels.web.admin.access import SignedIn
from bot.channels.web.errors import LONGEST_CODE
from bot.channels.web.rendering import site
from bot.channels.web.staff import texts
from bot.channels.web.staff.downloads import shown
from bot.channels.web.staff.filled import Filled, What
from bot.channels.web.staff.order import order_of
from bot.channels.web.staff.press import Press
from bot.channels.web.staff.rendering import mine, services_of
from bot.sharing.posters.sizes import Size

router = APIRouter(prefix="/staff/posters", include_in_schema=False)


@router.get("/{code}.pdf")
async def sheet(request: Request, session: SignedIn, code: str) -> Response:
    """Draw the sheet of a procedure for the desk of who is signed in."""
    services = services_of(request)
    if code not in services.snapshot.knowledge.by_code:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.NO_SUCH_PROCEDURE.format(code=code[:LONGEST_CODE]))
    desk = await mine(request, session)
    wanted = Filled(What.ONE, code=code, size=Size.A5, desk=desk.number if desk else "")
    order = await order_of(wanted, site(request), services)
    press: Press = request.app.state.press
    return shown(await press.print(order), order.name)
