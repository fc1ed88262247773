import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import cast

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from bot import bootstrap
from bot.channels.web.watching import Watch
from bot.cli.channels import create_channels
from bot.cli.run import WebServer
from bot.services import Services
from bot.settings import DatabaseSettings, KnowledgeSettings, PrivacySettings, Settings, TelegramSettings, WebSettings
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


async def test_the_rooms_of_officials_learn_which_messengers_are_not_set_up(
    run_settings: Settings, own_services: Services
) -> None:
    settings = run_settings.model_copy(update={"telegram": TelegramSettings(token=SecretStr("1:x"))})
    said: list[str] = []

    channels = create_channels(settings, own_services, [], said.append)
    watch: Watch = cast("FastAPI", WebServer(settings, own_services, channels).config.app).state.watch

    assert said == ["Zalo Bot: tắt (chưa có HMC_ZALO_BOT__TOKEN).", "Zalo OA: tắt (chưa có HMC_ZALO_OA__APP_ID)."]
    assert [channel.name for channel in watch.channels] == ["telegram"]
    assert watch.wanting == {"zalo_bot": "HMC_ZALO_BOT__TOKEN", "zalo_oa": "HMC_ZALO_OA__APP_ID"}
