import httpx
import pytest
from fastapi.routing import APIRoute

from bot.channels.web.admin import ROUTERS, texts
from bot.channels.web.admin.rooms import ROOMS, rooms_of
from bot.channels.web.app import create_app
from bot.storage.accounts import Role
from tests.channels.web.admin.conftest import ADMIN, NO_KNOWLEDGE, STAFF, Browser

PATHS = {route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}


async def test_the_first_page_says_who_one_is_and_as_what(client: Browser) -> None:
    await client.sign_in(STAFF)

    page = (await client.get("/admin")).text

    assert texts.WELCOME.format(name=STAFF) in page
    assert texts.ROLE_LINE["staff"] in page


@pytest.mark.parametrize("name", [ADMIN, STAFF])
async def test_only_rooms_that_one_may_enter_are_shown_and_all_of_them_exist(client: Browser, name: str) -> None:
    await client.sign_in(name)
    page = (await client.get("/admin")).text

    open_to_me = [room for room in ROOMS if f'href="{room.path}"' in page]

    assert open_to_me == rooms_of(Role.ADMIN if name == ADMIN else Role.STAFF)
    assert {room.path for room in open_to_me} <= PATHS


def test_staff_sees_less_than_admins() -> None:
    assert set(rooms_of(Role.STAFF)) < set(rooms_of(Role.ADMIN)) == set(ROOMS)


async def test_the_room_one_is_in_is_marked(client: Browser) -> None:
    await client.sign_in()

    assert '<a href="/admin/audit" aria-current="page">' in (await client.get("/admin/audit")).text
    assert '<a href="/admin" aria-current="page">' in (await client.get("/admin")).text


@pytest.mark.parametrize("path", ["/admin", "/admin/sign-in", "/admin/audit", "/admin/khong-co"])
@pytest.mark.parametrize("name", ["", ADMIN, STAFF])
async def test_nothing_of_the_room_is_kept_by_browsers_or_framed(client: Browser, path: str, name: str) -> None:
    if name:
        await client.sign_in(name)

    headers = (await client.get(path)).headers

    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/admin", "/admin/sign-in", "/admin/audit"])
async def test_without_accounts_there_is_no_admin_room(path: str) -> None:
    transport = httpx.ASGITransport(app=create_app(NO_KNOWLEDGE), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as client:
        response = await client.get(path)

    assert response.status_code == 404
    assert "Không có trang này." in response.text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.5, "1 phút"), (59, "1 phút"), (61, "2 phút"), (900, "15 phút"), (5400, "90 phút"), (5401, "2 giờ")],
)
def test_a_time_to_wait_is_said_in_words_and_never_too_short(seconds: float, said: str) -> None:
    assert texts.waiting(seconds) == said
