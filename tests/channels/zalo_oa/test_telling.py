"""Writing to somebody who asked to be told, within the window of the account and beyond it."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answers import replies
from bot.channels.zalo_oa.channel import FREE_WINDOW, ZaloOa, create_zalo_oa
from bot.conversation import Fate, Reply, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.settings import ZaloOaSettings
from bot.storage.inbox import Inbox
from bot.storage.zalo_tokens import ZaloTokens
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.reports import NEWS, SAID, Reports
from tests.channels.zalo_oa.test_channel import running
from tests.fakes.zalo_oa import FREE, PERSON, SEND_PATH, FakeZaloOa, Fault


async def _answer(_: Turn) -> Reply:
    return replies.plain("Vâng.")


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def channel(settings: ZaloOaSettings, engine: AsyncEngine, store: ZaloTokens, reports: Reports) -> ZaloOa:
    inbox = Inbox(engine, Pseudonyms(b"key of tests"))
    return create_zalo_oa(settings, _answer, inbox, store, pauses=(0.0, 0.0), report=reports)


async def test_the_news_go_to_the_person_once_for_their_key(
    channel: ZaloOa, zalo: FakeZaloOa, reports: Reports, logs: Logs
) -> None:
    zalo.interact(PERSON)

    async with running(channel):
        for _ in range(2):
            await channel.tell(PERSON, NEWS, "wish-1")
        await eventually(lambda: reports.made)
        await channel.tell(PERSON, NEWS, "wish-2")
        await eventually(lambda: len(reports.made) == 2)

    assert [text.startswith(SAID) for text in zalo.texts()] == [True, True]
    assert NEWS.links[0].url in zalo.texts()[0]
    assert reports.made == {"wish-1": Fate.SENT, "wish-2": Fate.SENT}


def test_people_are_written_to_only_while_zalo_charges_nothing() -> None:
    assert timedelta(hours=24) < FREE_WINDOW < FREE


async def test_who_wrote_too_long_ago_or_never_is_reported_as_out_of_reach(
    channel: ZaloOa, zalo: FakeZaloOa, reports: Reports, logs: Logs
) -> None:
    zalo.interact(PERSON, timedelta(days=8))

    async with running(channel):
        await channel.tell(PERSON, NEWS, "wish-1")
        await channel.tell("999", NEWS, "wish-2")
        await eventually(lambda: len(reports.made) == 2)

    assert zalo.texts() == []
    assert reports.made == {"wish-1": Fate.CLOSED, "wish-2": Fate.CLOSED}


async def test_where_the_window_has_no_message_left_the_news_wait_for_the_person(
    channel: ZaloOa, zalo: FakeZaloOa, reports: Reports, logs: Logs
) -> None:
    zalo.interact(PERSON)

    async with running(channel):
        for number in range(9):
            await channel.tell(PERSON, NEWS, f"wish-{number}")
        await eventually(lambda: len(reports.made) == 9)

    assert list(reports.made.values()) == [Fate.SENT] * 8 + [Fate.CLOSED]


@pytest.mark.parametrize(
    ("faults", "fate"),
    [
        ([Fault(error=-213)], Fate.CLOSED),
        ([Fault(error=-244)], Fate.CLOSED),
        ([Fault(error=-201)], Fate.CLOSED),
        ([Fault(error=-224)], Fate.FAILED),
        ([Fault(error=-32)] * 3, Fate.FAILED),
        ([Fault(status=502)] * 3, Fate.FAILED),
        ([Fault(reset=True, after=True)] * 2, Fate.SENT),
    ],
)
@pytest.mark.usefixtures("logs")
async def test_what_zalo_does_not_take_is_reported_as_what_may_help(
    channel: ZaloOa, zalo: FakeZaloOa, reports: Reports, faults: list[Fault], fate: Fate
) -> None:
    zalo.interact(PERSON)
    zalo.plan(SEND_PATH, *faults)

    async with running(channel):
        await channel.tell(PERSON, NEWS, "wish-1")
        await eventually(lambda: reports.made)

    assert reports.made == {"wish-1": fate}
