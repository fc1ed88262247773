import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.telegram import TOKEN, FakeTelegram

ROOT = Path(__file__).parent.parent.parent
WRONG_TOKEN = "123456:no-such-bot-token-is-known-here-xyz"

# Each runs in a process of its own: logging is configured for a whole process.
EVENTS = """
import logging, sys, structlog
from bot.operations.logs import configure
configure(sys.argv[1])
log = structlog.get_logger()
log.info("telegram_ready", bot="hoimotcua_bot")
log.warning("telegram_unreachable", kind="NetworkError")
logging.getLogger("underthesea").info("a detail")
logging.getLogger("uvicorn.error").warning("a warning of the server")
"""
FAILURE = """
import structlog
from bot.operations.logs import configure
configure("INFO")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger().exception("turn_failed", channel="web")
"""
ON_TELEGRAM = """
import asyncio, sys
from pathlib import Path
from pydantic import SecretStr
from bot.answers import replies
from bot.channels.telegram.channel import create_telegram
from bot.operations.logs import configure
from bot.operations.pseudonyms import Pseudonyms
from bot.settings import TelegramSettings
from bot.storage.database import migrate, open_database
from bot.storage.inbox import Inbox

configure("DEBUG")
stop = asyncio.Event()

async def handle(turn):
    stop.set()
    return replies.welcome()

async def run():
    settings = TelegramSettings(base_url=sys.argv[1], token=SecretStr(sys.argv[2]))
    engine = open_database(sys.argv[3])
    channel = create_telegram(settings, handle, Inbox(engine, Pseudonyms(b"key")))
    ending = asyncio.create_task(end_once_refused(channel))
    await asyncio.wait_for(channel.run(stop), 50)
    ending.cancel()
    await engine.dispose()

async def end_once_refused(channel):
    while not channel._token.is_refused:
        await asyncio.sleep(0.05)
    stop.set()

migrate(sys.argv[3])
asyncio.run(run())
"""


def database(folder: Path) -> str:
    return f"sqlite:///{folder / 'test.db'}"


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(  # noqa: S603  a script of this file
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )


def test_events_are_lines_of_data_on_standard_error_and_nothing_is_on_standard_output() -> None:
    done = run(EVENTS, "INFO")

    lines = done.stderr.splitlines()
    assert done.stdout == ""
    assert [line.partition(" ")[2] for line in lines if "telegram" in line] == [
        "level='info' event='telegram_ready' bot='hoimotcua_bot'",
        "level='warning' event='telegram_unreachable' kind='NetworkError'",
    ]
    assert all(line.startswith("timestamp='20") for line in lines if "telegram" in line)


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("INFO", {"telegram_ready", "telegram_unreachable", "a detail", "a warning"}),
        ("WARNING", {"telegram_unreachable", "a warning"}),
        ("ERROR", set()),
    ],
)
def test_the_level_decides_what_is_shown(level: str, shown: set[str]) -> None:
    logged = run(EVENTS, level).stderr

    assert {text for text in ("telegram_ready", "telegram_unreachable", "a detail", "a warning") if text in logged} == (
        shown
    )


def test_a_failure_is_logged_with_where_it_happened() -> None:
    logged = run(FAILURE).stderr

    assert "event='turn_failed'" in logged
    assert "channel='web'" in logged
    assert "ZeroDivisionError: division by zero" in logged


def test_a_running_bot_logs_no_token_even_in_detail(tmp_path: Path) -> None:
    with FakeTelegram() as api:
        api.push_text("/start")

        done = run(ON_TELEGRAM, api.base_url, TOKEN, database(tmp_path))

    assert len(api.sent) == 1
    assert "telegram_ready" in done.stderr
    assert TOKEN not in done.stderr + done.stdout
    assert "/getUpdates" not in done.stderr


def test_a_rejected_token_is_told_without_the_token(tmp_path: Path) -> None:
    with FakeTelegram() as api:
        done = run(ON_TELEGRAM, api.base_url, WRONG_TOKEN, database(tmp_path))

    assert "telegram_token_rejected" in done.stderr
    assert WRONG_TOKEN not in done.stderr + done.stdout
    assert WRONG_TOKEN.partition(":")[2] not in done.stderr


def test_a_token_taken_back_while_running_is_told_without_the_token(tmp_path: Path) -> None:
    with FakeTelegram() as api:
        api.revoke_after("setMyCommands")

        done = run(ON_TELEGRAM, api.base_url, TOKEN, database(tmp_path))

    assert "telegram_token_rejected" in done.stderr
    assert TOKEN not in done.stderr + done.stdout
