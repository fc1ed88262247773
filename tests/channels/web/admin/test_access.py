from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import staff
from bot.channels.web.admin import ROUTERS, texts
from bot.channels.web.admin.access import (
    INSIDE,
    Admin,
    CheckedForm,
    SignedIn,
    checked_form,
    field,
    safe_next,
    signed_in,
)
from tests.channels.web.admin.conftest import ADMIN, STAFF, Browser

OPEN_TO_ALL = {"/admin/sign-in"}


@pytest.fixture
def app(app: FastAPI) -> FastAPI:
    """The admin room with rooms that only admins may enter, and that take a form."""

    @app.get("/admin/test/admins")
    async def admins(session: Admin) -> str:
        return session.account.name

    @app.post("/admin/test/form")
    async def form(session: SignedIn, form: CheckedForm) -> dict[str, Any]:
        file = form.get("file")
        return {"text": field(form, "text"), "file": (await file.read()).decode() if file and file.size else None}  # type: ignore[union-attr]

    return app


def needs(dependant: Dependant) -> Iterator[object]:
    """Yield everything that a page depends on."""
    yield dependant.call
    for below in dependant.dependencies:
        yield from needs(below)


def guarded_routes() -> list[APIRoute]:
    routes = [route for router in (*ROUTERS, *staff.ROUTERS) for route in router.routes if isinstance(route, APIRoute)]
    return [route for route in routes if route.path not in OPEN_TO_ALL]


def test_every_page_but_the_door_asks_who_is_there() -> None:
    assert {"/admin", "/admin/sign-out", "/staff", "/staff/print"} <= {route.path for route in guarded_routes()}
    assert [route.path for route in guarded_routes() if signed_in not in needs(route.dependant)] == []


def test_everything_that_is_posted_has_its_csrf_token_checked() -> None:
    posted = [route for route in guarded_routes() if set(route.methods or ()) - {"GET", "HEAD"}]

    assert {"/admin/sign-out", "/staff/print"} <= {route.path for route in posted}
    assert [route.path for route in posted if checked_form not in needs(route.dependant)] == []


@pytest.mark.parametrize("path", ["/admin", "/admin/audit", "/admin/test/admins"])
async def test_strangers_are_led_to_the_door(client: Browser, path: str) -> None:
    response = await client.get(path)

    assert response.status_code == 303
    assert response.headers["location"].startswith("/admin/sign-in")


async def test_a_stranger_who_posts_is_led_to_the_door_and_not_back_to_what_takes_no_visit(client: Browser) -> None:
    response = await client.post("/admin/test/form", data={"text": "a"})

    assert (response.status_code, response.headers["location"]) == (303, "/admin/sign-in")


@pytest.mark.parametrize(("name", "status"), [(ADMIN, 200), (STAFF, 403)])
async def test_a_room_for_admins_lets_only_admins_in(client: Browser, name: str, status: int) -> None:
    await client.sign_in(name)

    response = await client.get("/admin/test/admins")

    assert response.status_code == status
    assert (texts.ADMINS_ONLY in response.text) is (status == 403)


async def test_a_form_with_its_token_arrives_whole(client: Browser) -> None:
    await client.sign_in()
    data = {"csrf": await client.csrf(), "text": "tên thủ tục"}

    plain = await client.post("/admin/test/form", data=data)
    with_file = await client.post("/admin/test/form", data=data, files={"file": ("a.csv", "mã;tên")})

    assert plain.json() == {"text": "tên thủ tục", "file": None}
    assert with_file.json() == {"text": "tên thủ tục", "file": "mã;tên"}


async def test_an_upload_without_its_token_is_refused(client: Browser) -> None:
    await client.sign_in()

    response = await client.post("/admin/test/form", data={"text": "a"}, files={"file": ("a.csv", "mã;tên")})

    assert (response.status_code, texts.EXPIRED in response.text) == (403, True)


async def test_a_file_is_no_token(client: Browser) -> None:
    await client.sign_in()

    response = await client.post("/admin/test/form", files={"csrf": ("a.csv", await client.csrf())})

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("content", "kind"), [(b"--x\r\nbroken", "multipart/form-data; boundary=x"), (b"{}", "application/json")]
)
async def test_a_form_that_cannot_be_read_is_refused_kindly(client: Browser, content: bytes, kind: str) -> None:
    await client.sign_in()

    response = await client.post("/admin/test/form", content=content, headers={"content-type": kind})

    assert (response.status_code, texts.EXPIRED in response.text) == (403, True)


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/admin/audit",
        "/admin/audit?before=7",
        "/admin/knowledge/v/3?x=a%20b&y=1",
        "/staff",
        "/staff?q=khai+sinh",
        "/staff/qr/1.001193",
    ],
)
def test_a_path_inside_may_be_gone_back_to(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/p/1.001193",
        "/administrator",
        "/staffs",
        "/staff/../p/1.001193",
        "/staff@evil.test",
        "/static/admin.css",
        "//evil.test/admin",
        "//[",
        "https://[evil",
        "https://evil.test/admin",
        "/admin\\..\\",
        "/admin/../",
        "/admin/%2e%2e/",
        "/admin\r\nSet-Cookie: a=b",
        "/admin@evil.test",
    ],
)
def test_any_other_path_leads_to_the_first_page(path: str) -> None:
    assert safe_next(path) == "/admin"


@given(
    st.text()
    | st.text().map("/admin".__add__)
    | st.text(alphabet="/.%\\?#@:admin2e").map("/admin/".__add__)
    | st.text(alphabet="/.%\\?#@:staf2e").map("/staff".__add__)
)
def test_whatever_is_asked_one_stays_inside_on_this_server(path: str) -> None:
    there = httpx.URL("https://hoimotcua.test/admin/sign-in").join(safe_next(path))

    assert there.host == "hoimotcua.test"
    assert there.path in INSIDE or there.path.startswith(("/admin/", "/staff/"))
