import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import cast

import pytest
from sqlalchemy import QueuePool, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.settings import ROOT
from bot.storage.database import open_database
from bot.storage.duties import Duties
from tests.channels.eventually import eventually

SOON = 0.05


@pytest.fixture
def postgres_url(postgres: object) -> str:
    return str(postgres.get_uri())  # type: ignore[attr-defined]


@pytest.fixture
async def engines(postgres_url: str) -> AsyncIterator[list[AsyncEngine]]:
    """As many processes as there are engines."""
    opened = [open_database(postgres_url) for _ in range(3)]
    yield opened
    for engine in opened:
        await engine.dispose()


class Worker:
    """Works until it is told to end."""

    def __init__(self, engine: AsyncEngine, name: str = "polling", duties: Duties | None = None) -> None:
        self.working = False
        self.begun = 0
        self.stop = asyncio.Event()
        self.task = asyncio.create_task((duties or Duties(engine, SOON)).alone(name, self.stop, self.work))

    async def work(self, ended: asyncio.Event) -> None:
        self.begun += 1
        self.working = True
        await ended.wait()
        self.working = False

    async def end(self) -> None:
        self.stop.set()
        await self.task


async def test_one_of_several_works_and_another_takes_over_at_its_end(engines: list[AsyncEngine]) -> None:
    workers = [Worker(engine) for engine in engines]
    await eventually(lambda: sum(worker.working for worker in workers) == 1)
    await asyncio.sleep(4 * SOON)
    assert sum(worker.begun for worker in workers) == 1
    first = next(worker for worker in workers if worker.working)
    others = [worker for worker in workers if worker is not first]

    await first.end()

    assert not first.working
    await eventually(lambda: sum(worker.working for worker in others) == 1)
    for worker in others:
        await worker.end()


async def test_different_duties_do_not_wait_for_each_other(engines: list[AsyncEngine]) -> None:
    workers = [Worker(engine, name) for engine, name in zip(engines, ["a", "b", "c"], strict=True)]

    await eventually(lambda: all(worker.working for worker in workers))

    for worker in workers:
        await worker.end()


def connections(engines: list[AsyncEngine]) -> list[int]:
    """Return how many each process has taken out of its pool."""
    return [cast("QueuePool", engine.pool).checkedout() for engine in engines]


async def test_all_duties_of_a_process_need_one_connection_and_are_passed_on_one_by_one(
    engines: list[AsyncEngine],
) -> None:
    names = ["a", "b", "c", "d"]
    one, other = (
        [Worker(engine, name, duties) for name in names]
        for engine, duties in ((engine, Duties(engine, SOON)) for engine in engines[:2])
    )
    await eventually(lambda: all(mine.working + yours.working == 1 for mine, yours in zip(one, other, strict=True)))
    in_use = connections(engines)

    for worker in one:
        await worker.end()

    await eventually(lambda: all(worker.working for worker in other))
    assert in_use == [1, 1, 0]
    for worker in other:
        await worker.end()
    assert connections(engines) == [0, 0, 0]


async def test_a_lost_connection_ends_the_work_and_somebody_takes_it_up(engines: list[AsyncEngine]) -> None:
    first = Worker(engines[0])
    await eventually(lambda: first.working)
    second = Worker(engines[1])
    kill = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")

    async with engines[2].connect() as connection:
        await connection.execute(kill)

    await eventually(lambda: first.begun + second.begun == 2 and first.working + second.working == 1)
    await first.end()
    await second.end()


WAITING = """
import asyncio, sys
from bot.storage.database import open_database
from bot.storage.duties import Duties
async def work(ended):
    print("working", flush=True)
    await ended.wait()
asyncio.run(Duties(open_database(sys.argv[1]), 0.1, 1.0).alone("polling", asyncio.Event(), work))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_process_that_dies_or_hangs_leaves_its_work_to_another(
    engines: list[AsyncEngine], postgres_url: str, number: signal.Signals
) -> None:
    command, environment = [sys.executable, "-c", WAITING, postgres_url], os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:  # noqa: ASYNC220, S603
        assert process.stdout
        while b"working" not in await asyncio.to_thread(process.stdout.readline):
            pass
        worker = Worker(engines[0])
        await asyncio.sleep(4 * SOON)
        assert not worker.begun

        process.send_signal(number)

        await eventually(lambda: worker.working)
        process.kill()
    await worker.end()


async def test_work_that_ends_by_itself_is_not_begun_again(engine: AsyncEngine) -> None:
    begun = []

    async def work(_: asyncio.Event) -> None:
        begun.append(1)

    await Duties(engine, SOON).alone("once", asyncio.Event(), work)

    assert begun == [1]


async def test_what_the_work_raises_is_raised(engine: AsyncEngine) -> None:
    async def work(_: asyncio.Event) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await Duties(engine, SOON).alone("fails", asyncio.Event(), work)


async def test_while_the_database_is_away_nothing_is_done_until_it_is_back() -> None:
    away = open_database("postgresql://nobody@127.0.0.1:9/nothing")
    worker = Worker(away)

    await asyncio.sleep(4 * SOON)

    assert not worker.begun
    await worker.end()
    await away.dispose()
