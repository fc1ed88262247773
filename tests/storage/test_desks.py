import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.sharing.links import valid_desk
from bot.storage.desks import LONGEST_COMMUNE, LONGEST_NAME, LONGEST_OFFICE, DeskError, Desks
from bot.storage.tables import StoredDesk

OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"


@pytest.fixture
def desks(engine: AsyncEngine) -> Desks:
    return Desks(engine)


async def test_a_desk_is_found_as_it_was_registered(desks: Desks) -> None:
    made = await desks.register("Quầy 5", OFFICE, "xa-kon-braih", by="minh")

    assert (made.name, made.office, made.commune, made.closed_at) == ("Quầy 5", OFFICE, "xa-kon-braih", None)
    assert made.full_name == f"Quầy 5, {OFFICE}"
    assert valid_desk(made.number) == made.number
    assert await desks.find(made.number) == made
    assert await desks.by_number() == {made.number: made}


async def test_who_registered_a_desk_is_kept(desks: Desks, engine: AsyncEngine) -> None:
    before = datetime.now(UTC)

    await desks.register("Quầy 5", OFFICE, "", by="minh")

    async with AsyncSession(engine) as session:
        [row] = list(await session.exec(select(StoredDesk)))
    assert row.created_by == "minh"
    assert before <= row.created_at <= datetime.now(UTC)


async def test_names_are_kept_as_typed_but_for_stray_spaces_and_signs(desks: Desks) -> None:
    made = await desks.register('  Quầy  "A" <5>\n🏛', " Sở Nội vụ;\x00 DROP ", "", by="minh")

    assert (made.name, made.office) == ('Quầy "A" <5>', "Sở Nội vụ; DROP")
    assert await desks.find(made.number) == made


@pytest.mark.parametrize(
    ("name", "office", "commune", "said"),
    [
        ("", OFFICE, "", "tên quầy và tên cơ quan"),
        ("Quầy 5", " \u200b ", "", "tên quầy và tên cơ quan"),
        ("q" * (LONGEST_NAME + 1), OFFICE, "", "Tên dài quá"),
        ("Quầy 5", "q" * (LONGEST_OFFICE + 1), "", "Tên dài quá"),
        ("Quầy 5", OFFICE, "x" * (LONGEST_COMMUNE + 1), "Tên dài quá"),
    ],
)
async def test_what_cannot_be_a_desk_is_refused_and_not_kept(
    desks: Desks, name: str, office: str, commune: str, said: str
) -> None:
    with pytest.raises(DeskError, match=said):
        await desks.register(name, office, commune, by="minh")

    assert await desks.every() == []


async def test_the_longest_names_are_kept_whole(desks: Desks) -> None:
    made = await desks.register("ầ" * LONGEST_NAME, "ữ" * LONGEST_OFFICE, "x" * LONGEST_COMMUNE, by="ề" * 40)

    assert await desks.find(made.number) == made


async def test_a_desk_is_registered_once_however_it_is_typed(desks: Desks) -> None:
    made = await desks.register("Quầy 5", OFFICE, "", by="minh")

    with pytest.raises(DeskError, match=f"quầy số {made.number}, đang dùng"):
        await desks.register("quay 5", OFFICE.upper(), "", by="lan")
    await desks.close(made.number)
    with pytest.raises(DeskError, match=f"quầy số {made.number}, đang đóng, anh/chị mở lại"):
        await desks.register("Quầy 5", OFFICE, "", by="lan")
    other = await desks.register("Quầy 5", "Sở Nội vụ", "", by="lan")

    assert {desk.number for desk in await desks.every()} == {made.number, other.number}


async def test_desks_are_listed_as_people_order_them(desks: Desks) -> None:
    for name, office in (("Quầy 10", "Xã Đăk Hà"), ("Quầy 2", "Xã Đăk Hà"), ("Quầy 1", "Xã Y"), ("Quầy 9", "Xã Ánh")):
        await desks.register(name, office, "", by="minh")

    assert [desk.full_name for desk in await desks.every()] == [
        "Quầy 9, Xã Ánh",
        "Quầy 2, Xã Đăk Hà",
        "Quầy 10, Xã Đăk Hà",
        "Quầy 1, Xã Y",
    ]


async def test_a_closed_desk_is_still_found_and_can_be_reopened(desks: Desks) -> None:
    made = await desks.register("Quầy 5", OFFICE, "", by="minh")
    other = await desks.register("Quầy 6", OFFICE, "", by="minh")
    before = datetime.now(UTC)

    closed = await desks.close(made.number)

    assert closed
    assert closed.closed_at
    assert before <= closed.closed_at <= datetime.now(UTC)
    assert await desks.find(made.number) == closed
    assert await desks.find(other.number) == other
    assert await desks.reopen(made.number) == made


@pytest.mark.parametrize("number", ["4072", "", "40720", "4072\x00", "đ", "4072' OR 1=1"])
async def test_a_desk_that_is_not_there_is_none(desks: Desks, number: str) -> None:
    assert await desks.find(number) is None
    assert await desks.close(number) is None
    assert await desks.reopen(number) is None


async def test_desks_registered_at_once_have_different_numbers(desks: Desks) -> None:
    made = await asyncio.gather(*(desks.register(f"Quầy {each}", OFFICE, "", by="minh") for each in range(8)))

    assert len({desk.number for desk in made}) == 8


async def test_a_number_that_is_taken_is_not_given_again(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([4072, 4072, 4072, 4073])
    monkeypatch.setattr("bot.storage.desks.secrets.choice", lambda _: next(numbers))

    made = [await desks.register(name, OFFICE, "", by="minh") for name in ("Quầy 1", "Quầy 2")]

    assert [desk.number for desk in made] == ["4072", "4073"]


async def test_when_no_number_is_left_it_is_told(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.desks.secrets.choice", lambda _: 4072)
    await desks.register("Quầy 1", OFFICE, "", by="minh")

    with pytest.raises(DeskError, match="hết số quầy"):
        await desks.register("Quầy 2", OFFICE, "", by="minh")


async def test_only_desks_that_are_not_closed_are_in_use(desks: Desks) -> None:
    one, two = [await desks.register(f"Quầy {number}", "Trung tâm", "", "lan") for number in (1, 2)]
    await desks.close(one.number)

    assert [desk.number for desk in await desks.in_use()] == [two.number]
