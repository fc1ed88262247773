"""Procedures that an office took out, over real versions in SQLite."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.web import texts
from bot.channels.web.app import create_app
from bot.office.office import Office
from bot.office.seeding import seed
from bot.office.serving import load
from bot.services import Services
from bot.storage.database import migrate, open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import DatabaseJournal
from bot.storage.versions import Origin, Versions
from tests.channels.web.site import UNLIMITED
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN, write_small_knowledge

FILE = "procedures.csv"


@pytest.fixture
async def office_services(tmp_path: Path) -> AsyncIterator[Services]:
    """An office that had four procedures and then took out the second marriage and the identity card."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    migrate(url)
    engine = open_database(url)
    versions = Versions(engine)
    first, _ = await seed(versions, write_small_knowledge(tmp_path / "knowledge"))
    before = await versions.version(first.version)
    assert before
    files = await versions.files_of(before)
    rows = files[FILE].decode("utf-8-sig").splitlines(keepends=True)
    kept = "".join(row for row in rows if not row.startswith((MARRIAGE_AGAIN, ID_CARD)))
    await versions.add(files | {FILE: kept.encode()}, Origin("lan", "procedures.csv"), first.id)
    active = await versions.active()
    assert active
    snapshot = await load(versions, active, tmp_path / "index")
    journal = DatabaseJournal(engine)
    yield Services(snapshot, journal, MemoryDialogues(), Office(versions, journal, tmp_path / "index"))
    await engine.dispose()


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
