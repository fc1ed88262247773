import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.knowledge.files import PROCEDURES, read_folder
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.values import ServiceLevel
from bot.office.seeding import seed
from bot.office.serving import Lag, Snapshot, follow, load
from bot.search import build
from bot.search.prepared import index_key
from bot.services import Services
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from bot.storage.versions import Activation, Origin, Versions
from handlers import handle
from tests.small_knowledge import BIRTH

DEADLINE_SECONDS = 30
OFFICE = Origin("hoa", "moi.csv")
UNREADABLE = "không phải bảng".encode()


@dataclass
class Holding:
    """Whatever serves."""

    snapshot: Snapshot
    lag: Lag = field(default_factory=Lag)


@pytest.fixture
async def active(versions: Versions, folder: Path) -> Activation:
    """The small knowledge base in service."""
    return (await seed(versions, folder))[0]


@pytest.fixture
async def holding(versions: Versions, active: Activation, index_cache: Path) -> Holding:
    return Holding(await load(versions, active, index_cache))


async def put_into_service(versions: Versions, files: dict[str, bytes], based_on: int = 1) -> Activation:
    kept = await versions.candidate(await versions.propose(files, OFFICE, based_on))
    assert kept
    await versions.accept(kept, "hoa")
    return await served(versions)


async def served(versions: Versions) -> Activation:
    found = await versions.active()
    assert found
    return found


def changed(folder: Path) -> dict[str, bytes]:
    """Return the files with another level for registering a birth."""
    files = read_folder(folder)
    files[PROCEDURES] = files[PROCEDURES].replace("toàn trình".encode(), "một phần".encode())
    return files


def level(snapshot: Snapshot) -> ServiceLevel:
    return snapshot.knowledge.by_code[BIRTH].service_level


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not holds():  # noqa: ASYNC110  what is waited for has no event
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def following(versions: Versions, holding: Holding, cache: Path) -> AsyncIterator[None]:
    task = asyncio.create_task(follow(versions, holding, cache, seconds=0.01))
    try:
        yield
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_loaded_version_answers(versions: Versions, active: Activation, index_cache: Path) -> None:
    snapshot = await load(versions, active, index_cache)

    assert snapshot.activation == active
    assert snapshot.search.find("đăng ký khai sinh").candidates[0].code == BIRTH


async def test_a_version_that_is_not_there_cannot_be_loaded(versions: Versions, active: Activation) -> None:
    with pytest.raises(LookupError):
        await load(versions, Activation(9, 9, active.at, "hoa"), Path())


