"""The page about personal data, and what a browser keeps once its data was deleted."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.answers import replies, wording
from bot.channels.web import privacy_texts, texts
from bot.channels.web.app import create_app
from bot.channels.web.sessions import COOKIE
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.storage.database import open_database
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.erasure import Erasure
from bot.storage.journal import DatabaseJournal
from tests.channels.web.site import UNLIMITED
from tests.databases import new_database
from tests.small_knowledge import small_snapshot

DAYS = 45
HASHED = Pseudonyms(b"key of tests")
FORGET = {"q": "xóa dữ liệu của tôi"}


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Services]:
    """Services over four procedures, where things are kept for 45 days."""
    engine = open_database(new_database(tmp_path / "test.db"))
    journal, dialogues = DatabaseJournal(engine), DatabaseDialogues(engine, HASHED)
    erasure = Erasure(engine, HASHED)
    yield Services(small_snapshot(tmp_path), journal, dialogues, erasure=erasure, retention_days=DAYS)
    await engine.dispose()


@pytest.fixture
def app(kept: Services) -> FastAPI:
    return create_app(kept, web=UNLIMITED)


def shown(response: httpx.Response) -> str:
    assert response.status_code == 200
    return html.unescape(response.text)


async def test_the_page_says_how_long_the_settings_keep_things(client: httpx.AsyncClient) -> None:
    page = shown(await client.get(wording.PRIVACY_PAGE))

    assert privacy_texts.KEPT_ROWS["Câu hỏi"].format(days=DAYS) in page
    assert "{days}" not in page
    assert "90 ngày" not in page


@pytest.mark.parametrize("path", ["/", "/widget", "/p/1.001193"])
async def test_the_page_is_one_tap_away_and_so_is_the_wish_in_the_chat(client: httpx.AsyncClient, path: str) -> None:
    page = shown(await client.get(path))

    assert f'href="{wording.PRIVACY_PAGE}"' in page
    assert (f">{texts.ERASE}</a>" in page) == (not path.startswith("/p/"))


async def test_the_greeting_says_it_too(client: httpx.AsyncClient) -> None:
    assert replies.privacy(DAYS) in shown(await client.get("/"))


def session(page: str) -> str:
    found = re.search(r'data-session="([0-9a-f]{32})"', page)
    assert found
    return found[1]


async def test_without_the_script_the_cookie_goes_and_the_page_begins_anew(
    client: httpx.AsyncClient, kept: Services
) -> None:
    await client.get("/", params={"q": "đăng ký khai sinh"})
    before = client.cookies[COOKIE]
    assert await kept.dialogues.wrote_at("web", before)

    page = shown(await client.get("/", params=FORGET))

    assert wording.FORGOTTEN in page
    assert COOKIE not in client.cookies
    assert session(page) != before
    assert await kept.dialogues.wrote_at("web", before) is None


async def test_in_a_frame_the_page_carries_on_as_somebody_else(client: httpx.AsyncClient) -> None:
    first = session(shown(await client.get("/widget", params={"q": "đăng ký khai sinh"})))

    page = shown(await client.get("/widget", params=FORGET | {"session": first}))

    assert wording.FORGOTTEN in page
    assert first not in page


async def test_a_program_s_session_is_forgotten_and_its_cookie_ended(client: httpx.AsyncClient, kept: Services) -> None:
    await client.post("/api/v1/messages", json={"text": "đăng ký khai sinh"})
    before = client.cookies[COOKIE]

    answer = (await client.post("/api/v1/messages", json={"text": FORGET["q"]})).json()

    assert answer["text"] == wording.FORGOTTEN
    assert COOKIE not in client.cookies
    assert await kept.dialogues.wrote_at("web", before) is None
