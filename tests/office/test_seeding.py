from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.files import PROCEDURES, read_folder
from bot.knowledge.problems import KnowledgeError
from bot.office.seeding import Seeded, seed
from bot.storage.database import migrate, open_database
from bot.storage.versions import Origin, Versions
from tests.small_knowledge import write_small_knowledge


@pytest.fixture
async def versions(tmp_path: Path) -> AsyncIterator[Versions]:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    migrate(url)
    engine = open_database(url)
    yield Versions(engine)
    await engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_knowledge(tmp_path / "knowledge")


def change(folder: Path, old: str, new: str) -> None:
    path = folder / PROCEDURES
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def test_the_repository_is_version_1_of_a_new_database(versions: Versions, folder: Path) -> None:
    active, seeded = await seed(versions, folder)

    version = await versions.version(1)
    assert version
    assert (active.version, seeded) == (1, Seeded.TAKEN)
    assert await versions.files_of(version) == read_folder(folder)


async def test_the_same_folder_at_the_next_start_changes_nothing(versions: Versions, folder: Path) -> None:
    await seed(versions, folder)

    active, seeded = await seed(versions, folder)

    assert (active.id, seeded) == (1, Seeded.SAME)


async def test_a_new_release_follows_an_older_one_by_itself(versions: Versions, folder: Path) -> None:
    await seed(versions, folder)
    change(folder, "làm giấy khai sinh", "khai sinh cho con")

    active, seeded = await seed(versions, folder)

    assert (active.version, seeded) == (2, Seeded.TAKEN)


async def test_a_process_of_an_older_release_does_not_take_it_back(versions: Versions, folder: Path) -> None:
    await seed(versions, folder)
    change(folder, "làm giấy khai sinh", "khai sinh cho con")
    await seed(versions, folder)
    change(folder, "khai sinh cho con", "làm giấy khai sinh")

    active, seeded = await seed(versions, folder)

    assert (active.version, seeded) == (2, Seeded.SAME)


async def test_nothing_replaces_what_an_office_put_into_service(versions: Versions, folder: Path) -> None:
    await seed(versions, folder)
    name = await versions.propose({**read_folder(folder), PROCEDURES: b"x"}, Origin("hoa", "a.xlsx"), 1)
    candidate = await versions.candidate(name)
    assert candidate
    await versions.accept(candidate, "hoa")
    change(folder, "làm giấy khai sinh", "khai sinh cho con")

    active, seeded = await seed(versions, folder)

    assert (active.version, seeded) == (2, Seeded.WAITING)


async def test_a_faulty_folder_stops_a_first_start_with_its_faults(versions: Versions, folder: Path) -> None:
    change(folder, "toàn trình", "rất nhanh")

    with pytest.raises(KnowledgeError, match="rất nhanh"):
        await seed(versions, folder)


async def test_a_folder_that_became_faulty_leaves_what_is_served(versions: Versions, folder: Path) -> None:
    await seed(versions, folder)
    change(folder, "toàn trình", "rất nhanh")

    active, seeded = await seed(versions, folder)

    assert (active.version, seeded) == (1, Seeded.FAULTY)
