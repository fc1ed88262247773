"""Several messengers and the web in one process, and one of them alone."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest

from tests.channels.eventually import eventually
from tests.conversations.conftest import zalo_bot as zalo_bot  # noqa: PLC0414  a fixture
from tests.conversations.conftest import zalo_oa as zalo_oa  # noqa: PLC0414  a fixture
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot, identifier
from tests.fakes.zalo_oa import PERSON, FakeZaloOa, text_event
from tests.small_knowledge import BIRTH
from tests.system.messengers import connected
from tests.system.program import Program, Running

QUESTION = f"mã {BIRTH} nộp ở đâu"
ANSWERED = f"(mã {BIRTH})"


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def program(small_program: Program, telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa) -> Program:
    """The program with what connects it to all three."""
    return small_program.with_settings(**connected(telegram, zalo_bot, zalo_oa))


async def test_one_process_answers_on_every_channel(
    program: Program, telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa
) -> None:
    with Running(program) as server:
        address = await asyncio.to_thread(server.address)

        telegram.push_text(QUESTION)
        await asyncio.to_thread(zalo_bot.push_text, identifier("Lan"), QUESTION)
        await zalo_oa.deliver(f"{address}/webhook/zalo-oa", text_event(QUESTION))
        async with httpx.AsyncClient(trust_env=False, base_url=address) as client:
            web = (await client.post("/api/v1/messages", json={"text": QUESTION})).json()["text"]
            await eventually(lambda: telegram.sent and zalo_bot.texts(identifier("Lan")) and zalo_oa.texts(PERSON))
            ready = (await client.get("/readyz")).json()

        said = (web, telegram.sent[0].text, zalo_bot.texts(identifier("Lan"))[0], zalo_oa.texts(PERSON)[0])
        assert all(ANSWERED in text for text in said), said
        assert ready["status"] == "ok"
        assert "tắt" not in server.output


async def test_one_channel_runs_alone(program: Program, telegram: FakeTelegram, zalo_bot: FakeZaloBot) -> None:
    with Running(program, "--only", "telegram") as server:
        address = await asyncio.to_thread(server.address)
        await asyncio.to_thread(zalo_bot.push_text, identifier("Lan"), QUESTION)
        telegram.push_text(QUESTION)
        await eventually(lambda: telegram.sent)

        async with httpx.AsyncClient(trust_env=False, base_url=address) as client:
            statuses = [(await client.get(path)).status_code for path in ("/healthz", "/", "/admin")]

        assert statuses == [200, 404, 404]
        assert zalo_bot.texts(identifier("Lan")) == []
        assert not re.search("Zalo", server.output)
