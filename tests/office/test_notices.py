"""Telling whose wish is fulfilled, over a real database; a teller here only puts messages into the inbox."""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Fate, Reply
from bot.dialogue import Dialogue
from bot.knowledge.reading import load_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.ways import Ways
from bot.office.notices import AT_ONCE, Notices
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import open_database
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.follows import LEASE, Follows
from bot.storage.inbox import Inbox
from bot.storage.tables import InboxEntry, StoredDialogue, StoredFollow
from tests.processes import forked_ready
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE
from tests.small_knowledge import PROCEDURES as SMALL

BOTH = Ways.ONLINE | Ways.POSTAL
PSEUDONYMS = Pseudonyms(b"key of tests")
WINDOW = timedelta(hours=47)


@dataclass
class Messenger:
    """A channel as the office sees it: it keeps messages in the inbox, and writes down those that are new there."""

    inbox: Inbox
    name: str = "telegram"
    window: timedelta | None = None
    told: list[tuple[str, Reply]] = field(default_factory=list)
    killed: str = ""
    """When this process is killed: "before" or "after" a message is kept."""

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        if self.killed == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        if await self.inbox.put(self.name, key, "[]", address):
            self.told.append((address, reply))
        if self.killed == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    @property
    def people(self) -> list[str]:
        return [address for address, _ in self.told]


@pytest.fixture
def before(folder: Path) -> Knowledge:
    """Registering a marriage is done online in part, not by post; the identity card neither way."""
    return load_knowledge(folder)


@pytest.fixture
def after(before: Knowledge, folder: Path) -> Knowledge:
    """The identity card is done online and by post."""
    changed = SMALL.replace("không trực tuyến,không", "toàn trình,có")
    (folder / "procedures.csv").write_text(changed, encoding="utf-8")
    return load_knowledge(folder)


@pytest.fixture
def notices(engine: AsyncEngine) -> Notices:
    return Notices(Follows(engine, PSEUDONYMS), DatabaseDialogues(engine, PSEUDONYMS))


@pytest.fixture
def messenger(engine: AsyncEngine) -> Messenger:
    return Messenger(Inbox(engine, PSEUDONYMS))


async def wished(notices: Notices, *people: str, code: str = ID_CARD, wish: Ways = BOTH) -> None:
    for person in people:
        await notices.follows.add("telegram", person, code, wish)


async def kept(engine: AsyncEngine) -> int:
    """Return how many messages are in the inbox, without taking them."""
    async with AsyncSession(engine) as session:
        return len((await session.exec(select(InboxEntry))).all())


async def let_leases_run_out(engine: AsyncEngine) -> None:
    async with AsyncSession(engine) as session:
        for row in (await session.exec(select(StoredFollow))).all():
            row.claimed_until = row.claimed_until and row.claimed_until - LEASE - timedelta(seconds=5)
            session.add(row)
        await session.commit()


async def test_nobody_is_told_before_the_change_and_exactly_those_who_asked_after_it(
    notices: Notices, messenger: Messenger, before: Knowledge, after: Knowledge
) -> None:
    await wished(notices, "lan", "minh")
    await wished(notices, "hoa", code=MARRIAGE, wish=Ways.POSTAL)

    await notices.tell([messenger], before)
    too_early = messenger.people
    for _ in range(3):
        await notices.tell([messenger], after)

    assert too_early == []
    assert messenger.people == ["lan", "minh"]


async def test_what_is_told_are_the_ways_that_were_waited_for_and_are_there(
    notices: Notices, messenger: Messenger, after: Knowledge
) -> None:
    await wished(notices, "lan")
    await wished(notices, "minh", wish=Ways.POSTAL)

    await notices.tell([messenger], after)

    assert [reply.blocks[0].text for _, reply in messenger.told] == [
        "Anh/chị nhờ tôi báo: thủ tục này nay nộp được qua mạng và gửi được qua bưu điện.",
        "Anh/chị nhờ tôi báo: thủ tục này nay gửi được qua bưu điện.",
    ]


async def test_a_procedure_that_is_withdrawn_tells_nobody(
    notices: Notices, messenger: Messenger, after: Knowledge
) -> None:
    await wished(notices, "lan", code="9.999999")

    await notices.tell([messenger], after)

    assert messenger.people == []


async def test_each_channel_tells_its_own(notices: Notices, messenger: Messenger, after: Knowledge) -> None:
    other = Messenger(messenger.inbox, "zalo_bot")
    await wished(notices, "lan")
    await notices.follows.add("zalo_bot", "minh", ID_CARD, BOTH)
    await notices.follows.add("zalo_oa", "hoa", ID_CARD, BOTH)

    await notices.tell([messenger, other], after)

    assert (messenger.people, other.people) == (["lan"], ["minh"])
    assert len(await notices.follows.of("zalo_oa", "hoa")) == 1


