import asyncio

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from bot.storage.tables import KnowledgeCandidate
from bot.storage.versions import Origin, OvertakenError, Versions, checksum

FIRST = {"a.csv": b"mot", "b.yaml": b"hai"}
SECOND = {"a.csv": b"mot hai", "b.yaml": b"hai"}
OFFICE = Origin(by="hoa", source="thu-tuc.xlsx", report='{"words": []}')


@pytest.fixture
def versions(engine: AsyncEngine) -> Versions:
    return Versions(engine)


async def begun(versions: Versions) -> int:
    """Put the first version into service and return the activation."""
    await versions.add(FIRST, Origin("bản cài đặt", "knowledge/"), 0)
    return 1


async def proposed(versions: Versions, based_on: int = 1) -> KnowledgeCandidate:
    kept = await versions.candidate(await versions.propose(SECOND, OFFICE, based_on))
    assert kept
    return kept


async def test_a_new_database_serves_nothing(versions: Versions) -> None:
    assert await versions.active() is None
    assert await versions.history() == []


async def test_the_first_version_is_served_with_its_files(versions: Versions) -> None:
    await begun(versions)

    active = await versions.active()
    assert active
    assert (active.id, active.version, active.by) == (1, 1, "bản cài đặt")
    version = await versions.version(1)
    assert version
    assert version.from_repository
    assert version.checksum == checksum(FIRST)
    assert await versions.files_of(version) == FIRST


async def test_a_candidate_changes_nothing_until_it_is_accepted(versions: Versions) -> None:
    await begun(versions)

    candidate = await proposed(versions)

    active = await versions.active()
    assert active
    assert active.version == 1
    assert await versions.files_of(candidate) == SECOND


async def test_an_accepted_candidate_is_the_next_version_with_all_that_was_kept_of_it(versions: Versions) -> None:
    await begun(versions)
    candidate = await proposed(versions)

    number = await versions.accept(candidate, "lan")

    [(now, version), (before, _)] = await versions.history()
    assert (number, now.version, now.by, before.version) == (2, 2, "lan", 1)
    assert (version.created_by, version.source, version.report) == ("hoa", "thu-tuc.xlsx", '{"words": []}')
    assert not version.from_repository
    assert await versions.files_of(version) == SECOND
    assert await versions.candidate(candidate.id) is None


async def test_the_second_of_two_admins_at_once_is_told_and_changes_nothing(versions: Versions) -> None:
    await begun(versions)
    one, other = await proposed(versions), await proposed(versions)
    await versions.accept(one, "lan")

    with pytest.raises(OvertakenError):
        await versions.accept(other, "hoa")

    assert [activation.by for activation, _ in await versions.history()] == ["lan", "bản cài đặt"]
    assert await versions.version(3) is None


async def test_of_many_at_the_very_same_moment_just_one_wins(versions: Versions, database_url: str) -> None:
    await begun(versions)
    candidates = [await proposed(versions) for _ in range(6)]
    engines = [open_database(database_url) for _ in candidates]

    ended = await asyncio.gather(
        *(Versions(one).accept(candidate, "lan") for one, candidate in zip(engines, candidates, strict=True)),
        return_exceptions=True,
    )

    assert sorted(type(end).__name__ for end in ended) == ["OvertakenError"] * 5 + ["int"]
    active = await versions.active()
    assert active
    assert (active.id, active.version) == (2, 2)
    for one in engines:
        await one.dispose()


async def test_a_rollback_serves_an_earlier_version_again_and_is_history_too(versions: Versions) -> None:
    await begun(versions)
    await versions.accept(await proposed(versions), "lan")

    await versions.roll_back(1, "hoa", based_on=2)

    assert [(one.id, one.version, one.by) for one, _ in await versions.history()] == [
        (3, 1, "hoa"),
        (2, 2, "lan"),
        (1, 1, "bản cài đặt"),
    ]


async def test_a_version_after_a_rollback_has_a_number_of_its_own(versions: Versions) -> None:
    await begun(versions)
    await versions.accept(await proposed(versions), "lan")
    await versions.roll_back(1, "hoa", based_on=2)

    assert await versions.accept(await proposed(versions, based_on=3), "lan") == 3


async def test_files_that_versions_share_are_kept_once(versions: Versions) -> None:
    await begun(versions)
    await versions.accept(await proposed(versions), "lan")

    first, second = await versions.version(1), await versions.version(2)

    assert first
    assert second
    assert (await versions.files_of(first))["b.yaml"] == (await versions.files_of(second))["b.yaml"]
    assert first.files.split('"b.yaml"')[1] == second.files.split('"b.yaml"')[1]


async def test_a_version_is_found_by_its_bytes(versions: Versions) -> None:
    await begun(versions)

    found = await versions.with_checksum(checksum(dict(reversed(FIRST.items()))))

    assert found
    assert found.number == 1
    assert await versions.with_checksum(checksum(SECOND)) is None


async def test_an_index_is_kept_for_all_processes(versions: Versions) -> None:
    assert (await versions.index("k"), await versions.has_index("k")) == (None, False)

    await versions.keep_index("k", b"packed")
    await versions.keep_index("k", b"packed")

    assert (await versions.index("k"), await versions.has_index("k")) == (b"packed", True)


async def test_a_discarded_candidate_is_gone(versions: Versions) -> None:
    await begun(versions)
    candidate = await proposed(versions)

    await versions.discard(candidate.id)

    assert await versions.candidate(candidate.id) is None
