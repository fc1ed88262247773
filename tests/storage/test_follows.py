import asyncio
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Fate
from bot.knowledge.ways import Ways
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import open_database
from bot.storage.follows import AGAIN, IN_INBOX, KEPT, LEASE, Follow, Follows, Pair, Waiting
from bot.storage.tables import StoredFollow
from tests.processes import forked_ready

PSEUDONYMS = Pseudonyms(b"key of tests")
MARRIAGE, BIRTH = "1.000894", "1.001193"
BOTH = Ways.ONLINE | Ways.POSTAL
FULFILLED: list[Pair] = [(MARRIAGE, Ways.ONLINE)]
SOON = timedelta(seconds=5)


@pytest.fixture
def follows(engine: AsyncEngine) -> Follows:
    return Follows(engine, PSEUDONYMS)


async def wished(follows: Follows, *people: str, channel: str = "telegram") -> None:
    for person in people:
        await follows.add(channel, person, MARRIAGE, Ways.ONLINE)


async def told(
    follows: Follows, pairs: list[Pair] = FULFILLED, limit: int = 20, channel: str = "telegram"
) -> list[str]:
    """Claim, and return whom it is for."""
    return [one.address for one in await follows.claim(channel, pairs, limit)]


async def rows(engine: AsyncEngine) -> list[StoredFollow]:
    async with AsyncSession(engine) as session:
        return list((await session.exec(select(StoredFollow).order_by("id"))).all())


async def let_time_pass(engine: AsyncEngine, time: timedelta) -> None:
    """Make every moment in the table so much older."""
    async with AsyncSession(engine) as session:
        for row in (await session.exec(select(StoredFollow))).all():
            row.ends_at -= time
            row.claimed_until = row.claimed_until and row.claimed_until - time
            session.add(row)
        await session.commit()


async def test_a_wish_is_kept_with_who_where_about_what_and_for_a_year(engine: AsyncEngine, follows: Follows) -> None:
    await follows.add("zalo_oa", "246845883529197922", MARRIAGE, BOTH)

    [one] = await follows.of("zalo_oa", "246845883529197922")
    [row] = await rows(engine)
    assert (one.channel, one.address, one.procedure, one.wish) == ("zalo_oa", "246845883529197922", MARRIAGE, BOTH)
    assert abs(row.ends_at - datetime.now(UTC) - KEPT) < timedelta(minutes=1)
    assert row.person == PSEUDONYMS.of("zalo_oa", "246845883529197922")


async def test_neither_address_nor_key_is_shown_in_logs(follows: Follows) -> None:
    await wished(follows, "lan")

    [one] = await follows.of("telegram", "lan")

    assert "lan" not in repr(one)
    assert one.key not in repr(one)


async def test_a_wish_that_is_told_again_is_kept_once_with_both_ways_and_a_new_year(
    engine: AsyncEngine, follows: Follows
) -> None:
    await wished(follows, "lan")
    await let_time_pass(engine, timedelta(days=300))

    await follows.add("telegram", "lan", MARRIAGE, Ways.POSTAL)
    await follows.add("telegram", "lan", MARRIAGE, Ways.POSTAL)

    [row] = await rows(engine)
    assert row.wish == BOTH.value
    assert row.ends_at - datetime.now(UTC) > KEPT - timedelta(minutes=1)


async def test_the_same_number_on_another_channel_is_another_person(follows: Follows) -> None:
    await wished(follows, "7")
    await follows.add("zalo_bot", "7", BIRTH, Ways.POSTAL)

    assert [one.procedure for one in await follows.of("telegram", "7")] == [MARRIAGE]
    assert await told(follows, [(MARRIAGE, Ways.ONLINE), (BIRTH, Ways.POSTAL)]) == ["7"]


async def test_of_what_is_waited_for_only_numbers_are_told(follows: Follows) -> None:
    await wished(follows, "lan", "minh")
    await wished(follows, "hoa", channel="zalo_oa")
    await follows.add("telegram", "lan", BIRTH, Ways.POSTAL)

    assert await follows.waiting() == [
        Waiting(MARRIAGE, Ways.ONLINE, "telegram", 2),
        Waiting(MARRIAGE, Ways.ONLINE, "zalo_oa", 1),
        Waiting(BIRTH, Ways.POSTAL, "telegram", 1),
    ]
    assert await follows.waiting("zalo_oa") == [Waiting(MARRIAGE, Ways.ONLINE, "zalo_oa", 1)]


async def test_only_the_fulfilled_are_claimed_the_oldest_first_and_no_more_than_asked_for(follows: Follows) -> None:
    await wished(follows, "lan", "minh", "hoa")
    await follows.add("telegram", "tư", MARRIAGE, Ways.POSTAL)

    assert await told(follows, limit=2) == ["lan", "minh"]
    assert await told(follows) == ["hoa"]
    assert await told(follows) == []


async def test_a_claim_that_was_not_ended_is_free_again_after_the_lease(engine: AsyncEngine, follows: Follows) -> None:
    await wished(follows, "lan")
    [first] = await follows.claim("telegram", FULFILLED, 20)

    await let_time_pass(engine, LEASE - SOON)
    meanwhile = await told(follows)
    await let_time_pass(engine, SOON * 2)
    [second] = await follows.claim("telegram", FULFILLED, 20)

    assert meanwhile == []
    assert second.key == first.key, "the inbox must know the message again"


