import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web.health import OLDEST_LAG_SECONDS
from bot.channels.web.watching import Watch
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
        "reasons": [],
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
    assert ready.json()["reasons"] == ["the database does not answer"]


class Silent:
    """A server that takes connections and never says a word."""

    def __init__(self) -> None:
        self.taken: list[asyncio.StreamWriter] = []

    def take(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.taken.append(writer)


@pytest.fixture
async def silent() -> AsyncIterator[tuple[int, Silent]]:
    silent = Silent()
    server = await asyncio.start_server(silent.take, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], silent
    server.close()
    for writer in silent.taken:
        writer.close()


async def test_a_database_that_takes_connections_and_says_nothing_holds_nobody_up(
    client: httpx.AsyncClient, app: FastAPI, services: Services, silent: tuple[int, Silent]
) -> None:
    port, server = silent
    engine = open_database(f"postgresql://nobody@127.0.0.1:{port}/nothing?connect_timeout=2")
    services.journal = DatabaseJournal(engine)
    app.state.watch = Watch(services, [], seconds=0.2)

    answers = await asyncio.gather(*(client.get("/readyz") for _ in range(20)), client.get("/healthz"))
    await engine.dispose()

    assert [answer.status_code for answer in answers] == [503] * 20 + [200]
    assert answers[0].json()["reasons"] == ["the database does not answer"]
    assert len(server.taken) == 1


async def test_who_has_served_an_old_version_for_too_long_is_not_ready(
    client: httpx.AsyncClient, services: Services
) -> None:
    services.lag.note(behind=True)
    just_now = await client.get("/readyz")
    services.lag.since = time.monotonic() - OLDEST_LAG_SECONDS - 5
    services.lag.note(behind=True)
    long_since = await client.get("/readyz")
    services.lag.note(behind=False)

    assert (just_now.status_code, long_since.status_code) == (200, 503)
    assert long_since.json()["reasons"] == ["another knowledge version than the active one is served for 65 s"]
    assert (await client.get("/readyz")).status_code == 200


@dataclass
class Listening:
    """A channel as `/readyz` sees it."""

    name: str
    hears: bool

    def is_ready(self) -> bool:
        return self.hears

    def silent_seconds(self) -> float | None:
        return None


async def test_a_channel_that_stalls_is_named_and_the_bot_is_not_ready(client: httpx.AsyncClient, app: FastAPI) -> None:
    telegram = Listening("telegram", hears=True)
    app.state.watch.channels = [telegram, Listening("zalo_bot", hears=True)]
    before = await client.get("/readyz")

    telegram.hears = False
    stalled, alive = await client.get("/readyz"), await client.get("/healthz")

    assert alive.status_code == 200
    assert (before.status_code, before.json()["channels"]) == (200, {"telegram": True, "zalo_bot": True})
    assert (stalled.status_code, stalled.json()["status"]) == (503, "unavailable")
    assert stalled.json()["channels"] == {"telegram": False, "zalo_bot": True}
    assert stalled.json()["reasons"] == ["telegram hears no messages"]


def test_the_container_is_restarted_only_when_the_process_is_dead() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    [check] = re.findall(r"^HEALTHCHECK .*\\\n.*$", dockerfile, re.MULTILINE)

    assert "/healthz" in check
    assert "/readyz" not in check