async def test_an_index_in_the_cache_is_not_built_again(
    versions: Versions, active: Activation, index_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(versions, active, index_cache)
    monkeypatch.setattr(build, "_prepare", None)

    assert (await load(versions, active, index_cache)).activation == active


async def test_another_machine_takes_the_index_from_the_database(
    versions: Versions, active: Activation, index_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await load(versions, active, index_cache)
    monkeypatch.setattr(build, "_prepare", None)
    told: list[str] = []

    snapshot = await load(versions, active, tmp_path / "elsewhere", told.append)

    assert snapshot.search.find("đăng ký khai sinh").candidates[0].code == BIRTH
    assert told == []


async def test_an_index_that_no_one_has_is_built_and_kept_for_others(
    versions: Versions, active: Activation, tmp_path: Path
) -> None:
    told: list[str] = []

    snapshot = await load(versions, active, tmp_path / "empty", told.append)

    assert len(told) == 1
    assert await versions.has_index(index_key(snapshot.knowledge))


@pytest.mark.parametrize("damage", ["other bytes", "cut in the middle", "cut near the end", "bytes exchanged"])
async def test_a_damaged_index_of_the_database_is_built_anew(
    versions: Versions, active: Activation, index_cache: Path, tmp_path: Path, damage: str
) -> None:
    kept = await load(versions, active, index_cache)
    packed = await versions.index(index_key(kept.knowledge))
    assert packed
    middle = len(packed) // 2
    damaged = {
        "other bytes": b"rubbish",
        "cut in the middle": packed[:middle],
        "cut near the end": packed[:-20],
        "bytes exchanged": packed[:middle] + b"\xff" * 64 + packed[middle + 64 :],
    }

    class Damaged(Versions):
        async def index(self, key: str) -> bytes | None:
            return damaged[damage]

    snapshot = await load(Damaged(versions._engine), active, tmp_path / "empty")

    assert snapshot.search.find("đăng ký khai sinh").candidates[0].code == BIRTH


async def test_a_version_put_into_service_is_swapped_in(
    versions: Versions, holding: Holding, folder: Path, index_cache: Path
) -> None:
    async with following(versions, holding, index_cache):
        before = level(holding.snapshot)
        await put_into_service(versions, changed(folder))

        await until(lambda: level(holding.snapshot) is not before)

    assert (before, level(holding.snapshot)) == (ServiceLevel.FULL, ServiceLevel.PARTIAL)
    assert holding.snapshot.activation == await served(versions)


async def test_a_rollback_is_swapped_in(versions: Versions, holding: Holding, folder: Path, index_cache: Path) -> None:
    async with following(versions, holding, index_cache):
        await put_into_service(versions, changed(folder))
        await until(lambda: level(holding.snapshot) is ServiceLevel.PARTIAL)
        await versions.roll_back(1, "lan", 2)

        await until(lambda: level(holding.snapshot) is ServiceLevel.FULL)

    assert holding.snapshot.activation == await served(versions)


async def test_nothing_is_loaded_while_the_same_version_is_in_service(
    versions: Versions, holding: Holding, index_cache: Path
) -> None:
    before = holding.snapshot

    async with following(versions, holding, index_cache):
        await asyncio.sleep(0.1)

    assert holding.snapshot is before


async def test_a_version_that_cannot_be_read_leaves_the_old_one_in_service_and_the_next_is_swapped_in(
    versions: Versions, holding: Holding, folder: Path, index_cache: Path
) -> None:
    with capture_logs() as logged:
        async with following(versions, holding, index_cache):
            broken = await put_into_service(versions, read_folder(folder) | {PROCEDURES: UNREADABLE})
            await until(lambda: bool(logged))
            await asyncio.sleep(0.1)
            meanwhile = level(holding.snapshot)
            lagged = holding.lag.seconds
            await put_into_service(versions, changed(folder), broken.id)

            await until(lambda: level(holding.snapshot) is ServiceLevel.PARTIAL)

    assert meanwhile is ServiceLevel.FULL
    assert (lagged > 0, holding.lag.seconds) == (True, 0)
    assert [entry["event"] for entry in logged] == ["knowledge_unreadable", "knowledge_switched"]


class Unreliable(Versions):
    """A database that is out of reach now and then."""

    def __init__(self, versions: Versions) -> None:
        super().__init__(versions._engine)
        self.looks = self.reads = 0

    async def active(self) -> Activation | None:
        """Fail at the first look."""
        self.looks += 1
        if self.looks == 1:
            raise OperationalError("SELECT", {}, ConnectionError())
        return await super().active()

    async def has_index(self, key: str) -> bool:
        """Fail in the middle of the first load."""
        self.reads += 1
        if self.reads == 1:
            raise OperationalError("SELECT", {}, ConnectionError())
        return await super().has_index(key)


async def test_a_database_out_of_reach_for_a_moment_only_delays_the_switch(
    versions: Versions, holding: Holding, folder: Path, tmp_path: Path
) -> None:
    await put_into_service(versions, changed(folder))

    with capture_logs() as logged:
        async with following(Unreliable(versions), holding, tmp_path / "empty"):
            await until(lambda: level(holding.snapshot) is ServiceLevel.PARTIAL)

    assert [entry["event"] for entry in logged] == ["knowledge_follow_failed"] * 2 + ["knowledge_switched"]


async def test_an_unreadable_version_cannot_be_loaded(versions: Versions, active: Activation, folder: Path) -> None:
    broken = await put_into_service(versions, read_folder(folder) | {PROCEDURES: UNREADABLE})

    with pytest.raises(KnowledgeError):
        await load(versions, broken, Path())


class Slow(MemoryDialogues):
    """Conversations that take their time to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def load(self, channel: str, person: str) -> Dialogue:
        """Wait to be told to go on."""
        self.begun.set()
        await self.go_on.wait()
        return await super().load(channel, person)


async def test_a_turn_ends_on_the_version_it_began_with(
    versions: Versions, holding: Holding, folder: Path, index_cache: Path
) -> None:
    dialogues = Slow()
    services = Services(holding.snapshot, NoJournal(), dialogues)
    question = Turn("web", f"mã {BIRTH}", person="1")
    after = await load(versions, await put_into_service(versions, changed(folder)), index_cache)

    turn = asyncio.create_task(handle(question, services))
    await dialogues.begun.wait()
    services.snapshot = after
    dialogues.go_on.set()
    begun_before, begun_after = await turn, await handle(Turn("web", f"mã {BIRTH}", person="2"), services)

    assert "toàn trình" in begun_before.blocks[2].text
    assert "một phần" in begun_after.blocks[2].text
