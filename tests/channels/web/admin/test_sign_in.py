from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.channels.web.admin import texts
from bot.channels.web.admin.access import COOKIE, INSIDE
from bot.storage.admin_records import AdminRecords
from bot.storage.sign_ins import FAILURES_BEFORE_LOCK
from bot.storage.tables import AdminSession
from tests.channels.web.admin.conftest import ADMIN, PASSWORD, STAFF, Browser

WRONG = "cái cày theo sau"
FILE_AS_NAME = b'--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\nlan\r\n--x--'


@pytest.fixture
async def plain_client(app: FastAPI) -> AsyncIterator[Browser]:
    """A browser on the machine itself, without https."""
    async with Browser(transport=httpx.ASGITransport(app=app), base_url="http://localhost") as opened:
        yield opened


async def actions(records: AdminRecords) -> list[tuple[str, str]]:
    return [(entry.who, entry.action) for entry in await records.audit.latest(10)]


async def test_the_right_password_leads_into_the_room(client: Browser) -> None:
    response = await client.sign_in()

    assert (response.status_code, response.headers["location"]) == (303, "/admin")
    assert texts.WELCOME.format(name=ADMIN) in (await client.get("/admin")).text


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Browser) -> None:
    cookies = [cookie.split("; ") for cookie in (await client.sign_in()).headers.get_list("set-cookie")]

    [token] = {value for value, *_ in cookies}
    assert token.startswith(f"{COOKIE}=")
    for place, (_, *attributes) in zip(INSIDE, cookies, strict=True):
        assert set(attributes) == {"HttpOnly", "SameSite=strict", "Secure", f"Path={place}"}


@pytest.mark.parametrize("path", ["/", "/p/1.001193", "/api/v1/messages", "/static/admin.css", "/administrator"])
async def test_pages_for_citizens_never_get_the_token(client: Browser, path: str) -> None:
    await client.sign_in()

    sent = client.build_request("GET", path).headers.get("cookie", "")

    assert COOKIE not in sent


async def test_without_https_the_cookie_still_works(plain_client: Browser) -> None:
    cookie = (await plain_client.sign_in()).headers["set-cookie"]

    assert "Secure" not in cookie
    assert (await plain_client.get("/admin")).status_code == 200


async def test_a_wrong_name_and_a_wrong_password_are_told_the_same(client: Browser) -> None:
    wrong_name, wrong_password = await client.sign_in("nobody", WRONG), await client.sign_in(ADMIN, WRONG)

    assert wrong_name.status_code == wrong_password.status_code == 401
    assert texts.WRONG in wrong_password.text
    assert wrong_name.text.replace("nobody", ADMIN) == wrong_password.text
    assert COOKIE not in client.cookies


async def test_the_name_stays_in_its_field_and_the_password_does_not(client: Browser) -> None:
    page = (await client.sign_in('"><script>lan', WRONG)).text

    assert 'value="&#34;&gt;&lt;script&gt;lan"' in page
    assert WRONG not in page


async def test_a_locked_account_is_told_how_long_to_wait(client: Browser) -> None:
    told = [await client.sign_in(ADMIN, WRONG) for _ in range(FAILURES_BEFORE_LOCK)]
    told.append(await client.sign_in(ADMIN, PASSWORD))

    assert [response.status_code for response in told] == [401, 401, 401, 401, 429, 429]
    assert "chờ 15 phút" in told[-1].text


async def test_signing_in_again_ends_the_session_before(client: Browser, records: AdminRecords) -> None:
    await client.sign_in(ADMIN)
    first = client.token

    await client.sign_in(STAFF)

    assert await records.sessions.find(first) is None
    assert texts.WELCOME.format(name=STAFF) in (await client.get("/admin")).text


async def test_signing_in_leads_to_where_one_wanted(client: Browser) -> None:
    asked = await client.get("/admin/audit?before=7")
    page = await client.get(asked.headers["location"])

    response = await client.sign_in(next="/admin/audit?before=7")

    assert asked.status_code == 303
    assert 'name="next" value="/admin/audit?before=7"' in page.text
    assert response.headers["location"] == "/admin/audit?before=7"


