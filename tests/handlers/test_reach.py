import asyncio
from collections import Counter
from collections.abc import MutableMapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Outcome, Turn
from bot.dialogue import EXPIRES_MINUTES, Dialogue
from bot.operations import days
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services, Snapshot
from bot.sharing.links import Target
from bot.storage.desks import Desk
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.journal import NoJournal
from bot.storage.outreach import Outreach, outreach
from bot.storage.reach import Event, Happened
from handlers import handle, reach
from tests.small_knowledge import BIRTH, BIRTH_URL, MARRIAGE, small_snapshot

Logs = list[MutableMapping[str, Any]]
Counted = Counter[tuple[str, str, str]]
FOUR_DIGITS = st.from_regex(r"[0-9]{4}", fullmatch=True)
SATURDAY = datetime(2026, 11, 28, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Four procedures: what counts is who asks, not what is found."""
    return small_snapshot(tmp_path_factory.mktemp("small"))


@pytest.fixture
def known(engine: AsyncEngine) -> Outreach:
    return outreach(engine, Pseudonyms(b"key"))


@pytest.fixture
def services(snapshot: Snapshot, engine: AsyncEngine, known: Outreach) -> Services:
    return Services(snapshot, NoJournal(), DatabaseDialogues(engine, Pseudonyms(b"key")), outreach=known)


@pytest.fixture
async def desk(known: Outreach) -> Desk:
    return await known.desks.register("Quầy 5", "Trung tâm xã Kon Braih", "", "lan")


async def kept(known: Outreach) -> Counted:
    """Return the sums over all days."""
    sums = Counted()
    for row in await known.reach.between(date.min, date.max):
        sums[row.happened.event.value, row.happened.desk, row.happened.procedure] += row.count
    return sums


async def lose(engine: AsyncEngine, table: str) -> None:
    """Let the database fail on one table."""
    async with engine.begin() as connection:
        await connection.execute(text(f"DROP TABLE {table}"))


async def test_a_link_is_counted_once_a_day_and_brings_its_desk(
    services: Services, known: Outreach, desk: Desk
) -> None:
    target = Target(BIRTH, desk.number)
    with time_machine.travel(SATURDAY):
        brought = await reach.arrived(target, "web", Dialogue(place="x"), services)
        again = await reach.arrived(target, "web", brought, services)
    with time_machine.travel(SATURDAY + timedelta(days=1)):
        await reach.arrived(target, "web", again, services)

    assert brought == Dialogue(place="x", desk=desk.number, arrived=f"2026-11-28 {desk.number} {BIRTH}")
    assert again == brought
    assert await kept(known) == {("scan", desk.number, BIRTH): 2}


async def test_another_link_of_the_desk_is_counted_by_itself(services: Services, known: Outreach, desk: Desk) -> None:
    brought = await reach.arrived(Target(BIRTH, desk.number), "web", Dialogue(), services)
    await reach.arrived(Target("", desk.number), "web", brought, services)

    assert await kept(known) == {("scan", desk.number, BIRTH): 1, ("scan", desk.number, ""): 1}


async def test_what_was_printed_for_a_closed_desk_is_counted(services: Services, known: Outreach, desk: Desk) -> None:
    await known.desks.close(desk.number)

    brought = await reach.arrived(Target("", desk.number), "web", Dialogue(), services)

    assert brought.desk == desk.number
    assert await kept(known) == {("scan", desk.number, ""): 1}


async def test_a_made_up_procedure_is_not_written_down(services: Services, known: Outreach, desk: Desk) -> None:
    await reach.arrived(Target("9.999999", desk.number), "web", Dialogue(), services)

    assert await kept(known) == {("scan", desk.number, ""): 1}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.text(max_size=20) | st.just(BIRTH), number=st.text(max_size=8) | FOUR_DIGITS)
async def test_a_forged_desk_changes_nothing_and_is_not_counted(
    services: Services, known: Outreach, code: str, number: str
) -> None:
    before = Dialogue(desk="1234", place="x")

    assert await reach.arrived(Target(code, number), "web", before, services) == before
    assert await reach.visited(Target(code, number), "web", "lan", services) == ""
    assert await kept(known) == {}


async def test_without_outreach_nothing_is_counted_and_all_is_answered(services: Services, desk: Desk) -> None:
    services.outreach = None

    assert await reach.arrived(Target(BIRTH, desk.number), "web", Dialogue(), services) == Dialogue()
    assert (await handle(Turn("web", "làm giấy khai sinh", person="lan"), services)).outcome is Outcome.ANSWER


async def test_who_opens_a_procedure_s_page_by_a_link_is_told_and_asks_for_that_desk_later(
    services: Services, known: Outreach, desk: Desk
) -> None:
    assert await reach.visited(Target(BIRTH, desk.number), "web", "lan", services) == desk.number
    await handle(Turn("web", "làm giấy khai sinh", person="lan"), services)

    assert await kept(known) == {
        ("scan", desk.number, BIRTH): 1,
        ("told", desk.number, ""): 1,
        ("told_of", desk.number, BIRTH): 1,
        ("conversation", desk.number, ""): 1,
        ("question", desk.number, BIRTH): 1,
    }


async def test_who_asks_without_having_come_by_a_desk_counts_for_none(services: Services, known: Outreach) -> None:
    await handle(Turn("telegram", "đăng ký kết hôn", person="lan"), services)

    assert await kept(known) == {
        ("conversation", "", ""): 1,
        ("question", "", MARRIAGE): 1,
        ("told", "", ""): 1,
        ("told_of", "", MARRIAGE): 1,
    }


async def test_a_link_followed_in_a_chat_counts_as_its_page_does(
    services: Services, known: Outreach, desk: Desk
) -> None:
    payload = f"p_{BIRTH.replace('.', '_')}_k_{desk.number}"
    await handle(Turn("telegram", f"/start {payload}", person="lan"), services)
    await handle(Turn("zalo_oa", f"k{desk.number} {BIRTH}", person="minh"), services)

    assert await kept(known) == {
        ("scan", desk.number, BIRTH): 2,
        ("told", desk.number, ""): 2,
        ("told_of", desk.number, BIRTH): 2,
    }


async def test_half_an_hour_of_silence_ends_a_conversation(services: Services, known: Outreach) -> None:
    turn = Turn("web", "đăng ký kết hôn", person="lan")
    moment = SATURDAY
    for silence in (0, EXPIRES_MINUTES - 1, EXPIRES_MINUTES - 1, EXPIRES_MINUTES + 1):
        moment += timedelta(minutes=silence)
        with time_machine.travel(moment, tick=False):
            await handle(turn, services)

    counted = await kept(known)
    assert (counted["conversation", "", ""], counted["question", "", MARRIAGE]) == (2, 4)


async def test_a_turn_without_a_person_counts_as_a_question_alone(services: Services, known: Outreach) -> None:
    await handle(Turn("web", "đăng ký kết hôn"), services)

    assert await kept(known) == {("question", "", MARRIAGE): 1}


async def test_an_official_s_file_is_not_counted(services: Services, known: Outreach) -> None:
    await handle(Turn("telegram", "/lienket 123456", person="lan"), services)

    assert await kept(known) == {}


async def test_a_day_is_one_in_vietnam(services: Services, known: Outreach, desk: Desk) -> None:
    with time_machine.travel(datetime(2026, 11, 27, 17, 30, tzinfo=UTC)):  # half past midnight there
        await reach.arrived(Target("", desk.number), "web", Dialogue(), services)
        assert days.today() == date(2026, 11, 28)

    [row] = await known.reach.between(date.min, date.max)
    assert row.happened == Happened(date(2026, 11, 28), desk.number, "", Event.SCAN)


async def test_an_answer_does_not_fail_because_it_could_not_be_counted(
    services: Services, engine: AsyncEngine, logs: Logs
) -> None:
    await lose(engine, "reach")

    reply = await handle(Turn("web", "làm giấy khai sinh", person="lan"), services)

    assert reply.outcome is Outcome.ANSWER
    assert [log["event"] for log in logs] == ["reach_failed"]
    assert not (await services.dialogues.load("web", "lan")).begun


async def test_a_desk_is_remembered_even_if_its_link_could_not_be_counted(
    services: Services, engine: AsyncEngine, desk: Desk, logs: Logs
) -> None:
    await lose(engine, "reach")

    brought = await reach.arrived(Target(BIRTH, desk.number), "web", Dialogue(), services)

    assert brought == Dialogue(desk=desk.number)
    assert [log["event"] for log in logs] == ["reach_failed"]


@pytest.mark.parametrize("table", ["desk", "dialogue"])
async def test_a_page_does_not_fail_because_the_database_did(
    services: Services, engine: AsyncEngine, desk: Desk, logs: Logs, table: str
) -> None:
    await lose(engine, table)

    assert await reach.visited(Target(BIRTH, desk.number), "web", "lan", services) == ""
    await reach.tapped(Target(BIRTH), "web", "lan", services)
    assert "visit_failed" in [log["event"] for log in logs]


async def test_a_desk_that_cannot_be_looked_up_changes_nothing(
    services: Services, engine: AsyncEngine, desk: Desk, logs: Logs
) -> None:
    await lose(engine, "desk")

    assert await reach.arrived(Target(BIRTH, desk.number), "web", Dialogue(place="x"), services) == Dialogue(place="x")
    assert [log["event"] for log in logs] == ["arrival_failed"]


async def test_a_tap_counts_for_the_link_s_desk_else_for_the_one_that_brought_the_person(
    services: Services, known: Outreach, desk: Desk
) -> None:
    other = await known.desks.register("Quầy 6", "Trung tâm xã Kon Braih", "", "lan")
    await reach.visited(Target("", desk.number), "web", "lan", services)

    await reach.tapped(Target(BIRTH, other.number), "web", "lan", services)
    await reach.tapped(Target(BIRTH, ""), "web", "lan", services)
    await reach.tapped(Target(BIRTH, "9"), "web", "minh", services)

    counted = await kept(known)
    assert {who: count for (event, who, _), count in counted.items() if event == "tap"} == {
        other.number: 1,
        desk.number: 1,
        "": 1,
    }


async def test_official_links_lead_over_the_address_that_counts_where_the_site_is_known(
    services: Services, desk: Desk
) -> None:
    services.addresses.web = "https://hoi.example.vn"
    await reach.visited(Target("", desk.number), "web", "lan", services)

    reply = await handle(Turn("web", "làm giấy khai sinh", person="lan"), services)

    assert [(link.url, link.tap) for link in reply.links if link.tap] == [
        (BIRTH_URL, f"https://hoi.example.vn/di/{BIRTH}?k={desk.number}")
    ]


async def test_no_other_link_is_counted_and_none_where_the_site_is_unknown(services: Services) -> None:
    answered = await handle(Turn("web", "làm giấy khai sinh", person="lan"), services)
    services.addresses.web = "https://hoi.example.vn"
    refused = await handle(Turn("web", "hôm nay trời mưa", person="lan"), services)

    assert [link.tap for link in (*answered.links, *refused.links)] == ["", ""]


async def test_two_persons_at_once_are_both_counted(services: Services, known: Outreach, desk: Desk) -> None:
    people = [f"người {number}" for number in range(12)]

    await asyncio.gather(*(reach.visited(Target(BIRTH, desk.number), "web", who, services) for who in people))

    assert await kept(known) == {
        ("scan", desk.number, BIRTH): 12,
        ("told", desk.number, ""): 12,
        ("told_of", desk.number, BIRTH): 12,
    }


async def test_nothing_of_a_person_reaches_the_counters(services: Services, engine: AsyncEngine, desk: Desk) -> None:
    await reach.visited(Target(BIRTH, desk.number), "web", "số riêng của lan", services)
    await handle(Turn("web", "tôi là Lan, làm giấy khai sinh", person="số riêng của lan"), services)

    async with engine.connect() as connection:
        rows = str((await connection.execute(text("SELECT * FROM reach"))).all())
    assert rows
    assert "lan" not in rows.lower()


def test_a_dialogue_that_began_anew_still_knows_who_was_told() -> None:
    told = Dialogue(desk="4072", arrived="2026-11-28 4072", begun=True, told_week="2026-11-23", told=(BIRTH,))

    assert told.begun_anew() == replace(told, begun=False)