async def test_one_whose_message_is_in_the_inbox_is_nobody_elses_until_the_inbox_has_forgotten_it(
    engine: AsyncEngine, follows: Follows
) -> None:
    await wished(follows, "lan")
    [one] = await follows.claim("telegram", FULFILLED, 20)
    await follows.held(one.key)

    await let_time_pass(engine, IN_INBOX - SOON)
    meanwhile = await told(follows)
    await let_time_pass(engine, SOON * 2)

    assert meanwhile == []
    assert await told(follows) == ["lan"]


async def claimed_one(follows: Follows, person: str = "lan") -> Follow:
    await wished(follows, person)
    [one] = await follows.claim("telegram", FULFILLED, 20)
    return one


async def test_what_was_sent_is_forgotten(engine: AsyncEngine, follows: Follows) -> None:
    one = await claimed_one(follows)

    await follows.report(one.key, Fate.SENT)
    await follows.report(one.key, Fate.SENT)  # a repetition changes nothing

    assert await rows(engine) == []


async def test_who_wants_no_messages_any_more_is_forgotten_with_all_wishes(
    engine: AsyncEngine, follows: Follows
) -> None:
    one = await claimed_one(follows)
    await follows.add("telegram", "lan", BIRTH, Ways.POSTAL)
    await follows.add("telegram", "minh", BIRTH, Ways.POSTAL)

    await follows.report(one.key, Fate.GONE)

    assert [row.address for row in await rows(engine)] == ["minh"]


async def test_what_could_not_be_sent_is_tried_again_later_as_a_new_message(
    engine: AsyncEngine, follows: Follows
) -> None:
    one = await claimed_one(follows)

    await follows.report(one.key, Fate.FAILED)
    at_once = await told(follows)
    await let_time_pass(engine, AGAIN + SOON)
    [again] = await follows.claim("telegram", FULFILLED, 20)

    assert at_once == []
    assert (again.address, again.key != one.key) == ("lan", True)


async def test_what_may_not_be_sent_now_waits_for_the_person_and_is_taken_once(follows: Follows) -> None:
    one = await claimed_one(follows)
    await follows.report(one.key, Fate.CLOSED)
    claimed = await told(follows)

    both = await asyncio.gather(*(follows.take("telegram", "lan", lambda _: True) for _ in range(2)))

    assert claimed == []
    assert sorted([found.address for found in taken] for taken in both) == [[], ["lan"]]
    assert await follows.of("telegram", "lan") == []


async def test_what_waits_for_the_person_but_is_no_longer_so_waits_for_the_change_again(follows: Follows) -> None:
    one = await claimed_one(follows)
    await follows.report(one.key, Fate.CLOSED)

    assert await follows.take("telegram", "lan", lambda _: False) == []

    assert await told(follows) == ["lan"]


async def test_nothing_is_taken_that_does_not_wait_for_the_person(follows: Follows) -> None:
    await wished(follows, "lan")

    assert await follows.take("telegram", "lan", lambda _: True) == []
    assert len(await follows.of("telegram", "lan")) == 1


async def test_one_wish_is_ended_or_all_of_a_person_and_nobody_elses(follows: Follows) -> None:
    await wished(follows, "lan", "minh")
    await follows.add("telegram", "lan", BIRTH, Ways.POSTAL)
    await follows.add("telegram", "lan", "2.000408", Ways.POSTAL)

    assert await follows.end("telegram", "lan", BIRTH) == 1
    assert await follows.end("telegram", "lan", BIRTH) == 0
    assert await follows.end("telegram", "lan") == 2

    assert len(await follows.of("telegram", "minh")) == 1


async def test_a_wish_ended_while_it_is_told_stays_ended(engine: AsyncEngine, follows: Follows) -> None:
    one = await claimed_one(follows)
    await follows.end("telegram", "lan")

    await follows.held(one.key)
    await follows.report(one.key, Fate.FAILED)

    assert await rows(engine) == []


async def test_after_a_year_a_wish_is_forgotten(engine: AsyncEngine, follows: Follows) -> None:
    await wished(follows, "lan")
    await let_time_pass(engine, KEPT + SOON)
    await wished(follows, "minh")

    assert await follows.forget() == 1
    assert [row.address for row in await rows(engine)] == ["minh"]


async def test_tasks_that_claim_at_once_never_get_the_same(follows: Follows) -> None:
    await wished(follows, *map(str, range(20)))

    claims = await asyncio.gather(*(told(follows, limit=5) for _ in range(8)))

    assert sorted(address for claim in claims for address in claim) == sorted(map(str, range(20)))


def claim_all(url: str) -> list[str]:
    """Claim in a process of its own, a few at a time, until nothing is left."""

    async def work() -> list[str]:
        engine = open_database(url)
        follows, mine = Follows(engine, PSEUDONYMS), list[str]()
        while claimed := await told(follows, limit=3):
            mine += claimed
        await engine.dispose()
        return mine

    return asyncio.run(work())


async def test_two_processes_that_claim_at_once_tell_each_person_once(database_url: str, follows: Follows) -> None:
    everybody = [f"{number:02}" for number in range(60)]
    await wished(follows, *everybody)

    with ProcessPoolExecutor(2, mp_context=forked_ready()) as pool:
        both = await asyncio.gather(
            *(asyncio.get_running_loop().run_in_executor(pool, claim_all, database_url) for _ in range(2))
        )

    assert sorted(both[0] + both[1]) == everybody
    assert all(first < second for mine in both for first, second in pairwise(mine)), "the oldest first"
