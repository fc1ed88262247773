import asyncio
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from structlog.testing import capture_logs

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import migrate, open_database
from bot.storage.inbox import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, Delivery, Inbox
from bot.storage.tables import InboxEntry
from tests.processes import forked_ready

PSEUDONYMS = Pseudonyms(b"key of tests")


@pytest.fixture
def inbox(engine: AsyncEngine) -> Inbox:
    return Inbox(engine, PSEUDONYMS)


async def put_texts(inbox: Inbox, *texts: str, person: str = "") -> None:
    for text in texts:
        assert await inbox.put("telegram", f"key of {text}", text, person)


async def claimed(inbox: Inbox, limit: int = 20, channel: str = "telegram") -> list[str]:
    return [delivery.payload for delivery in await inbox.claim(channel, limit)]


async def rows(engine: AsyncEngine) -> list[InboxEntry]:
    async with AsyncSession(engine) as session:
        return list((await session.exec(select(InboxEntry))).all())


async def let_time_pass(engine: AsyncEngine, time: timedelta) -> None:
    """Make every moment in the table so much older."""
    async with AsyncSession(engine) as session:
        for row in (await session.exec(select(InboxEntry))).all():
            row.received_at -= time
            row.not_before = row.not_before and row.not_before - time
            session.add(row)
        await session.commit()


