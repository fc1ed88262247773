from pathlib import Path

import httpx
import pytest

from bot.channels.web import assets

WIDGET_BYTES = 4_000


async def test_a_versioned_file_may_be_kept_for_good(client: httpx.AsyncClient) -> None:
    response = await client.get(assets.address("style.css"))

    assert (response.status_code, response.headers["cache-control"]) == (200, assets.FOR_GOOD)


async def test_the_script_for_other_sites_is_looked_for_anew_every_hour(client: httpx.AsyncClient) -> None:
    response = await client.get("/static/widget.js")

    assert response.headers["cache-control"] == assets.FOR_AN_HOUR


async def test_the_script_for_other_sites_is_small(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/static/widget.js") as response:
        packed = sum([len(chunk) async for chunk in response.aiter_raw()])

    assert response.headers["content-encoding"] == "gzip"
    assert packed < WIDGET_BYTES


def test_the_address_changes_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "a.css").write_text("a {}")
    before = assets.digest.__wrapped__("a.css")

    (tmp_path / "a.css").write_text("b {}")

    assert assets.digest.__wrapped__("a.css") != before
