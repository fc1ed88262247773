import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pytest
import structlog

from bot.operations.days import monday_of
from bot.operations.logs import Format, configure, correlated, heard_by
from tests.databases import new_database
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.logged import logging_restored

ROOT = Path(__file__).parent.parent.parent
WRONG_TOKEN = "123456:no-such-bot-token-is-known-here-xyz"
SECRET = "xin ly hôn, số 0905 123 456"
SetUp = Callable[..., Callable[[], str]]
log = structlog.get_logger()

# In a process of its own, as the program runs; one for all, for its start takes longest.
ON_TELEGRAM = """
import asyncio, sys
from pydantic import SecretStr
from bot.answers import replies
from bot.channels.telegram.channel import create_telegram
from bot.operations.logs import configure
from bot.operations.pseudonyms import Pseudonyms
from bot.settings import TelegramSettings
from bot.storage.database import open_database
from bot.storage.inbox import Inbox

configure("DEBUG")
stop = asyncio.Event()

async def handle(turn):
    stop.set()
    return replies.welcome()

async def run(base_url, token):
    stop.clear()
    settings = TelegramSettings(base_url=base_url, token=SecretStr(token))
    engine = open_database(sys.argv[1])
    channel = create_telegram(settings, handle, Inbox(engine, Pseudonyms(b"key")))
    ending = asyncio.create_task(end_once_refused(channel))
    await asyncio.wait_for(channel.run(stop), 50)
    ending.cancel()
    await engine.dispose()

async def end_once_refused(channel):
    while not channel._token.is_refused:
        await asyncio.sleep(0.05)
    stop.set()

async def run_all():
    for base_url, token in zip(sys.argv[2::2], sys.argv[3::2]):
        await run(base_url, token)
        print("END OF A BOT", file=sys.stderr)

asyncio.run(run_all())
"""


class Written:
    """What cannot be read, and says so with what somebody wrote."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(SECRET)


@pytest.fixture
def logging_set_up(capsys: pytest.CaptureFixture[str]) -> Iterator[SetUp]:
    """Configures logging as the program does, and reads what was logged; afterwards all is as before."""

    def set_up(*given: Any) -> Callable[[], str]:
        configure(*given)

        def read() -> str:
            written = capsys.readouterr()
            assert written.out == ""
            return written.err

        return read

    with logging_restored():
        yield set_up


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(  # noqa: S603  a script of this file
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=120,
    )


def tell() -> None:
    log.info("telegram_ready", bot="hoimotcua_bot")
    log.warning("telegram_unreachable", kind="NetworkError")
    logging.getLogger("some.library").info("a detail")
    logging.getLogger("uvicorn.error").warning("a warning of the server")


def test_events_are_lines_of_data_on_standard_error_and_nothing_is_on_standard_output(logging_set_up: SetUp) -> None:
    read = logging_set_up("INFO")
    tell()

    lines = read().splitlines()
    assert [line.partition(" ")[2] for line in lines if "telegram" in line] == [
        "level='info' event='telegram_ready' bot='hoimotcua_bot'",
        "level='warning' event='telegram_unreachable' kind='NetworkError'",
    ]
    assert all(line.startswith("timestamp='20") for line in lines)


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        ("INFO", {"telegram_ready", "telegram_unreachable", "a detail", "a warning"}),
        ("WARNING", {"telegram_unreachable", "a warning"}),
        ("ERROR", set()),
    ],
)
def test_the_level_decides_what_is_shown(logging_set_up: SetUp, level: str, shown: set[str]) -> None:
    read = logging_set_up(level)
    tell()

    logged = read()
    assert {text for text in ("telegram_ready", "telegram_unreachable", "a detail", "a warning") if text in logged} == (
        shown
    )


def test_for_programs_each_line_is_an_object_libraries_included(logging_set_up: SetUp) -> None:
    read = logging_set_up("INFO", "json")
    tell()

    events = [json.loads(line) for line in read().splitlines()]
    assert [(event["level"], event["event"]) for event in events] == [
        ("info", "telegram_ready"),
        ("warning", "telegram_unreachable"),
        ("info", "some.library"),
        ("warning", "uvicorn.error"),
    ]
    assert events[-1]["says"] == "a warning of the server"


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_failed_is_told_by_class_and_place_and_never_by_what_it_says(logging_set_up: SetUp, form: Format) -> None:
    read = logging_set_up("DEBUG", form)
    try:
        monday_of(cast("date", Written()))
    except RuntimeError:
        log.exception("turn_failed", channel="web")
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n%s", SECRET)
        logging.getLogger("asyncio").error(f"Task was destroyed\nfuture: {SECRET}")  # noqa: G004, TRY400  as it does
        logging.getLogger("uvicorn.error").error(OSError(SECRET))  # noqa: TRY400

    logged = read()
    assert SECRET not in logged
    assert logged.count("RuntimeError") == 2
    assert logged.count("bot.operations.days:") == 2
    assert [said in logged for said in ("Task was destroyed", "OSError", "Exception in ASGI application")] == [True] * 3


def test_lines_about_one_message_carry_its_number_and_others_none(logging_set_up: SetUp) -> None:
    read = logging_set_up("INFO", "json")
    with correlated("telegram-7"):
        tell()
    log.info("later")

    *about, later = [json.loads(line) for line in read().splitlines()]
    assert [event["message"] for event in about] == ["telegram-7"] * 4
    assert "message" not in later


def test_listeners_hear_what_is_too_small_for_a_line_and_may_fail(logging_set_up: SetUp) -> None:
    heard: list[str] = []

    def fails(event: Mapping[str, Any]) -> None:
        raise LookupError

    read = logging_set_up("ERROR")
    with heard_by(fails), heard_by(lambda event: heard.append(event["event"])):
        tell()
        log.debug("delivered")
    log.error("not_heard")

    assert heard == ["telegram_ready", "telegram_unreachable", "uvicorn.error", "delivered"]
    assert [line.split()[2] for line in read().splitlines()] == ["event='not_heard'"]


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What three bots wrote, one after the other: one that runs, one with a wrong token, one that loses its token."""
    database = new_database(tmp_path_factory.mktemp("bots") / "test.db")
    with FakeTelegram() as runs, FakeTelegram() as refuses, FakeTelegram() as revokes:
        runs.push_text("/start")
        revokes.revoke_after("setMyCommands")
        bots = [(runs.base_url, TOKEN), (refuses.base_url, WRONG_TOKEN), (revokes.base_url, TOKEN)]

        done = run(ON_TELEGRAM, database, *chain.from_iterable(bots))

    assert len(runs.sent) == 1
    assert done.stdout == ""
    *each, rest = done.stderr.split("END OF A BOT\n")
    assert (len(each), rest) == (3, "")
    return each


def test_a_running_bot_logs_no_token_even_in_detail(logged: list[str]) -> None:
    assert "telegram_ready" in logged[0]
    assert TOKEN not in logged[0]
    assert "/getUpdates" not in logged[0]


def test_a_rejected_token_is_told_without_the_token(logged: list[str]) -> None:
    assert "telegram_token_rejected" in logged[1]
    assert WRONG_TOKEN.partition(":")[2] not in logged[1]


def test_a_token_taken_back_while_running_is_told_without_the_token(logged: list[str]) -> None:
    assert "telegram_token_rejected" in logged[2]
    assert TOKEN not in logged[2]
