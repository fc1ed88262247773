"""Writing to somebody who asked to be told, and what becomes of it."""

import pytest

from bot.conversation import Fate
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.reports import NEWS, SAID, Reports
from tests.channels.telegram.conftest import connect, echo, running
from tests.fakes.telegram import CHAT, ApiError, FakeTelegram, Raw, Reset, too_many

pytestmark = pytest.mark.filterwarnings(
    "ignore::telegram.warnings.PTBDeprecationWarning"
)  # the library's, about a type
GROUP = -1002


async def test_the_news_go_to_the_chat_whole_once_for_their_key_and_are_reported(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    reports = Reports()
    channel = connect(bot_api, inbox, echo, report=reports)

    async with running(channel):
        for _ in range(2):
            await channel.tell(f"{CHAT}:{CHAT}", NEWS, "wish-1")
        await eventually(lambda: reports.made)
        bot_api.push_text("xong")
        await eventually(lambda: len(bot_api.sent) == 2)

    news, answer = bot_api.sent
    assert (news.chat, news.answers, news.buttons) == (CHAT, None, ())
    assert news.text.startswith(SAID)
    assert NEWS.links[0].url in news.html
    assert answer.text == "xong"
    assert reports.made == {"wish-1": Fate.SENT}


async def test_who_asked_in_a_group_is_told_in_the_group(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    channel = connect(bot_api, inbox, echo, report=Reports())

    async with running(channel):
        await channel.tell(f"{GROUP}:7", NEWS, "wish-1")
        [news] = await eventually(lambda: bot_api.sent)

    assert news.chat == GROUP


async def test_who_has_blocked_the_bot_is_reported_gone(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    bot_api.blocked.add(CHAT)
    reports = Reports()
    channel = connect(bot_api, inbox, echo, report=reports)

    async with running(channel):
        await channel.tell(f"{CHAT}:{CHAT}", NEWS, "wish-1")
        await eventually(lambda: reports.made)

    assert reports.made == {"wish-1": Fate.GONE}


@pytest.mark.parametrize(
    ("faults", "fate"),
    [
        ([too_many(86_400)], Fate.FAILED),
        ([Raw(502, b"<html>")] * 6, Fate.FAILED),
        ([ApiError(400, "Bad Request: chat not found")], Fate.CLOSED),
        ([Reset(done=True)] * 2, Fate.SENT),
        ([Raw(502, b"<html>")], Fate.SENT),
    ],
)
async def test_what_telegram_does_not_take_is_reported_as_what_may_help(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, faults: list[ApiError | Raw | Reset], fate: Fate
) -> None:
    bot_api.plan("sendMessage", *faults)
    reports = Reports()
    channel = connect(bot_api, inbox, echo, report=reports)

    async with running(channel):
        await channel.tell(f"{CHAT}:{CHAT}", NEWS, "wish-1")
        await eventually(lambda: reports.made)

    assert reports.made == {"wish-1": fate}
