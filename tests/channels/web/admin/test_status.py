"""The page about how the service is, over the real rooms and an SQLite file."""

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from httpx import ASGITransport
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin import fault_texts
from bot.channels.web.admin import status_texts as words
from bot.channels.web.app import create_app
from bot.channels.web.health import OLDEST_LAG_SECONDS
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.settings import ROOT
from bot.storage.admin_records import AdminRecords
from bot.storage.database import open_database
from bot.storage.faults import Faults
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal
from bot.storage.queue import Queue
from tests.channels.web.admin.conftest import ADMIN, Browser

LOGGED = ("warning", "error", "critical", "exception")


@dataclass
class Listening:
    """A channel as the page sees it."""

    name: str
    hears: bool = True
    silent: float | None = None

    def is_ready(self) -> bool:
        return self.hears

    def silent_seconds(self) -> float | None:
        return self.silent


@pytest.fixture
def telegram() -> Listening:
    return Listening("telegram", silent=3)


@pytest.fixture
def services(services: Services, engine: AsyncEngine) -> Services:
    services.faults, services.queue = Faults(engine), Queue(engine)
    return services


@pytest.fixture
async def lan(services: Services, records: AdminRecords, telegram: Listening) -> Browser:
    """An admin in front of a bot that hears two messengers."""
    app = create_app(services, records, channels=[telegram, Listening("zalo_oa")])
    browser = Browser(transport=ASGITransport(app=app), base_url="https://hoimotcua.test")
    await browser.sign_in(ADMIN)
    return browser


async def page(browser: Browser) -> str:
    response = await browser.get("/admin/status")
    assert response.status_code == 200
    return unescape(" ".join(re.sub("<[^>]+>", " ", response.text).split()))


async def test_a_quiet_bot_is_said_to_be_well(lan: Browser, services: Services, engine: AsyncEngine) -> None:
    await Inbox(engine, Pseudonyms(b"key")).put("telegram", "7", "{}", "somebody")

    shown = await page(lan)

    assert words.WELL in shown
    assert words.NONE in shown
    assert re.search(rf"{words.KNOWLEDGE} Phiên bản 1, 4 thủ tục, đưa vào sử dụng \d+ (?:giây|phút) trước", shown)
    assert re.search(
        r"Telegram Đang nhận tin, lần hỏi tin gần nhất 3 giây trước\. 1 tin đang chờ, tin lâu nhất \d", shown
    )
    assert f"Zalo OA {words.HEARS}. {words.NO_QUEUE}." in shown


async def test_what_went_wrong_this_week_is_told_in_words_with_what_to_do(lan: Browser, services: Services) -> None:
    assert services.faults
    for kind in ("KeyError", "ValueError", "KeyError"):
        services.faults.hear({"event": "turn_failed", "level": "error", "kind": kind})
    services.faults.hear({"event": "wrong_secret", "level": "warning", "channel": "zalo_bot"})
    services.faults.hear({"event": "<b>new</b>", "level": "error"})
    await services.faults.write()

    shown = await page(lan)

    failed, secret = fault_texts.KNOWN["turn_failed"], fault_texts.KNOWN["wrong_secret"]
    kinds = "(KeyError, ValueError|ValueError, KeyError)"
    assert re.search(rf"{failed.what} \({kinds}\) {failed.to_do} 3 3 [\d/]+ [\d:]+ ", shown)
    assert re.search(rf"{secret.what} \(Zalo Bot\) {secret.to_do} 1 1 ", shown)
    assert "<b>new</b> " in shown


async def test_a_channel_that_is_switched_off_is_no_fault(lan: Browser, services: Services) -> None:
    assert services.switches
    await services.switches.turn_off("telegram", "lan", "trả lời sai")

    shown = await page(lan)

    assert f"Telegram {words.OFF}" in shown
    assert words.WELL in shown


async def test_what_is_not_well_is_said_first(lan: Browser, services: Services, telegram: Listening) -> None:
    telegram.hears = False
    services.lag.since = time.monotonic() - OLDEST_LAG_SECONDS - 300
    shown = await page(lan)

    assert words.WELL not in shown
    first = shown[shown.index(words.NOT_WELL) : shown.index(words.NOW)]
    assert f"Telegram: {words.DEAF}" in first
    assert words.LAGS.format(age="6 phút") in first


async def test_without_its_database_the_page_still_says_what_it_knows(lan: Browser, services: Services) -> None:
    away = open_database("postgresql://nobody@127.0.0.1:1/nothing")
    services.journal, services.faults, services.queue = DatabaseJournal(away), Faults(away), Queue(away)

    shown = await page(lan)
    await away.dispose()

    assert f"{words.DATABASE}: {words.SILENT}" in shown
    assert words.UNKNOWN in shown


async def test_staff_may_look_and_strangers_may_not(minh: Browser, stranger: Browser) -> None:
    assert 'href="/admin/status" aria-current="page"' in (await minh.get("/admin/status")).text
    assert (await stranger.get("/admin/status")).status_code == 303


def test_every_fault_that_the_code_logs_has_words_and_no_other() -> None:
    code = [file for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py")]
    logged = {event for file in code for event in faults_of(file)}

    assert sorted(logged - set(fault_texts.KNOWN)) == []
    assert set(fault_texts.KNOWN) - logged == {"uvicorn.error", "asyncio"}


def faults_of(file: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match call:
            case ast.Call(ast.Attribute(ast.Name("log"), method), [ast.Constant(str(event)), *_]) if method in LOGGED:
                yield event


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 giây"), (119, "119 giây"), (120, "2 phút"), (7199, "119 phút"), (7200, "2 giờ"), (180_000, "2 ngày")],
)
def test_ages_are_said_in_the_unit_that_fits(seconds: float, said: str) -> None:
    assert words.age(seconds) == said