async def test_what_was_delivered_is_claimed_oldest_first(inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai", "ba")

    assert await claimed(inbox) == ["một", "hai", "ba"]


async def test_no_more_are_claimed_than_asked_for(inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai", "ba")

    assert await claimed(inbox, limit=2) == ["một", "hai"]
    assert await claimed(inbox, limit=2) == ["ba"]
    assert await claimed(inbox, limit=0) == []


async def test_a_delivery_that_comes_again_is_known_even_after_it_was_answered(inbox: Inbox) -> None:
    first = await inbox.put("telegram", "7", "khai sinh")
    (delivery,) = await inbox.claim("telegram")
    waiting = await inbox.put("telegram", "7", "khai sinh")
    await inbox.done(delivery)
    answered = await inbox.put("telegram", "7", "khai sinh")

    assert (first, waiting, answered) == (True, False, False)
    assert await inbox.claim("telegram") == []


async def test_the_same_delivery_at_once_is_taken_once(inbox: Inbox) -> None:
    taken = await asyncio.gather(*(inbox.put("telegram", "7", "khai sinh") for _ in range(5)))

    assert sorted(taken) == [False, False, False, False, True]


async def test_channels_have_keys_and_deliveries_of_their_own(inbox: Inbox) -> None:
    assert await inbox.put("telegram", "7", "một")
    assert await inbox.put("zalo", "7", "hai")

    assert await claimed(inbox, channel="zalo") == ["hai"]


async def test_nobody_else_gets_what_is_claimed(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    other = Inbox(engine, PSEUDONYMS)

    assert (await claimed(inbox), await claimed(other)) == (["một"], [])


async def test_one_message_of_a_person_waits_for_the_one_before(inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai", person="lan")
    await put_texts(inbox, "ba", person="minh")

    first, other = await inbox.claim("telegram")
    meanwhile = await claimed(inbox)
    await inbox.done(first)

    assert (first.payload, other.payload) == ("một", "ba")
    assert meanwhile == []
    assert await claimed(inbox) == ["hai"]


async def test_messages_of_unknown_persons_do_not_wait_for_each_other(inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai")

    assert await claimed(inbox) == ["một", "hai"]


async def test_an_earlier_message_that_was_kept_later_still_waits(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "hai", person="lan")
    await claimed(inbox)
    async with AsyncSession(engine) as session:  # as if its transaction had been committed only now
        person, now = PSEUDONYMS.of("telegram", "lan"), datetime.now(UTC)
        session.add(InboxEntry(id=-1, channel="telegram", key="6", received_at=now, person=person, payload="một"))
        await session.commit()

    assert await claimed(inbox) == []


async def test_a_dead_process_s_deliveries_are_taken_over(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một", person="lan")
    await inbox.claim("telegram")

    await let_time_pass(engine, LEASE)

    (again,) = await inbox.claim("telegram")
    assert (again.payload, again.attempt) == ("một", 2)


async def test_a_renewed_delivery_is_kept(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    held = await inbox.claim("telegram")
    await let_time_pass(engine, LEASE / 2)

    await inbox.renew(held)
    await let_time_pass(engine, LEASE / 2)

    assert await inbox.claim("telegram") == []


async def test_who_lost_a_delivery_can_neither_renew_nor_give_it_back(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    (lost,) = await inbox.claim("telegram")
    await let_time_pass(engine, LEASE)
    (held,) = await inbox.claim("telegram")

    await inbox.failed(lost)
    await inbox.put_back(lost)
    await inbox.renew([lost])

    assert await inbox.claim("telegram") == []
    await inbox.put_back(held)
    assert await claimed(inbox) == ["một"]


async def test_a_failed_delivery_is_tried_again_after_a_growing_wait(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai", person="lan")

    for wait in (2, 4, 8, 16):
        (delivery,) = await inbox.claim("telegram")
        await inbox.failed(delivery)
        await let_time_pass(engine, timedelta(seconds=wait - 1))
        assert await inbox.claim("telegram") == []
        await let_time_pass(engine, timedelta(seconds=1))

    (last,) = await inbox.claim("telegram")
    assert (last.payload, last.attempt) == ("một", MOST_ATTEMPTS)


async def test_what_fails_five_times_is_given_up_and_erased(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai", person="lan")
    with capture_logs() as logged:
        for _ in range(MOST_ATTEMPTS):
            (delivery,) = await inbox.claim("telegram")
            await inbox.failed(delivery)
            await let_time_pass(engine, timedelta(seconds=2**MOST_ATTEMPTS))

    assert [(entry["event"], entry["message"]) for entry in logged] == [("delivery_given_up", "telegram-1")]
    assert await claimed(inbox) == ["hai"]
    assert [row.payload for row in await rows(engine)] == ["", "hai"]


async def test_what_kills_its_process_five_times_is_given_up(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    for _ in range(MOST_ATTEMPTS):
        assert await claimed(inbox) == ["một"]
        await let_time_pass(engine, LEASE)

    with capture_logs() as logged:
        assert await claimed(inbox) == []

    assert [entry["event"] for entry in logged] == ["delivery_given_up"]
    assert [row.done for row in await rows(engine)] == [True]


async def test_what_waits_for_a_messenger_that_is_away_comes_again_changed_and_was_no_attempt(
    engine: AsyncEngine, inbox: Inbox
) -> None:
    await put_texts(inbox, "một", "hai", person="lan")
    for _ in range(MOST_ATTEMPTS + 1):
        (delivery,) = await inbox.claim("telegram")
        await inbox.put_off(delivery, "[]", timedelta(minutes=5))
        assert await inbox.claim("telegram") == []
        await let_time_pass(engine, timedelta(minutes=5))

    (again,) = await inbox.claim("telegram")
    assert (again.payload, again.attempt) == ("[]", 1)


@pytest.mark.parametrize("leap", [timedelta(hours=1), timedelta(days=400)])
async def test_after_a_clock_was_set_back_nothing_waits_for_what_was_to_be_then(
    engine: AsyncEngine, inbox: Inbox, leap: timedelta
) -> None:
    await put_texts(inbox, "một", "hai", person="lan")
    await put_texts(inbox, "ba", person="minh")
    _, put_off = await inbox.claim("telegram")
    await inbox.put_off(put_off, "[]", timedelta(hours=9))

    await let_time_pass(engine, -leap)
    again = await inbox.claim("telegram")
    await inbox.done(again[0])

    assert [(delivery.payload, delivery.attempt) for delivery in again] == [("một", 2), ("[]", 1)]
    assert await claimed(inbox) == ["hai"]
    assert await claimed(inbox) == []


async def test_a_clock_that_goes_a_little_after_another_s_takes_nothing_from_it(
    engine: AsyncEngine, inbox: Inbox
) -> None:
    await put_texts(inbox, "một", "hai", person="lan")
    await put_texts(inbox, "ba", person="minh")
    _, put_off = await inbox.claim("telegram")
    await inbox.put_off(put_off, "[]", LONGEST_WAIT)

    await let_time_pass(engine, -timedelta(seconds=55))

    assert await claimed(inbox) == []


async def test_what_came_of_a_delivery_is_committed_with_it_or_not_at_all(engine: AsyncEngine, inbox: Inbox) -> None:
    done: list[str] = []
    await put_texts(inbox, "một", "hai")
    one, other = await inbox.claim("telegram")
    await inbox.put_back(other)

    assert await inbox.replace(one, "[]", [lambda _: done.append("một")])
    assert not await inbox.replace(other, "[]", [lambda _: done.append("hai")])
    await inbox.done(one, [lambda _: done.append("một again")])
    await inbox.done(one, [lambda _: done.append("never")])

    assert done == ["một", "một again"]


async def test_what_is_put_back_can_be_had_at_once_and_was_no_attempt(inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    (delivery,) = await inbox.claim("telegram")

    await inbox.put_back(delivery)

    (again,) = await inbox.claim("telegram")
    assert again.attempt == 1


async def test_what_took_the_place_of_a_delivery_is_what_the_next_process_gets(
    engine: AsyncEngine, inbox: Inbox
) -> None:
    await put_texts(inbox, "một", person="lan")
    (delivery,) = await inbox.claim("telegram")

    replaced = await inbox.replace(delivery, "[]")
    await let_time_pass(engine, LEASE)

    assert (replaced, await claimed(inbox)) == (True, ["[]"])


async def test_who_lost_a_delivery_or_is_done_with_it_cannot_replace_it(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một")
    (lost,) = await inbox.claim("telegram")
    await let_time_pass(engine, LEASE)
    (held,) = await inbox.claim("telegram")

    assert not await inbox.replace(lost, "[]")
    await inbox.put_back(held)
    assert await claimed(inbox) == ["một"]
    await inbox.done(held)
    assert not await inbox.replace(held, "[]")


async def test_of_an_answered_delivery_only_the_key_is_left(engine: AsyncEngine, inbox: Inbox) -> None:
    await inbox.put("telegram", "7", "khai sinh", "lan")
    (delivery,) = await inbox.claim("telegram")

    await inbox.done(delivery)

    (row,) = await rows(engine)
    assert (row.key, row.payload, row.person, row.done) == ("7", "", "", True)


async def test_a_person_s_id_stands_nowhere_beside_the_payload(engine: AsyncEngine, inbox: Inbox) -> None:
    await inbox.put("telegram", "7", "khai sinh", "5550123")

    (row,) = await rows(engine)

    assert "5550123" not in row.model_dump_json(exclude={"payload"})
    assert row.person == PSEUDONYMS.of("telegram", "5550123")


async def test_keys_are_forgotten_after_three_days_answered_or_not(engine: AsyncEngine, inbox: Inbox) -> None:
    await put_texts(inbox, "một", "hai")
    await inbox.done((await inbox.claim("telegram", 1))[0])
    await let_time_pass(engine, timedelta(days=3, seconds=1))
    await put_texts(inbox, "ba")

    forgotten = await inbox.forget()

    assert forgotten == 2
    assert [row.payload for row in await rows(engine)] == ["ba"]


def test_a_delivery_s_representation_does_not_show_what_was_written() -> None:
    assert "khai sinh" not in repr(Delivery(1, "telegram", "7", "khai sinh"))


async def test_sqlite_overwrites_what_was_answered(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'test.db'}"
    migrate(url)
    engine = open_database(url)
    inbox = Inbox(engine, PSEUDONYMS)
    await inbox.put("telegram", "7", "số căn cước 051234567890 " * 400)  # more than a page
    (delivery,) = await inbox.claim("telegram")

    await inbox.done(delivery)
    await inbox.forget()
    await engine.dispose()

    assert b"051234567890" not in bytes_below(tmp_path)


def bytes_below(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


Answered = tuple[str, int, int, float, float]
"""Person, number of the message, attempt, begun, ended; the clock is the same for all processes."""


def work(url: str, own: str) -> list[Answered]:
    """Be one of several processes: put deliveries of one's own, and answer anybody's until none is left."""
    return asyncio.run(_work(url, own))


async def _work(url: str, own: str) -> list[Answered]:
    engine = open_database(url)
    inbox = Inbox(engine, PSEUDONYMS)
    answered = []
    for number in range(10):
        await inbox.put("telegram", f"{own} {number}", f"{own} {number}", own)
    while (claimed := await inbox.claim("telegram", 5)) or await some_are_left(engine):
        for delivery in claimed:
            begun = time.monotonic()
            await asyncio.sleep(0.001)
            person, place = delivery.payload.split()
            answered.append((person, int(place), delivery.attempt, begun, time.monotonic()))
            await inbox.done(delivery)
    await engine.dispose()
    return answered


async def some_are_left(engine: AsyncEngine) -> bool:
    return not all(row.done for row in await rows(engine))


def test_several_processes_answer_each_once_and_a_person_s_in_order(database_url: str) -> None:
    persons = [f"person-{number}" for number in range(4)]

    async def fill() -> None:
        engine = open_database(database_url)
        inbox = Inbox(engine, PSEUDONYMS)
        for number in range(10):
            for person in persons:
                await inbox.put("telegram", f"{person} {number}", f"{person} {number}", person)
        await engine.dispose()

    asyncio.run(fill())
    with ProcessPoolExecutor(3, forked_ready()) as processes:
        parts = list(processes.map(work, [database_url] * 3, ["a", "b", "c"]))

    answered = sorted((entry for part in parts for entry in part), key=lambda entry: entry[3])
    for person in [*persons, "a", "b", "c"]:
        own = [entry for entry in answered if entry[0] == person]
        assert [number for _, number, _, _, _ in own] == list(range(10))
        assert all(before[4] <= after[3] for before, after in pairwise(own))
    assert {attempt for _, _, attempt, _, _ in answered} == {1}
