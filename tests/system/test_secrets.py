"""Whatever happens, at the level of logging that tells most: no secret and no word of a citizen is shown."""

import asyncio
import re
import signal
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest

from tests.channels.eventually import eventually
from tests.conversations.conftest import zalo_bot as zalo_bot  # noqa: PLC0414  a fixture
from tests.conversations.conftest import zalo_oa as zalo_oa  # noqa: PLC0414  a fixture
from tests.environment import settings_environment
from tests.fakes.telegram import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram import ApiError, FakeTelegram
from tests.fakes.zalo_bot import TOKEN as ZALO_TOKEN
from tests.fakes.zalo_bot import ApiError as ZaloError
from tests.fakes.zalo_bot import FakeZaloBot, identifier
from tests.fakes.zalo_oa import APP_SECRET, OA_SECRET, PERSON, FakeZaloOa, text_event
from tests.small_knowledge import BIRTH, write_small_knowledge
from tests.system.messengers import connected
from tests.system.program import Program, Running

SAID = f"mã {BIRTH}, tôi tên Rơ Châm Hlan, cccd 062185001234, ly hôn rồi"
PRIVATE = ("Hlan", "062185001234", "ly hôn", BIRTH)
PERSON_KEY, PASSWORD = "khoa-nguoi-hoi-93f1", "mat-khau-proxy-7c2d"
WRONG = "sai-hoan-toan-55aa"
PATHS = ("/", "/du-lieu-ca-nhan", "/khong-co", "/admin", "/readyz", "/healthz", "/metrics", "/api/v1/openapi.json")


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def program(telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa, tmp_path: Path) -> Program:
    """The program on all channels; Telegram is reached as through a proxy that wants a password."""
    own = {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(tmp_path / "small")),
        "HMC_PRIVACY__PERSON_KEY": PERSON_KEY,
        "HMC_LOG__LEVEL": "DEBUG",
        "HMC_TELEGRAM__PROXY": telegram.base_url.removesuffix("/bot").replace("//", f"//bot:{PASSWORD}@"),
        **connected(telegram, zalo_bot, zalo_oa),
    }
    return Program(settings_environment(tmp_path) | own, tmp_path)


def secrets(program: Program) -> list[str]:
    """Return every secret of the settings, of tokens also the half that is secret."""
    whole = [program.settings[f"HMC_ZALO_OA__{name}"] for name in ("ACCESS_TOKEN", "REFRESH_TOKEN")]
    halves = [token.partition(":")[2] for token in (TELEGRAM_TOKEN, ZALO_TOKEN)]
    return [*whole, *halves, APP_SECRET, OA_SECRET, PERSON_KEY, PASSWORD]


async def talk(server: Running, telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa) -> list[str]:
    """Ask on every channel while messengers fail at first, then be refused by them; return what HTTP answered."""
    address = await asyncio.to_thread(server.address)
    telegram.plan("sendMessage", ApiError(500, "Internal Server Error"))
    zalo_bot.plan("sendMessage", ZaloError(500))
    telegram.push_text(SAID)
    await asyncio.to_thread(zalo_bot.push_text, identifier("Lan"), SAID)
    await zalo_oa.deliver(f"{address}/webhook/zalo-oa", text_event(SAID))
    async with httpx.AsyncClient(trust_env=False, base_url=address) as client:
        answers = [
            await client.post("/api/v1/messages", json={"text": SAID}),
            await client.post("/api/v1/messages", content=SAID.encode()),
            await client.post("/webhook/zalo-oa", json=text_event(SAID), headers={"X-ZEvent-Signature": WRONG}),
        ]
        await eventually(lambda: telegram.sent and zalo_bot.texts(identifier("Lan")) and zalo_oa.texts(PERSON))
        telegram.revoke()
        zalo_bot.revoke()
        await asyncio.to_thread(server.until, re.compile("telegram_token_rejected").search)
        await asyncio.to_thread(server.until, re.compile("zalo_bot_token_refused").search)
        answers += [await client.get(path) for path in PATHS]
    return [f"{answer.headers}\n{answer.text}" for answer in answers]


async def test_a_day_in_the_life_shows_no_secret_and_no_word_of_a_citizen(
    program: Program, telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa
) -> None:
    with Running(program) as server:
        answers = await talk(server, telegram, zalo_bot, zalo_oa)
        code = await asyncio.to_thread(server.stop, signal.SIGTERM)

    shown = "\n".join((server.output, *answers))
    assert code == 0
    assert "level='debug'" in server.output
    assert [secret for secret in secrets(program) if secret in shown] == []
    assert [word for word in PRIVATE if word in server.output] == []
    assert [word for word in PRIVATE if word in answers[PATHS.index("/metrics") - len(PATHS)]] == []


@pytest.fixture
def refusing_database() -> Iterator[int]:
    """The port of a PostgreSQL server that takes no password."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=refuse, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1]


def refuse(listening: socket.socket) -> None:
    said = b'SFATAL\0C28P01\0Mpassword authentication failed for user "bot"\0\0'
    while True:
        try:
            client, _ = listening.accept()
        except OSError:  # closed: the test is over
            return
        with client:
            while client.recv(1024)[4:8] == struct.pack("!i", 80877103):  # asks for TLS first
                client.sendall(b"N")
            client.sendall(b"E" + struct.pack("!i", len(said) + 4) + said)


def test_a_database_that_refuses_the_password_is_told_without_it(program: Program, refusing_database: int) -> None:
    url = f"postgresql://bot:{PASSWORD}@127.0.0.1:{refusing_database}/hoi"

    result = program.with_settings(HMC_DATABASE__URL=url).ask_of("run")

    assert result.code == 1
    assert "HMC_DATABASE__URL" in result.errors
    assert [secret for secret in secrets(program) if secret in result.errors + result.output] == []


def test_settings_that_are_wrong_are_named_without_what_they_say(program: Program) -> None:
    wrong = {
        "HMC_TELEGRAM__PROXY": f"socks5://bot:{WRONG}@127.0.0.1:1080",
        "HMC_DATABASE__URL": f"mysql://bot:{WRONG}@127.0.0.1/hoi",
        "HMC_ZALO_BOT__WEBHOOK_SECRET": f"{WRONG}-có-dấu",
        "HMC_ZALO_OA__ACCESS_TOKEN": f"{WRONG}-có-dấu",
        "HMC_WEB__PORT": "abc",
    }

    result = program.with_settings(**wrong).ask_of("run")

    assert all(name in result.errors for name in wrong)
    assert "Traceback" not in result.errors
    assert [secret for secret in (WRONG, *secrets(program)) if secret in result.errors] == []
