"""Taps on official links: counted, and led on to nowhere else."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import wording
from bot.channels.web import texts
from bot.channels.web.app import create_app
from bot.services import Services, Snapshot
from bot.settings import WebSettings
from tests.channels.web.reached import PERSON, counted, desk_of
from tests.channels.web.site import UNLIMITED
from tests.small_knowledge import BIRTH, BIRTH_URL, MARRIAGE, small_snapshot


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return small_snapshot(tmp_path_factory.mktemp("small"))


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services, web=UNLIMITED)


@pytest.fixture
async def phone(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"User-Agent": PERSON}
    async with httpx.AsyncClient(transport=transport, base_url="https://hoimotcua.test", headers=headers) as opened:
        yield opened


@pytest.fixture
async def desk(services: Services) -> str:
    return await desk_of(services)


async def test_a_tap_is_counted_and_leads_to_the_official_page(
    phone: httpx.AsyncClient, services: Services, desk: str
) -> None:
    response = await phone.get(f"/di/{BIRTH}?k={desk}")

    assert (response.status_code, response.headers["location"]) == (303, BIRTH_URL)
    assert await counted(services) == {("tap", desk, BIRTH): 1}


async def test_a_page_only_tells_of_the_tap(phone: httpx.AsyncClient, services: Services, desk: str) -> None:
    response = await phone.post(f"/di/{BIRTH}?k={desk}")

    assert (response.status_code, response.content) == (204, b"")
    assert await counted(services) == {("tap", desk, BIRTH): 1}


async def test_without_a_desk_in_its_address_it_is_the_session_s(
    phone: httpx.AsyncClient, services: Services, desk: str
) -> None:
    await phone.get(f"/?k={desk}")
    await phone.post(f"/di/{BIRTH}")

    assert (await counted(services))["tap", desk, BIRTH] == 1


@pytest.mark.parametrize("k", ["", "1234", "abcd"])
async def test_a_tap_through_no_desk_is_a_tap_all_the_same(
    phone: httpx.AsyncClient, services: Services, k: str
) -> None:
    await phone.get(f"/di/{BIRTH}", params={"k": k})

    assert await counted(services) == {("tap", "", BIRTH): 1}


async def test_a_procedure_without_a_page_of_its_own_leads_to_the_portal(
    phone: httpx.AsyncClient, services: Services
) -> None:
    response = await phone.get(f"/di/{MARRIAGE}.000.00.00.H34")

    assert response.headers["location"] == wording.PORTAL
    assert await counted(services) == {("tap", "", MARRIAGE): 1}


async def test_a_robot_is_led_on_uncounted(phone: httpx.AsyncClient, services: Services, desk: str) -> None:
    for_preview = await phone.get(f"/di/{BIRTH}?k={desk}", headers={"User-Agent": "TelegramBot (like TwitterBot)"})
    heads = await phone.head(f"/di/{BIRTH}?k={desk}")

    assert for_preview.headers["location"] == heads.headers["location"] == BIRTH_URL
    assert await counted(services) == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("code", ["9.999999", "abc", "https:evil.example", "%00", "1.٠٠١١٩٣"])
async def test_an_unknown_code_has_a_kind_page_and_leads_nowhere(
    phone: httpx.AsyncClient, services: Services, method: str, code: str
) -> None:
    response = await phone.request(method, f"/di/{code}")

    assert response.status_code == 404
    assert texts.NOT_FOUND_HOW in response.text
    assert "location" not in response.headers
    assert await counted(services) == {}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(min_size=1, max_size=40), k=st.text(max_size=20))
async def test_nothing_in_an_address_leads_anywhere_but_to_an_official_page(
    phone: httpx.AsyncClient, code: str, k: str
) -> None:
    address = f"/di/{quote(code.encode('utf-8', 'surrogatepass'), safe='')}"
    response = await phone.get(address, params={"k": k.encode("utf-8", "surrogatepass")})

    where = response.headers.get("location", "")
    stays = where.startswith("https://hoimotcua.test/")  # the same address without a slash at its end
    assert response.status_code == 404 or stays or where in (BIRTH_URL, wording.PORTAL)


async def test_who_taps_like_a_machine_is_led_on_uncounted(services: Services) -> None:
    transport = httpx.ASGITransport(app=create_app(services, web=WebSettings(address_per_minute=2)))
    async with httpx.AsyncClient(transport=transport, base_url="https://hoimotcua.test") as machine:
        places = {(await machine.get(f"/di/{BIRTH}")).headers["location"] for _ in range(5)}

    assert places == {BIRTH_URL}
    assert await counted(services) == {("tap", "", BIRTH): 2}


async def test_pages_show_where_the_link_leads_and_tell_the_script_what_counts(
    phone: httpx.AsyncClient, desk: str
) -> None:
    page = (await phone.get(f"/p/{BIRTH}?k={desk}")).text
    answered = (await phone.get("/", params={"choice": f"p:{BIRTH}"})).text

    assert f'href="{BIRTH_URL}" data-tap="/di/{BIRTH}?k={desk}"' in page
    assert f'href="{BIRTH_URL}" data-tap="https://hoimotcua.test/di/{BIRTH}?k={desk}"' in answered
    assert all("/static/taps.js" in each for each in (page, answered))
