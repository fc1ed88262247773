import re
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.services import Services
from bot.settings import ROOT
from bot.storage.database import open_database
from bot.storage.journal import DatabaseJournal


async def test_a_living_process_says_so(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_a_ready_bot_says_what_it_knows(client: httpx.AsyncClient, services: Services) -> None:
    response = await client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "knowledge": services.snapshot.knowledge.version,
        "version": None,
        "procedures": len(services.snapshot.knowledge.procedures),
        "storage": True,
        "channels": {},
    }


@pytest.mark.parametrize("url", ["sqlite:///{}/empty.db", "postgresql://nobody@127.0.0.1:1/nothing"])
async def test_a_bot_whose_database_is_unusable_is_alive_but_not_ready(
    client: httpx.AsyncClient, services: Services, tmp_path: Path, url: str
) -> None:
    engine = open_database(url.format(tmp_path))
    services.journal = DatabaseJournal(engine)

    ready, alive = await client.get("/readyz"), await client.get("/healthz")
    await engine.dispose()

    assert (ready.status_code, alive.status_code) == (503, 200)
    assert (ready.json()["status"], ready.json()["storage"]) == ("unavailable", False)


@dataclass
class Listening:
    """A channel as `/readyz` sees it."""

    name: str
    hears: bool

    def is_ready(self) -> bool:
        return self.hears


async def test_a_channel_that_stalls_is_named_and_the_bot_is_not_ready(client: httpx.AsyncClient, app: FastAPI) -> None:
    telegram = Listening("telegram", hears=True)
    app.state.channels = [telegram, Listening("zalo_bot", hears=True)]
    before = await client.get("/readyz")

    telegram.hears = False
    stalled, alive = await client.get("/readyz"), await client.get("/healthz")

    assert alive.status_code == 200
    assert (before.status_code, before.json()["channels"]) == (200, {"telegram": True, "zalo_bot": True})
    assert (stalled.status_code, stalled.json()["status"]) == (503, "unavailable")
    assert stalled.json()["channels"] == {"telegram": False, "zalo_bot": True}


def test_the_container_is_restarted_only_when_the_process_is_dead() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [check] = re.findall(r"^HEALTHCHECK .*\\\n.*$", dockerfile, re.MULTILINE)

    assert "/healthz" in check
    assert "/readyz" not in check
