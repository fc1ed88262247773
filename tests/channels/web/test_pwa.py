import json
import re

import httpx
import pytest

from bot.channels.web import texts


async def test_the_app_can_be_installed(client: httpx.AsyncClient) -> None:
    response = await client.get("/manifest.webmanifest")

    described = response.json()
    assert response.headers["content-type"] == "application/manifest+json"
    assert (described["name"], described["start_url"], described["display"]) == (texts.TITLE, "/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in described["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


async def test_every_icon_is_as_large_as_it_says(client: httpx.AsyncClient) -> None:
    for icon in (await client.get("/manifest.webmanifest")).json()["icons"]:
        picture = (await client.get(icon["src"])).content
        width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
        assert (picture[:8], f"{width}x{height}") == (b"\x89PNG\r\n\x1a\n", icon["sizes"])


async def shell(client: httpx.AsyncClient) -> list[str]:
    told = re.search(r"^const SHELL = (.*);$", (await client.get("/sw.js")).text, re.MULTILINE)
    assert told
    listed: list[str] = json.loads(told[1])
    return listed


async def test_the_service_worker_keeps_the_shell_and_no_page_that_answers(client: httpx.AsyncClient) -> None:
    kept = await shell(client)

    assert kept[0] == "/offline"
    assert all(path.startswith("/static/") for path in kept[1:])
    assert {(await client.get(path)).status_code for path in kept} == {200}


async def test_what_the_offline_page_needs_is_kept(client: httpx.AsyncClient) -> None:
    kept = await shell(client)

    page = (await client.get("/offline")).text

    needed = re.findall(r'(?:<link rel="(?:stylesheet|icon)" href|<img src|<script src)="([^"]+)"', page)
    assert needed
    assert set(needed) <= set(kept)


async def test_the_worker_is_looked_for_anew_each_time(client: httpx.AsyncClient) -> None:
    response = await client.get("/sw.js")

    assert response.headers["content-type"].startswith("text/javascript")
    assert "no-cache" in response.headers["cache-control"]


@pytest.mark.parametrize("word", [texts.OFFLINE_TITLE, texts.OFFLINE_CALL, texts.TRY_AGAIN])
async def test_the_offline_page_says_what_to_do(client: httpx.AsyncClient, word: str) -> None:
    assert word in (await client.get("/offline")).text
