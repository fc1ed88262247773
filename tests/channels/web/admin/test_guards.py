"""What holds for every route below /admin and /staff, over HTTP: nobody enters, posts or reads what is not theirs."""

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web import staff
from bot.channels.web.admin import ROUTERS, texts
from bot.channels.web.admin.access import COOKIE, CSRF_FIELD, INSIDE
from bot.services import Services
from bot.storage.audit import Audit
from bot.storage.switches import Switches
from tests.channels.web.admin.conftest import Browser, Prepared
from tests.small_knowledge import BIRTH

DOOR = "/admin/sign-in"
FOR_ALL_OFFICIALS = {
    "/admin",
    "/admin/knowledge",
    "/admin/knowledge/candidates/{name}",
    "/admin/knowledge/export.xlsx",
    "/admin/knowledge/files/{token}.xlsx",
    "/admin/history",
    "/admin/history/{written}",
    "/admin/procedures",
    "/admin/procedures/{code}",
    "/admin/search",
    "/admin/desks",
    "/admin/reach",
    "/admin/reach.xlsx",
    "/admin/coverage",
    "/admin/status",
}
"""What the staff may see and do below /admin; a new page is for admins until it is written down here."""
CHANGES_FOR_ALL_OFFICIALS = {"/admin/sign-out", "/admin/desks", "/admin/desks/{number}"}
_VALUES = {"code": BIRTH, "number": "1001", "written": "1", "channel": "web"}


@pytest.fixture
def services(services: Services, engine: AsyncEngine) -> Services:
    """With what every room needs."""
    services.switches = Switches(engine, Audit(engine))
    return services


def routes(method: str) -> list[str]:
    found = [route for router in (*ROUTERS, *staff.ROUTERS) for route in router.routes if isinstance(route, APIRoute)]
    return sorted({route.path for route in found if method in (route.methods or ())} - {DOOR})


def filled(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda name: _VALUES.get(name[1], "x" * 32), path)


def door(response: httpx.Response) -> str:
    return response.headers["location"].partition("?")[0]


async def state(file: Path) -> str:
    """Return all that is stored, but for when a session was used last."""

    def dumped() -> str:
        with closing(sqlite3.connect(file)) as database:
            database.execute("UPDATE admin_session SET seen_at = ''")
            return "\n".join(database.iterdump())  # and the update is never committed

    return await asyncio.to_thread(dumped)


async def test_nothing_is_changed_by_a_stranger_or_with_another_s_token(
    lan: Browser, minh: Browser, stranger: Browser, prepared: Prepared
) -> None:
    foreign = await minh.csrf()
    before = await state(prepared.file)

    for path in routes("POST"):
        unknown = await stranger.post(filled(path), data={CSRF_FIELD: foreign})
        sent: tuple[dict[str, str], ...] = ({}, {CSRF_FIELD: ""}, {CSRF_FIELD: foreign}, {CSRF_FIELD: lan.token})
        refused = [await lan.post(filled(path), data=fields) for fields in sent]

        assert (unknown.status_code, door(unknown)) == (303, DOOR), path
        assert [(each.status_code, texts.EXPIRED in each.text) for each in refused] == [(403, True)] * 4, path
    assert await state(prepared.file) == before


async def test_looking_changes_nothing_and_strangers_see_nothing(
    lan: Browser, stranger: Browser, prepared: Prepared
) -> None:
    before = await state(prepared.file)

    for path in routes("GET"):
        seen = await lan.get(filled(path))
        unknown = await stranger.get(filled(path))

        assert seen.status_code in (200, 303, 404), path
        assert (unknown.status_code, door(unknown)) == (303, DOOR), path
    assert await state(prepared.file) == before


async def test_the_staff_see_only_what_is_theirs_to_see(minh: Browser) -> None:
    pages = [path for path in routes("GET") if path.startswith("/admin")]

    seen = {path: await minh.get(filled(path)) for path in pages}

    assert {path for path, page in seen.items() if page.status_code != 403} == FOR_ALL_OFFICIALS & set(pages)
    assert all(texts.ADMINS_ONLY in page.text for page in seen.values() if page.status_code == 403)


async def test_the_staff_change_only_what_is_theirs_to_change(minh: Browser, prepared: Prepared) -> None:
    forms = [path for path in routes("POST") if path.startswith("/admin") and path not in CHANGES_FOR_ALL_OFFICIALS]
    before = await state(prepared.file)

    answered = {path: (await minh.send_form(filled(path))).status_code for path in forms}

    assert set(answered.values()) == {403}, answered
    assert await state(prepared.file) == before


async def test_a_token_that_somebody_planted_is_not_the_one_that_is_signed_in(rooms: Callable[[], Browser]) -> None:
    """An attacker who sets a cookie before (fixation) does not sit in the room once its owner signs in."""
    victim, attacker = rooms(), rooms()
    for place in INSIDE:
        victim.cookies.set(COOKIE, "planted", path=place, domain="hoimotcua.test")
        attacker.cookies.set(COOKIE, "planted", path=place, domain="hoimotcua.test")

    await victim.sign_in()

    assert victim.token not in ("", "planted")
    assert (await victim.get("/admin")).status_code == 200
    assert (await attacker.get("/admin")).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_s_page_signs_nobody_in(stranger: Browser, site: str) -> None:
    """Else an official could be made to work in an attacker's account."""
    stranger.headers["Sec-Fetch-Site"] = site

    response = await stranger.sign_in()

    assert (response.status_code, stranger.token) == (403, "")
