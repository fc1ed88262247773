"""The staff room below `/staff`: for who receives citizens, between two of them."""

from fastapi import FastAPI

from bot.channels.web.staff.desk import router as desk_router
from bot.channels.web.staff.downloads import router as downloads_router
from bot.channels.web.staff.home import router as home_router
from bot.channels.web.staff.posters import router as posters_router
from bot.channels.web.staff.press import Press
from bot.channels.web.staff.printing import router as printing_router
from bot.channels.web.staff.qr import router as qr_router

ROUTERS = (home_router, desk_router, qr_router, printing_router, posters_router, downloads_router)


def mount(app: FastAPI) -> None:
    """Open the staff room on `app`, beside the admin room, whose accounts and sign-in it shares."""
    app.state.press = Press()
    for router in ROUTERS:
        app.include_router(router)
