"""Every scripted conversation on every channel, through its real adapter; and every turn ends alike on all of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.console import converse
from bot.channels.web.app import create_app
from bot.channels.zalo_oa.channel import create_zalo_oa
from bot.conversation import Outcome, Reply, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.settings import WebSettings, ZaloOaSettings
from bot.storage.database import open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.inbox import Inbox
from bot.storage.journal import NoJournal
from bot.storage.zalo_tokens import ZaloTokens
from handlers import handle
from tests.channels.zalo_bot.person import OnZaloBot
from tests.channels.zalo_bot.running import polling
from tests.channels.zalo_oa.test_channel import running, serving
from tests.conversations.people import AtApi, AtTerminal, AtTextMenu, OnPage, OnTelegram, OnZaloOa
from tests.conversations.scripts import FOLDER, play, scripts
from tests.databases import new_database
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot, identifier
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, FakeZaloOa

FILES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
FIRST_CHAT = 5000
UNLIMITED = WebSettings(session_per_minute=0, address_per_minute=0, all_per_minute=0)
End = tuple[Outcome, str | None]


class Ends(NoJournal):
    """Remembers how each turn ended."""

    def __init__(self) -> None:
        self.seen: list[End] = []

    async def record(self, turn: Turn, reply: Reply, milliseconds: float) -> None:
        self.seen.append((reply.outcome, reply.procedure))


@pytest.fixture
def ends() -> Ends:
    return Ends()


@pytest.fixture
def services(services: Services, ends: Ends) -> Services:
    """Services that keep conversations in memory and remember how turns ended."""
    return replace(services, journal=ends, dialogues=MemoryDialogues())


_ends_of: dict[str, list[End]] = {}


async def expected_ends(services: Services, file: str) -> list[End]:
    """Return how the turns of a file end where the handlers are spoken to directly."""
    if file not in _ends_of:
        ends = Ends()
        direct = replace(services, journal=ends, dialogues=MemoryDialogues())
        for script in scripts(file):
            await play(script, AtTextMenu(direct, script.name))
        _ends_of[file] = ends.seen
    return _ends_of[file]


def test_there_are_at_least_sixty() -> None:
    names = [script.name for file in FILES for script in scripts(file)]

    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", FILES)
async def test_at_a_text_menu_where_nothing_can_be_tapped(services: Services, file: str) -> None:
    assert len(await expected_ends(services, file)) == sum(len(script.turns) for script in scripts(file))


@pytest.mark.parametrize("file", FILES)
async def test_in_a_terminal(services: Services, ends: Ends, file: str) -> None:
    for script in scripts(file):
        person = AtTerminal(script)
        fresh = replace(services, dialogues=MemoryDialogues())

        async def answer(turn: Turn, fresh: Services = fresh) -> Reply:
            return await handle(turn, fresh)

        await converse(answer, person.console, person.read)

        assert person.played == len(script.turns), script.name
    assert ends.seen == await expected_ends(services, file)


@pytest.fixture
def site(services: Services) -> httpx.ASGITransport:
    return httpx.ASGITransport(app=create_app(services, web=UNLIMITED))


@pytest.mark.parametrize("file", FILES)
async def test_over_the_api(site: httpx.ASGITransport, services: Services, ends: Ends, file: str) -> None:
    for script in scripts(file):
        async with httpx.AsyncClient(transport=site, base_url="http://hoimotcua.test") as client:
            await play(script, AtApi(client))
    assert ends.seen == await expected_ends(services, file)


@pytest.mark.parametrize("file", FILES)
async def test_on_the_page_without_its_script(
    site: httpx.ASGITransport, services: Services, ends: Ends, file: str
) -> None:
    for script in scripts(file):
        async with httpx.AsyncClient(transport=site, base_url="http://hoimotcua.test") as client:
            await play(script, OnPage(client))
    assert ends.seen == await expected_ends(services, file)


@pytest.mark.parametrize("file", FILES)
async def test_on_telegram(telegram: FakeTelegram, services: Services, ends: Ends, file: str) -> None:
    for number, script in enumerate(scripts(file)):
        await play(script, OnTelegram(telegram, FIRST_CHAT + number))
    assert ends.seen == await expected_ends(services, file)


@pytest.mark.parametrize("file", FILES)
async def test_on_zalo_bot(zalo_bot: FakeZaloBot, inbox: Inbox, services: Services, ends: Ends, file: str) -> None:
    async with polling(zalo_bot, inbox, lambda turn: handle(turn, services)):
        for script in scripts(file):
            await play(script, OnZaloBot(zalo_bot, identifier(script.name)))
    assert ends.seen == await expected_ends(services, file)


@pytest.fixture
async def webhook(zalo_oa: FakeZaloOa, services: Services, tmp_path: Path) -> AsyncIterator[str]:
    """The address of the Official Account's webhook, with the channel running behind it."""
    access, refresh = zalo_oa.pair()
    settings = ZaloOaSettings(
        app_id=APP_ID,
        app_secret=SecretStr(APP_SECRET),
        oa_secret=SecretStr(OA_SECRET),
        access_token=SecretStr(access),
        refresh_token=SecretStr(refresh),
        base_url=zalo_oa.address,
        oauth_url=zalo_oa.address,
    )
    engine = open_database(new_database(tmp_path / "oa.db"))
    inbox = Inbox(engine, Pseudonyms(b"key of tests"))
    channel = create_zalo_oa(settings, lambda turn: handle(turn, services), inbox, ZaloTokens(engine, APP_ID))
    async with serving(channel) as address, running(channel):
        yield address
    await engine.dispose()


@pytest.mark.parametrize("file", FILES)
async def test_on_zalo_oa(webhook: str, zalo_oa: FakeZaloOa, services: Services, ends: Ends, file: str) -> None:
    for number, script in enumerate(scripts(file)):
        await play(script, OnZaloOa(zalo_oa, webhook, str(FIRST_CHAT + number)))
    assert ends.seen == await expected_ends(services, file)