async def test_a_wave_goes_out_in_goes_of_twenty(notices: Notices, messenger: Messenger, after: Knowledge) -> None:
    await wished(notices, *(f"{number:02}" for number in range(AT_ONCE + 5)))

    more = await notices.tell([messenger], after)
    first = len(messenger.told)
    no_more = await notices.tell([messenger], after)

    assert (more, first, no_more, len(messenger.told)) == (True, AT_ONCE, False, AT_ONCE + 5)


async def test_two_processes_tell_each_person_once(
    notices: Notices, messenger: Messenger, after: Knowledge, engine: AsyncEngine
) -> None:
    other = Notices(Follows(engine, PSEUDONYMS), DatabaseDialogues(engine, PSEUDONYMS))
    everybody = [f"{number:02}" for number in range(30)]
    await wished(notices, *everybody)

    for _ in range(2):
        await asyncio.gather(notices.tell([messenger], after), other.tell([messenger], after))

    assert sorted(messenger.people) == everybody


def tell_and_be_killed(url: str, folder: Path, moment: str) -> None:
    """Tell in a process of its own, which is killed before or after the first message is kept."""

    async def work() -> None:
        engine = open_database(url)
        notices = Notices(Follows(engine, PSEUDONYMS), DatabaseDialogues(engine, PSEUDONYMS))
        await notices.tell([Messenger(Inbox(engine, PSEUDONYMS), killed=moment)], load_knowledge(folder))

    asyncio.run(work())


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_process_killed_around_keeping_the_message_has_it_told_once_all_the_same(
    notices: Notices, messenger: Messenger, after: Knowledge, folder: Path, engine: AsyncEngine, *, moment: str
) -> None:
    await wished(notices, "lan")
    url = engine.url.set(drivername="sqlite").render_as_string()
    process = forked_ready().Process(target=tell_and_be_killed, args=(url, folder, moment))
    process.start()
    await asyncio.to_thread(process.join)

    await notices.tell([messenger], after)
    within_the_lease = await kept(engine)
    for _ in range(2):
        await let_leases_run_out(engine)
        await notices.tell([messenger], after)

    assert process.exitcode == -signal.SIGKILL
    assert within_the_lease == (1 if moment == "after" else 0)
    assert await kept(engine) == 1
    assert len(messenger.told) == (0 if moment == "after" else 1)


async def test_what_failed_is_told_again_later(
    notices: Notices, messenger: Messenger, after: Knowledge, engine: AsyncEngine
) -> None:
    await wished(notices, "lan")
    await notices.tell([messenger], after)
    [one] = await notices.follows.of("telegram", "lan")
    await notices.follows.report(one.key, Fate.FAILED)

    await notices.tell([messenger], after)
    at_once = len(messenger.told)
    async with AsyncSession(engine) as session:
        [row] = (await session.exec(select(StoredFollow))).all()
        row.claimed_until = datetime.now(UTC)
        session.add(row)
        await session.commit()
    await notices.tell([messenger], after)

    assert (at_once, messenger.people) == (1, ["lan", "lan"])


async def wrote(engine: AsyncEngine, notices: Notices, person: str, ago: timedelta) -> None:
    await notices.dialogues.save("telegram", person, Dialogue())
    async with AsyncSession(engine) as session:
        row = await session.get_one(StoredDialogue, PSEUDONYMS.of("telegram", person))
        row.updated_at -= ago
        session.add(row)
        await session.commit()


async def test_beyond_the_window_the_news_wait_for_the_person(
    notices: Notices, messenger: Messenger, after: Knowledge, engine: AsyncEngine
) -> None:
    messenger.window = WINDOW
    await wished(notices, "lan", "minh", "hoa")
    await wrote(engine, notices, "lan", timedelta(hours=46))
    await wrote(engine, notices, "minh", timedelta(hours=48))

    for _ in range(2):
        await notices.tell([messenger], after)

    assert messenger.people == ["lan"]
    waiting = [await notices.follows.of("telegram", person) for person in ("minh", "hoa")]
    assert [one.waits for [one] in waiting] == [True, True]


async def test_a_version_taken_back_and_loaded_again_tells_nobody_twice(
    notices: Notices, messenger: Messenger, before: Knowledge, after: Knowledge
) -> None:
    await wished(notices, "lan")

    for knowledge in (after, before, after):
        await notices.tell([messenger], knowledge)
        for one in await notices.follows.of("telegram", "lan"):
            await notices.follows.report(one.key, Fate.SENT)

    assert messenger.people == ["lan"]


async def test_who_asks_anew_after_it_was_taken_back_is_told_anew(
    notices: Notices, messenger: Messenger, before: Knowledge, after: Knowledge
) -> None:
    for _ in range(2):
        await wished(notices, "lan")
        await notices.tell([messenger], after)
        [one] = await notices.follows.of("telegram", "lan")
        await notices.follows.report(one.key, Fate.SENT)
        await notices.tell([messenger], before)

    assert messenger.people == ["lan", "lan"]


def test_the_small_knowledge_is_as_these_tests_say(before: Knowledge) -> None:
    assert BIRTH in before.by_code
    assert not before.by_code[ID_CARD].service_level.is_online
