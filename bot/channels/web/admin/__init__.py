"""The admin room below `/admin`: pages for officials who look after the knowledge base."""

from fastapi import FastAPI

from bot.channels.web.admin import (
    annex,
    audit,
    channels,
    coverage,
    desks,
    history,
    knowledge,
    pages,
    procedures,
    reach,
    search,
    sign_in,
    status,
)
from bot.channels.web.admin.access import ForbiddenError, SignInNeededError
from bot.storage.admin_records import AdminRecords

ROOMS = (knowledge, history, annex, procedures, search, desks, reach, coverage, channels, status, audit)
ROUTERS = (pages.router, sign_in.router, *(room.router for room in ROOMS))


def mount(app: FastAPI, records: AdminRecords) -> None:
    """Open the admin room on `app`; without this its addresses are not there."""
    app.state.accounts = records
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(SignInNeededError, pages.ask_to_sign_in)
    app.add_exception_handler(ForbiddenError, pages.refuse)
