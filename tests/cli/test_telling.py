"""When people are told: at the start, after a change, and again after a fault; the waits are cut short."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.cli import telling
from bot.knowledge.snapshot import Knowledge
from bot.office.notices import Notices, Teller
from bot.services import Services
from bot.storage.audit import Audit
from bot.storage.switches import Switches
from tests.channels.eventually import eventually

TELLERS: Any = [SimpleNamespace(name="telegram")]


class Told:
    """Stands in the place of `Notices.tell` and writes down which knowledge it was called with."""

    def __init__(self, *, more: int = 0, failures: int = 0) -> None:
        self.of: list[Knowledge] = []
        self.on: list[Sequence[Teller]] = []
        self._more = more
        self._failures = failures

    async def tell(self, _: Notices, tellers: Sequence[Teller], knowledge: Knowledge) -> bool:
        self.of.append(knowledge)
        self.on.append(tellers)
        if len(self.of) <= self._failures:
            raise OSError("gone")
        return len(self.of) <= self._more


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ticks take no time, while a look without a change is further away than any test is long."""
    monkeypatch.setattr(telling, "TICK_SECONDS", 0.001)
    monkeypatch.setattr(telling, "LOOK_SECONDS", 3600.0)
    monkeypatch.setattr(telling, "MORE_SECONDS", 0.002)


@asynccontextmanager
async def running(services: Services, told: Told, patch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    async def tell(self: Notices, tellers: Sequence[Teller], knowledge: Knowledge) -> bool:
        return await told.tell(self, tellers, knowledge)

    patch.setattr(Notices, "tell", tell)
    stop = asyncio.Event()
    task = asyncio.create_task(telling.keep_telling(services, TELLERS, stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def test_people_are_told_at_the_start_and_after_each_change(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, first = Told(), services.snapshot
    second = replace(first, knowledge=replace(first.knowledge, version="another"))

    async with running(services, told, monkeypatch):
        await eventually(lambda: told.of == [first.knowledge])
        services.snapshot = second
        await eventually(lambda: len(told.of) == 2)

    assert told.of[1] is second.knowledge


async def test_while_there_are_more_the_next_go_comes_soon(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(more=3)

    async with running(services, told, monkeypatch):
        await eventually(lambda: len(told.of) == 4)
        await asyncio.sleep(0.05)

    assert len(told.of) == 4


async def test_a_fault_is_logged_and_the_next_look_tries_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "LOOK_SECONDS", 0.002)
    told = Told(failures=1)

    with capture_logs() as logs:
        async with running(services, told, monkeypatch):
            await eventually(lambda: len(told.of) > 1)

    assert [entry["event"] for entry in logs] == ["telling_failed"]


async def test_without_a_channel_or_wishes_there_is_nothing_to_do(services: Services) -> None:
    await asyncio.wait_for(telling.keep_telling(services, (), asyncio.Event()), 10)
    without = replace(services, outreach=None)
    await asyncio.wait_for(telling.keep_telling(without, TELLERS, asyncio.Event()), 10)


async def test_nobody_is_told_on_a_channel_that_is_switched_off(
    services: Services, monkeypatch: pytest.MonkeyPatch, engine: AsyncEngine
) -> None:
    services.switches = Switches(engine, Audit(engine))
    await services.switches.turn_off("zalo_bot", "lan", "bảo trì")
    on, off = SimpleNamespace(name="telegram"), SimpleNamespace(name="zalo_bot")
    monkeypatch.setattr(f"{__name__}.TELLERS", [on, off])
    told = Told()

    async with running(services, told, monkeypatch):
        await eventually(lambda: told.on)

    assert told.on == [[on]]
