"""Writing to somebody who asked to be told, and what becomes of it."""

from typing import Any

import pytest

from bot.channels.zalo_bot.channel import create_zalo_bot
from bot.conversation import Fate
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.reports import NEWS, SAID, Reports
from tests.channels.zalo_bot.running import GROUP, LAN, MINH, QUICK, Echo, running, settings
from tests.fakes.zalo_bot import ApiError, FakeZaloBot, Raw, Reset


def channel(zalo: FakeZaloBot, inbox: Inbox, reports: Reports) -> Any:
    for chat in (LAN, GROUP):
        zalo.push_text(chat, "chào")  # so that Zalo knows the chat
    return create_zalo_bot(settings(zalo), Echo(), inbox, QUICK, report=reports)


async def test_the_news_go_to_the_chat_as_text_once_for_their_key(zalo: FakeZaloBot, inbox: Inbox) -> None:
    reports = Reports()

    async with running(channel(zalo, inbox, reports)) as running_one:
        await eventually(lambda: zalo.texts(LAN) and zalo.texts(GROUP))
        for _ in range(2):
            await running_one.tell(LAN, NEWS, "wish-1")
        await running_one.tell(f"{GROUP}:{MINH}", NEWS, "wish-2")
        await eventually(lambda: len(reports.made) == 2)
        await eventually(lambda: len(zalo.texts(GROUP)) == 2)

    _, news = zalo.texts(LAN)
    assert news.startswith(SAID)
    assert NEWS.links[0].url in news
    assert zalo.texts(GROUP)[1] == news
    assert reports.made == {"wish-1": Fate.SENT, "wish-2": Fate.SENT}


@pytest.mark.parametrize(
    ("faults", "fate"),
    [
        ([ApiError(429)] * 4, Fate.FAILED),
        ([ApiError(400)], Fate.CLOSED),
        ([Reset(done=True)] * 2, Fate.SENT),
        ([Raw(502, b"<html>")], Fate.SENT),
    ],
)
async def test_what_zalo_does_not_take_is_reported_as_what_may_help(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, faults: list[ApiError | Raw | Reset], fate: Fate
) -> None:
    reports = Reports()

    async with running(channel(zalo, inbox, reports)) as running_one:
        await eventually(lambda: zalo.texts(LAN) and zalo.texts(GROUP))
        zalo.plan("sendMessage", *faults)
        await running_one.tell(LAN, NEWS, "wish-1")
        await eventually(lambda: reports.made)

    assert reports.made == {"wish-1": fate}
