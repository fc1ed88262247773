"""The whole bot on Zalo: scripted conversations by numbered menus, polling and by webhook."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.bootstrap import services as open_services
from bot.conversation import Reply, Turn
from bot.services import Services
from bot.settings import DatabaseSettings, KnowledgeSettings, PrivacySettings, Settings
from bot.storage.inbox import Inbox
from handlers import handle
from tests.channels.zalo_bot.person import OnZaloBot
from tests.channels.zalo_bot.running import LAN, MINH, polling, posted_to
from tests.conversations.scripts import Expected, Script, play
from tests.fakes.zalo_bot import FakeZaloBot
from tests.small_knowledge import BIRTH_URL, write_small_knowledge

WEDDING = Script(
    name="a wedding, by numbers",
    turns=(
        Expected(say="/start", text=("Hỏi Một Cửa",)),
        Expected(say="mới rước dâu", text=("Anh/chị cần gì?", "1. Kết hôn"), choices=("Kết hôn", "Khai sinh")),
        Expected(tap="Khai sinh", text=("khai sinh", BIRTH_URL, "👍")),
        Expected(tap="👍", text=("Cảm ơn anh/chị",)),
    ),
)
ID_CARD = Script(
    name="a list and its end",
    turns=(
        Expected(say="/thutuc", choices=("Theo lĩnh vực",)),
        Expected(say="9", text=("Danh sách chỉ có",)),
        Expected(say="cấp thẻ căn cước", text=("Cấp thẻ căn cước", "Công an tỉnh")),
    ),
)


@pytest.fixture
async def services(tmp_path: Path, index_cache: Path) -> AsyncIterator[Services]:
    """The whole bot over four procedures."""
    settings = Settings(
        knowledge=KnowledgeSettings(folder=write_small_knowledge(tmp_path / "knowledge"), cache=index_cache),
        database=DatabaseSettings(url=f"sqlite:///{tmp_path / 'test.db'}"),
        privacy=PrivacySettings(person_key=SecretStr("key of tests")),
    )
    async with open_services(settings) as opened:
        yield opened


@pytest.mark.parametrize("run", [polling, posted_to])
async def test_conversations_are_held_by_numbered_menus(
    zalo: FakeZaloBot, inbox: Inbox, services: Services, run: Any
) -> None:
    async def answer(turn: Turn) -> Reply:
        return await handle(turn, services)

    async with run(zalo, inbox, answer):
        await play(WEDDING, OnZaloBot(zalo, LAN))
        await play(ID_CARD, OnZaloBot(zalo, MINH))
