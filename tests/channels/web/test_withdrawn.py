"""Procedures that an office took out, over real versions in SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.web import texts
from bot.channels.web.app import create_app
from bot.office.serving import load
from bot.services import Services
from tests.channels.web.reached import counted, desk_of
from tests.channels.web.site import UNLIMITED
from tests.office.withdrawing import withdrawn_services
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN


@pytest.fixture
async def office_services(tmp_path: Path) -> AsyncIterator[Services]:
    async with withdrawn_services(tmp_path) as services:
        yield services


@pytest.fixture
async def visitor(office_services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(office_services, web=UNLIMITED))
    async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as client:
        yield client


async def test_a_procedure_that_was_taken_out_is_gone_and_named(visitor: httpx.AsyncClient) -> None:
    response = await visitor.get(f"/p/{MARRIAGE_AGAIN}")

    assert response.status_code == 410
    assert f"<h1>{texts.WITHDRAWN}</h1>" in response.text
    assert "đăng ký lại kết hôn" in response.text


async def test_what_there_is_instead_is_offered(visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(f"/p/{MARRIAGE_AGAIN}")).text

    assert texts.INSTEAD in page
    assert f'href="/p/{MARRIAGE}"' in page


async def test_a_code_with_a_suffix_is_known_to_be_gone_too(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(f"/p/{ID_CARD}.000.00.00.H34")).status_code == 410


async def test_a_poster_of_a_procedure_that_is_gone_still_brings_people_to_its_desk(
    visitor: httpx.AsyncClient, office_services: Services
) -> None:
    desk = await desk_of(office_services)

    response = await visitor.get(f"/p/{MARRIAGE_AGAIN}?k={desk}")
    await visitor.post("/api/v1/messages", json={"text": "đăng ký kết hôn"})

    assert response.status_code == 410
    found = await counted(office_services)
    assert (found["scan", desk, MARRIAGE_AGAIN], found["question", desk, MARRIAGE]) == (1, 1)


async def test_what_is_still_there_has_its_page(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(f"/p/{BIRTH}")).status_code == 200


async def test_what_never_was_is_not_found(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/p/9.999999")).status_code == 404


async def test_what_comes_back_into_service_has_its_page_again(
    visitor: httpx.AsyncClient, office_services: Services, tmp_path: Path
) -> None:
    assert (await visitor.get(f"/p/{ID_CARD}")).status_code == 410
    assert office_services.office
    versions = office_services.office.versions
    activation = office_services.snapshot.activation
    assert activation

    await versions.roll_back(1, "lan", activation.id)
    active = await versions.active()
    assert active
    office_services.snapshot = await load(versions, active, tmp_path / "index")

    assert (await visitor.get(f"/p/{ID_CARD}")).status_code == 200