@pytest.mark.parametrize(
    ("name", "where", "first"),
    [
        (STAFF, "/admin", "/staff"),
        (STAFF, "https://evil.test", "/staff"),
        (STAFF, "/admin/history", "/admin/history"),
        (STAFF, "/staff/print", "/staff/print"),
        (ADMIN, "/admin", "/admin"),
        (ADMIN, "/staff", "/staff"),
    ],
)
async def test_who_receives_citizens_is_led_to_the_staff_room_unless_another_page_was_asked_for(
    stranger: Browser, name: str, where: str, first: str
) -> None:
    response = await stranger.sign_in(name, next=where)
    again = await stranger.get("/admin/sign-in", params={"next": where})

    assert response.headers["location"] == again.headers["location"] == first
    assert (await stranger.get(first)).status_code == 200


async def test_a_session_from_before_there_was_a_staff_room_enters_it(stranger: Browser) -> None:
    await stranger.sign_in(STAFF)
    token = stranger.token
    stranger.cookies.delete(COOKIE, domain="hoimotcua.test", path="/staff")

    asked = await stranger.get("/staff")
    led = await stranger.get(asked.headers["location"])

    assert (led.status_code, led.headers["location"]) == (303, "/staff")
    assert stranger.token == token
    assert (await stranger.get("/staff")).status_code == 200


@pytest.mark.parametrize("hostile", ["https://evil.test", "//evil.test", "/admin/../p/1.001193", "javascript:alert(1)"])
async def test_signing_in_leads_nowhere_else(client: Browser, hostile: str) -> None:
    page = await client.get(f"/admin/sign-in?next={quote(hostile)}")
    response = await client.sign_in(next=hostile)
    again = await client.get(f"/admin/sign-in?next={quote(hostile)}")

    assert 'name="next" value="/admin"' in page.text
    assert response.headers["location"] == again.headers["location"] == "/admin"


async def test_signing_out_ends_the_session_on_the_server(client: Browser, records: AdminRecords) -> None:
    await client.sign_in()
    token = client.token

    response = await client.post("/admin/sign-out", data={"csrf": await client.csrf()})

    assert response.headers["location"] == "/admin/sign-in?signed_out=1"
    assert await records.sessions.find(token) is None
    assert client.token == ""
    assert texts.SIGNED_OUT in (await client.get(response.headers["location"])).text


@pytest.mark.parametrize("csrf", ["", "x", "đ", "0" * 64])
async def test_another_site_cannot_sign_somebody_out(client: Browser, records: AdminRecords, csrf: str) -> None:
    await client.sign_in()

    response = await client.post("/admin/sign-out", data={"csrf": csrf})

    assert (response.status_code, texts.EXPIRED in response.text) == (403, True)
    assert await records.sessions.find(client.token)


async def test_the_csrf_token_of_another_session_is_refused(client: Browser, plain_client: Browser) -> None:
    await client.sign_in()
    await plain_client.sign_in()

    response = await client.post("/admin/sign-out", data={"csrf": await plain_client.csrf()})

    assert response.status_code == 403


async def test_an_idle_session_has_to_sign_in_again(client: Browser, engine: AsyncEngine) -> None:
    await client.sign_in()
    async with AsyncSession(engine) as session:
        await session.exec(update(AdminSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=61)))
        await session.commit()

    response = await client.get("/admin")

    assert (response.status_code, response.headers["location"]) == (303, "/admin/sign-in")


async def test_what_happens_at_the_door_is_in_the_audit_log(client: Browser, records: AdminRecords) -> None:
    await client.sign_in("nobody", WRONG)
    await client.sign_in(ADMIN, WRONG)
    await client.sign_in(ADMIN)
    await client.post("/admin/sign-out", data={"csrf": await client.csrf()})

    assert await actions(records) == [(ADMIN, "signed_out"), (ADMIN, "signed_in"), (ADMIN, "sign_in_failed")]


async def test_attempts_at_a_locked_account_do_not_fill_the_audit_log(client: Browser, records: AdminRecords) -> None:
    for _ in range(FAILURES_BEFORE_LOCK + 2):
        await client.sign_in(ADMIN, WRONG)

    assert len(await actions(records)) == FAILURES_BEFORE_LOCK


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/x-www-form-urlencoded"),
        (b'{"name": "lan"}', "application/json"),
        (b"name=%ff%00&password=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (FILE_AS_NAME, "multipart/form-data; boundary=x"),
    ],
)
async def test_a_form_that_no_page_sent_is_a_wrong_password(client: Browser, content: bytes, kind: str) -> None:
    response = await client.post("/admin/sign-in", content=content, headers={"content-type": kind})

    assert (response.status_code, texts.WRONG in response.text) == (401, True)
