import json
import time
from dataclasses import replace

import pytest

from bot.answers import wording
from bot.channels.telegram import presenting
from bot.sharing.links import Addresses
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import IMPATIENT, connect, echo, running
from tests.channels.turns import Turns
from tests.fakes.telegram import CHAT, TOKEN, ApiError, FakeTelegram, Raw, Reset, message, too_many

PATIENT = replace(IMPATIENT, try_again=1000)
WRONG_TOKEN = "123456:no-such-bot-token-is-known-here-xyz"


def events(logs: Logs) -> list[str]:
    return [str(entry["event"]) for entry in logs]


async def test_the_bot_presents_itself(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    async with running(connect(bot_api, inbox)):
        await eventually(lambda: bot_api.short_description)

    assert [command["command"] for command in bot_api.commands] == [
        "start",
        "thutuc",
        "noinop",
        "chiase",
        "theodoi",
        "tro_giup",
        "xoa_du_lieu",
    ]
    assert bot_api.description == presenting.DESCRIPTION
    assert bot_api.short_description == presenting.SHORT_DESCRIPTION


async def test_descriptions_that_are_so_already_are_not_set_again(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.description, bot_api.short_description = presenting.DESCRIPTION, presenting.SHORT_DESCRIPTION

    async with running(connect(bot_api, inbox)):
        await eventually(lambda: bot_api.count("getMyShortDescription"))

    assert bot_api.count("setMyDescription") + bot_api.count("setMyShortDescription") == 0


@pytest.mark.parametrize("method", ["setMyCommands", "getMyDescription"])
async def test_a_bot_that_may_not_present_itself_answers_all_the_same(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, method: str
) -> None:
    bot_api.plan(method, ApiError(500, "Internal Server Error"))

    async with running(connect(bot_api, inbox)):
        await eventually(lambda: "telegram_not_presented" in events(logs))
        bot_api.push_text("/start")
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text.startswith(wording.WELCOME)


async def test_only_what_is_answered_is_asked_for(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    async with running(connect(bot_api, inbox)):
        await eventually(lambda: bot_api.push_text("/start") and bot_api.sent)

    [first, *_] = [call for call in bot_api.calls if call.method == "getUpdates"]
    assert json.loads(first.parameters["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
    ]


async def test_the_bot_s_own_address_is_known_once_it_runs(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    addresses = Addresses()

    async with running(connect(bot_api, inbox, addresses=addresses)):
        await eventually(lambda: addresses.telegram)

    assert addresses.telegram == "https://t.me/hoimotcua_bot"


async def test_a_rejected_token_rests_this_channel_with_a_hint_that_holds_no_token(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, inbox, token=WRONG_TOKEN, timing=PATIENT)

    async with running(channel):
        await eventually(lambda: logs)
        assert not channel.is_ready()

    assert logs == [
        {
            "event": "telegram_token_rejected",
            "hint": "Xem lại HMC_TELEGRAM__TOKEN; mã do @BotFather cấp.",
            "log_level": "critical",
        }
    ]
    assert {call.method for call in bot_api.calls} == {"getMe"}


async def test_a_token_revoked_while_running_rests_this_channel_with_the_same_hint(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, inbox, timing=PATIENT)
    async with running(channel):
        bot_api.push_text("/start")
        await eventually(lambda: bot_api.sent)

        bot_api.revoke()

        await eventually(lambda: "telegram_token_rejected" in events(logs))
        assert not channel.is_ready()
    assert [event for event in events(logs) if "present" not in event] == ["telegram_ready", "telegram_token_rejected"]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "sendMessage"])
async def test_a_token_that_is_taken_again_brings_the_channel_back(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, method: str
) -> None:
    bot_api.plan(method, ApiError(401, "Unauthorized"))
    bot_api.push_text("khai sinh")
    channel = connect(bot_api, inbox, echo, timing=replace(PATIENT, try_refused_again=0.01))

    async with running(channel):
        [sent] = await eventually(lambda: bot_api.sent)
        await eventually(channel.is_ready)

    assert sent.text == "khai sinh"
    assert events(logs).count("telegram_token_rejected") == 1


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage"])
async def test_a_page_of_something_between_refuses_no_token(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, method: str, status: int
) -> None:
    bot_api.plan(method, Raw(status, b"<html>Not Found</html>"))
    bot_api.push_text("khai sinh")

    async with running(connect(bot_api, inbox, echo)):
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text == "khai sinh"
    assert "telegram_token_rejected" not in events(logs)


async def test_before_the_first_poll_was_answered_it_is_not_ready(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.plan("getUpdates", ApiError(500, "Internal Server Error"))
    channel = connect(bot_api, inbox, timing=PATIENT)

    async with running(channel):
        before = channel.is_ready()
        await eventually(lambda: "telegram_unreachable" in events(logs))
        assert (before, channel.is_ready()) == (False, False)


async def test_after_a_quiet_start_it_is_ready_though_no_poll_has_brought_anything(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, inbox, timing=PATIENT)

    async with running(channel):
        await eventually(channel.is_ready)

    assert next(call.parameters["timeout"] for call in bot_api.calls if call.method == "getUpdates") == "0"


async def test_a_server_out_of_reach_at_start_is_tried_until_it_answers(inbox: Inbox, logs: Logs) -> None:
    with FakeTelegram(listening=False) as api:
        async with running(connect(api, inbox)):
            await eventually(lambda: events(logs).count("telegram_unreachable") >= 2)
            api.listen()
            api.push_text("/start")
            [sent] = await eventually(lambda: api.sent)

    assert sent.text.startswith(wording.WELCOME)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # the library's own, about a type
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
@pytest.mark.parametrize(
    "faults",
    [
        [ApiError(502, "Bad Gateway"), ApiError(502, "Bad Gateway")],
        [too_many(1)],
        [ApiError(500, "Internal Server Error")],
        [Raw(200, b'{"ok": true, "resu')],
        [Raw(502, b"<html>Bad Gateway</html>")],
        [Reset(), Reset()],
    ],
    ids=["502 twice", "429", "500", "half an answer", "a page", "reset twice"],
)
async def test_a_server_that_fails_is_tried_again(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, method: str, faults: list[ApiError | Raw | Reset]
) -> None:
    bot_api.plan(method, *faults)
    bot_api.push_text("/start")

    async with running(connect(bot_api, inbox)):
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text.startswith(wording.WELCOME)
    assert events(logs).count("telegram_unreachable") == len(faults)


async def test_stopping_ends_polling_and_confirms_what_was_kept(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    async with running(connect(bot_api, inbox, timing=PATIENT)):
        number = bot_api.push_text("/start")
        await eventually(lambda: bot_api.sent)

    last = [call for call in bot_api.calls if call.method == "getUpdates"][-1]
    assert last.parameters["offset"] == str(number + 1)
    assert logs == [{"event": "telegram_ready", "bot": "hoimotcua_bot", "by": "polling", "log_level": "info"}]


async def test_after_a_restart_nothing_is_answered_twice(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    for count in (1, 2):
        async with running(connect(bot_api, inbox, timing=PATIENT)):
            bot_api.push_text("/start", chat=count)
            await eventually(lambda wanted=count: len(bot_api.sent) >= wanted)  # type: ignore[misc]

    assert [sent.chat for sent in bot_api.sent] == [1, 2]


async def test_stopping_does_not_wait_for_the_next_try(inbox: Inbox, logs: Logs) -> None:
    with FakeTelegram(listening=False) as api:
        async with running(connect(api, inbox, timing=PATIENT)):
            await eventually(lambda: events(logs) == ["telegram_unreachable"])


async def test_telegram_is_reached_through_a_proxy_where_one_is_set(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    # The proxy is the only way: .invalid never has an address.
    address = "http://api.telegram.invalid/bot"
    async with running(connect(bot_api, inbox, base_url=address, proxy=bot_api.address, timing=PATIENT)):
        bot_api.push_text("/start")
        [sent] = await eventually(lambda: bot_api.sent)

    assert sent.text.startswith(wording.WELCOME)


async def test_numbers_of_updates_may_begin_anew_anywhere(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    async with running(connect(bot_api, inbox, echo, timing=replace(IMPATIENT, poll=0))):
        bot_api.push_text("trước")
        await eventually(lambda: bot_api.sent)
        polls = bot_api.count("getUpdates")
        await eventually(lambda: bot_api.count("getUpdates") > polls + 2)
        bot_api.begin_anew(17)
        bot_api.push_text("sau")
        await eventually(lambda: len(bot_api.sent) == 2)

    assert [sent.text for sent in bot_api.sent] == ["trước", "sau"]


class Away(Inbox):
    """An inbox whose database takes nothing the first `times`."""

    times = 2

    async def put(self, channel: str, key: str, payload: str, person: str = "") -> bool:
        if self.times:
            self.times -= 1
            raise OSError
        return await super().put(channel, key, payload, person)


async def test_what_the_database_does_not_take_is_polled_again(bot_api: FakeTelegram, inbox: Inbox, logs: Logs) -> None:
    bot_api.push_text("một")
    bot_api.push_text("hai")

    async with running(connect(bot_api, Away(inbox._engine, inbox._pseudonyms), echo)):
        await eventually(lambda: len(bot_api.sent) == 2)

    assert [sent.text for sent in bot_api.sent] == ["một", "hai"]
    assert events(logs).count("telegram_not_kept") == 2


async def test_what_was_kept_and_not_answered_before_a_crash_is_answered_once_by_the_next_process(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    crashed = connect(bot_api, inbox, echo)
    await crashed.keep(bot_api.update("message", message(CHAT, text="khai sinh")))

    for _ in range(2):
        async with running(connect(bot_api, inbox, echo)):
            await eventually(lambda: bot_api.sent)

    assert [sent.text for sent in bot_api.sent] == ["khai sinh"]


async def test_polling_that_stalls_is_not_ready_and_ready_again_once_it_goes_on(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = 0.0
    monkeypatch.setattr("bot.channels.telegram.receiving.monotonic", lambda: time.monotonic() + skipped)
    channel = connect(bot_api, inbox, timing=replace(IMPATIENT, poll=0))

    async with running(channel):
        ready = await eventually(channel.is_ready)
        skipped = 91.0
        stalled = channel.is_ready()
        bot_api.push_text("/start")
        await eventually(channel.is_ready)

    assert (ready, stalled) == (True, False)


def test_the_token_stands_in_no_representation(bot_api: FakeTelegram, inbox: Inbox) -> None:
    channel = connect(bot_api, inbox)

    assert TOKEN not in repr(channel) + repr(vars(channel))


async def test_of_two_processes_one_polls_and_the_other_goes_on_where_it_ended(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    turns = Turns()
    channels = [connect(bot_api, inbox, echo, alone=turns.alone, timing=PATIENT) for _ in range(2)]

    async with running(channels[0]), running(channels[1]):
        await eventually(lambda: all(channel.is_ready() for channel in channels))
        for said in ("một", "hai", "ba"):
            bot_api.push_text(said)
            await eventually(lambda wanted=said: bot_api.sent and bot_api.sent[-1].text == wanted)  # type: ignore[misc]
            turns.pass_on()
            await eventually(lambda: all(channel.is_ready() for channel in channels))

    assert [sent.text for sent in bot_api.sent] == ["một", "hai", "ba"]
    assert [call for call in bot_api.calls if call.status == 409] == []


async def test_a_poll_of_somebody_else_that_goes_on_is_survived(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    bot_api.plan("getUpdates", *[ApiError(409, "Conflict: terminated by other getUpdates request")] * 3)
    bot_api.push_text("khai sinh")

    async with running(connect(bot_api, inbox, echo, timing=replace(PATIENT, conflict=0.01))):
        await eventually(lambda: bot_api.sent)

    assert [sent.text for sent in bot_api.sent] == ["khai sinh"]
    assert events(logs).count("telegram_conflict") == 3


async def test_a_webhook_that_somebody_sets_meanwhile_is_removed_again(
    bot_api: FakeTelegram, inbox: Inbox, logs: Logs
) -> None:
    channel = connect(bot_api, inbox, echo, timing=replace(PATIENT, poll=0, conflict=0.01))
    async with running(channel):
        await eventually(channel.is_ready)
        bot_api.webhook = {"url": "https://somebody.example/webhook"}
        await eventually(lambda: "telegram_conflict" in events(logs))
        bot_api.push_text("khai sinh")
        await eventually(lambda: bot_api.sent)

    assert [sent.text for sent in bot_api.sent] == ["khai sinh"]
