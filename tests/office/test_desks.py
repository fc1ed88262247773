from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.places import PlaceRow, Places
from bot.office.desks import Register, commune_of
from bot.storage.audit import Audit
from bot.storage.database import open_database
from bot.storage.desks import Desk, DeskError, Desks
from tests.databases import new_database

OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"
PLACES = Places.of(
    [
        PlaceRow(
            former_commune="xã Đăk Tờ Re",
            former_district="huyện Kon Rẫy",
            commune="xã Kon Braih",
            source="Thử",
            as_of="2025",
        )
    ],
    [],
)


@pytest.fixture
async def register(tmp_path: Path) -> AsyncIterator[Register]:
    engine = open_database(new_database(tmp_path / "desks.db"))
    yield Register(Desks(engine), Audit(engine))
    await engine.dispose()


async def log(register: Register) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.action, entry.detail) for entry in reversed(await register.audit.latest(10))]


async def test_a_desk_serves_the_commune_that_was_named_or_the_whole_province(register: Register) -> None:
    one = await register.add("Quầy 5", OFFICE, "Kon Braih", PLACES, "minh")
    other = await register.add("Quầy 1", "Sở Nội vụ", "  ", PLACES, "minh")

    assert (one.commune, commune_of(one, PLACES)) == ("xa-kon-braih", "xã Kon Braih")
    assert (other.commune, commune_of(other, PLACES)) == ("", "")
    assert commune_of(Desk("4072", "Quầy 5", OFFICE, "xa-da-bo"), PLACES) == "xa-da-bo"


@pytest.mark.parametrize("commune", ["xã Đăk Tờ Re", "<b>", "x" * 3000])
async def test_an_unknown_commune_is_named_and_nothing_is_kept(register: Register, commune: str) -> None:
    with pytest.raises(DeskError, match=f"“{commune[:20]}.*”.*xã Kon Braih") as refused:
        await register.add("Quầy 5", OFFICE, commune, PLACES, "minh")

    assert len(str(refused.value)) < 300
    assert await register.desks.every() == []
    assert await log(register) == []


async def test_every_change_is_written_down_once_with_who_made_it(register: Register) -> None:
    desk = await register.add("Quầy 5", OFFICE, "", PLACES, "minh")
    closed = [await register.close(desk.number, who) for who in ("lan", "an")]
    opened = [await register.reopen(desk.number, who) for who in ("minh", "an")]

    assert closed[0] == closed[1]
    assert closed[0].closed_at
    assert opened == [desk, desk]
    assert await log(register) == [
        ("minh", "desk_registered", f"{desk.number}: Quầy 5, {OFFICE}"),
        ("lan", "desk_closed", f"{desk.number}: Quầy 5, {OFFICE}"),
        ("minh", "desk_reopened", f"{desk.number}: Quầy 5, {OFFICE}"),
    ]


@pytest.mark.parametrize("number", ["4072", "", "quầy 5", "4072\x00", "9" * 5000])
async def test_a_desk_that_is_not_there_is_told(register: Register, number: str) -> None:
    for work in (register.close(number, "lan"), register.reopen(number, "lan")):
        with pytest.raises(DeskError, match="Không có quầy số") as refused:
            await work
        assert len(str(refused.value)) < 200
