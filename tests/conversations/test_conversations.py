"""Every scripted conversation on every channel: a text menu, a terminal, the web's API, and Telegram."""

from dataclasses import replace

import httpx
import pytest

from bot.channels.console import converse
from bot.channels.web.app import create_app
from bot.conversation import Reply, Turn
from bot.services import Services
from bot.storage.dialogues import MemoryDialogues
from handlers import handle
from tests.channels.fake_bot_api import FakeBotApi
from tests.conversations.people import AtApi, AtTerminal, AtTextMenu, OnTelegram
from tests.conversations.scripts import FOLDER, play, scripts

FILES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
FIRST_CHAT = 5000


def test_there_are_at_least_sixty() -> None:
    names = [script.name for file in FILES for script in scripts(file)]

    assert len(names) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("file", FILES)
async def test_at_a_text_menu_where_nothing_can_be_tapped(services: Services, file: str) -> None:
    for script in scripts(file):
        await play(script, AtTextMenu(services, script.name))


@pytest.mark.parametrize("file", FILES)
async def test_in_a_terminal(services: Services, file: str) -> None:
    for script in scripts(file):
        person = AtTerminal(script)
        fresh = replace(services, dialogues=MemoryDialogues())

        async def answer(turn: Turn, fresh: Services = fresh) -> Reply:
            return await handle(turn, fresh)

        await converse(answer, person.console, person.read)

        assert person.played == len(script.turns), script.name


@pytest.mark.parametrize("file", FILES)
async def test_over_the_api(services: Services, file: str) -> None:
    transport = httpx.ASGITransport(app=create_app(services))
    for script in scripts(file):
        async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as client:
            await play(script, AtApi(client))


@pytest.mark.parametrize("file", FILES)
async def test_on_telegram(telegram: FakeBotApi, file: str) -> None:
    for number, script in enumerate(scripts(file)):
        await play(script, OnTelegram(telegram, FIRST_CHAT + number))
