import asyncio
import contextlib
import socket
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot import bootstrap
from bot.cli.run import WebServer, _forget
from bot.services import Services
from bot.settings import DatabaseSettings, KnowledgeSettings, PrivacySettings, Settings, WebSettings
from bot.storage.database import open_database
from bot.storage.journal import DatabaseJournal
from tests.small_knowledge import write_small_knowledge

DEADLINE_SECONDS = 20


@pytest.fixture
def run_settings(tmp_path: Path, index_cache: Path) -> Settings:
    return Settings(
        knowledge=KnowledgeSettings(folder=write_small_knowledge(tmp_path / "knowledge"), cache=index_cache),
        database=DatabaseSettings(url=f"sqlite:///{tmp_path / 'questions.db'}"),
        privacy=PrivacySettings(retention_days=30),
        web=WebSettings(host="127.0.0.1", port=0),
    )


@pytest.fixture
async def own_services(run_settings: Settings) -> AsyncIterator[Services]:
    async with bootstrap.services(run_settings) as opened:
        yield opened


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not holds():  # noqa: ASYNC110  what is waited for has no event
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def serving(server: WebServer) -> AsyncIterator[None]:
    task = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started or task.done())
        yield
    finally:
        server.should_exit = True
        await task


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


async def answered_at(address: str) -> int:
    async with httpx.AsyncClient(trust_env=False) as client:
        return (await client.get(f"{address}/healthz")).status_code


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:"),
        pytest.param("::1", "http://[::1]:", marks=pytest.mark.skipif(not has_ipv6(), reason="no IPv6 loopback here")),
    ],
)
async def test_the_address_said_can_be_opened_as_it_stands(
    run_settings: Settings, own_services: Services, capsys: pytest.CaptureFixture[str], host: str, shown: str
) -> None:
    settings = run_settings.model_copy(update={"web": WebSettings(host=host, port=0)})

    async with serving(WebServer(settings, own_services)):
        said = capsys.readouterr().err
        address = said.removeprefix("Mở trình duyệt: ").split()[0]

        assert said == f"Mở trình duyệt: {address}  (dừng: Ctrl+C)\n"
        assert address.startswith(shown)
        assert await answered_at(address) == 200


def questions(settings: Settings) -> list[str]:
    connection = sqlite3.connect(settings.database.url.removeprefix("sqlite:///"))
    rows = connection.execute("SELECT text FROM asked_question ORDER BY id").fetchall()
    connection.close()
    return [text for (text,) in rows]


def write_question(settings: Settings, text: str, days_ago: int) -> None:
    asked_at = (datetime.now(UTC) - timedelta(days=days_ago)).strftime("%Y-%m-%d %H:%M:%S.%f")
    connection = sqlite3.connect(settings.database.url.removeprefix("sqlite:///"))
    with connection:
        connection.execute(
            "INSERT INTO asked_question (asked_at, channel, text, outcome, aspects, milliseconds)"
            " VALUES (?, 'web', ?, 'answer', '', 1)",
            (asked_at, text),
        )
    connection.close()


async def test_questions_older_than_the_retention_are_deleted_at_start(
    run_settings: Settings, own_services: Services
) -> None:
    write_question(run_settings, "cũ", days_ago=31)
    write_question(run_settings, "mới", days_ago=29)

    forgetting = asyncio.create_task(_forget(run_settings, own_services))
    await until(lambda: questions(run_settings) != ["cũ", "mới"])
    forgetting.cancel()
    await asyncio.gather(forgetting, return_exceptions=True)

    assert questions(run_settings) == ["mới"]


async def test_a_failed_deletion_is_logged_and_tried_again_another_day(
    run_settings: Settings, own_services: Services, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    broken = Services(own_services.snapshot, DatabaseJournal(engine), own_services.dialogues)

    with capture_logs() as logged:
        forgetting = asyncio.create_task(_forget(run_settings, broken))
        await until(lambda: bool(logged))
        still_there = not forgetting.done()
        forgetting.cancel()
        await asyncio.gather(forgetting, return_exceptions=True)
    await engine.dispose()

    assert [entry["event"] for entry in logged] == ["forget_failed"]
    assert still_there
