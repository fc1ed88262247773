import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.zalo_bot.channel import create_zalo_bot
from bot.channels.zalo_bot.timing import Timing
from bot.storage.inbox import Inbox
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.turns import Turns
from tests.channels.zalo_bot.running import LAN, QUICK, SECRET, Echo, polling, posted_to, running, settings
from tests.fakes.zalo_bot import SECRET_HEADER, ApiError, Delay, FakeZaloBot, Fault, Raw, Reset

NO_SECRET_OR_ONE: tuple[dict[str, str] | None, ...] = ({}, None)


class Forgetful:
    """An inbox whose database is out of reach for the first `failures` puts."""

    def __init__(self, inbox: Inbox, failures: int) -> None:
        self._inbox = inbox
        self._failures = failures

    async def put(self, *delivered: Any) -> bool:
        if self._failures:
            self._failures -= 1
            raise OSError("no database; làm khai sinh")
        return await self._inbox.put(*delivered)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inbox, name)


def events(logs: Logs) -> list[str]:
    return [str(entry["event"]) for entry in logs]


async def test_messages_come_by_polling_until_the_end(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async with polling(zalo, inbox, Echo()) as channel:
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])
        await eventually(lambda: zalo.count("getUpdates") > 3)  # empty ones
        zalo.push_text(LAN, "hai")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một", "Nghe: hai"])
        ready = channel.is_ready()

    assert ready
    assert zalo.count("setWebhook") == 0


@pytest.mark.parametrize("none_is_404", [False, True])
async def test_a_webhook_left_from_before_is_removed_so_that_polls_are_answered(
    zalo: FakeZaloBot,
    inbox: Inbox,
    none_is_404: bool,  # noqa: FBT001
) -> None:
    zalo.oddities.no_webhook_is_404 = none_is_404
    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: zalo.count("getUpdates") > 1)
    assert zalo.count("deleteWebhook") == 0
    zalo.webhook = "https://old.example.vn/zalo"

    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: not zalo.webhook)
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN))


async def test_a_webhook_that_somebody_sets_meanwhile_is_removed_too(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: zalo.count("getUpdates") > 1)
        zalo.webhook = "https://other.example.vn/zalo"
        await eventually(lambda: not zalo.webhook)


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("getMe", ApiError(500)),
        ("getWebhookInfo", Raw(502, b"")),
        ("getUpdates", ApiError(403)),
        ("getUpdates", ApiError(429)),
        ("getUpdates", Raw(200, b"<html>")),
        ("getUpdates", Reset()),
        ("getUpdates", Delay(1.0)),
    ],
)
async def test_polling_resumes_after_faults(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, method: str, fault: Fault
) -> None:
    zalo.plan(method, fault, fault)
    impatient = Timing(answer=0.2, poll=0, poll_margin=0.2, retry_first=0.01, retry_longest=0.01)

    async with polling(zalo, inbox, Echo(), impatient):
        await eventually(lambda: events(logs).count("zalo_bot_unreachable") == 2)
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])


def test_the_wait_after_failures_grows_to_its_longest() -> None:
    waits = Timing(retry_first=1.0, retry_longest=5.0).retries()

    assert [next(waits) for _ in range(5)] == [1.0, 2.0, 4.0, 5.0, 5.0]


async def test_a_server_that_does_not_hold_empty_polls_is_not_asked_without_a_pause(inbox: Inbox) -> None:
    with FakeZaloBot(hold_seconds=0.0) as zalo:
        async with polling(zalo, inbox, Echo(), Timing(retry_first=3600.0)):
            await eventually(lambda: zalo.count("getUpdates") == 1)
            for _ in range(20):
                await asyncio.sleep(0.01)

        assert zalo.count("getUpdates") == 1


@pytest.mark.parametrize("in_200", [True, False])
async def test_a_refused_token_rests_this_channel_with_a_hint_that_holds_no_token(
    zalo: FakeZaloBot,
    inbox: Inbox,
    logs: Logs,
    in_200: bool,  # noqa: FBT001
) -> None:
    zalo.oddities.errors_in_200 = in_200
    async with polling(zalo, inbox, Echo()) as channel:
        await eventually(channel.is_ready)

        zalo.revoke()

        await eventually(lambda: "zalo_bot_token_refused" in events(logs))
        assert not channel.is_ready()
        calls = len(zalo.calls)
    assert len(zalo.calls) == calls
    [refused] = [entry for entry in logs if entry["event"] == "zalo_bot_token_refused"]
    assert refused["log_level"] == "critical"
    assert "HMC_ZALO_BOT__TOKEN" in refused["hint"]


async def test_a_token_that_is_taken_again_brings_the_channel_back(zalo: FakeZaloBot, inbox: Inbox, logs: Logs) -> None:
    zalo.plan("getUpdates", ApiError(401))
    zalo.push_text(LAN, "một")

    async with polling(zalo, inbox, Echo(), replace(QUICK, try_refused_again=0.01)) as channel:
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])
        await eventually(channel.is_ready)

    assert events(logs).count("zalo_bot_token_refused") == 1


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_a_page_of_something_between_refuses_no_token(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, method: str
) -> None:
    zalo.plan(method, Raw(401, b"<html>"))
    zalo.push_text(LAN, "một")

    async with polling(zalo, inbox, Echo()):
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])

    assert "zalo_bot_token_refused" not in events(logs)


async def test_polling_that_gets_no_answer_for_long_is_told(zalo: FakeZaloBot, inbox: Inbox) -> None:
    async with polling(zalo, inbox, Echo(), Timing(retry_first=0.01, retry_longest=0.01, stalled=0.5)) as channel:
        await eventually(channel.is_ready)

        zalo.plan("getUpdates", *[ApiError(500)] * 10_000)

        await eventually(lambda: not channel.is_ready())


async def test_it_is_ready_once_it_polls_and_tells_where_it_is_found(zalo: FakeZaloBot, inbox: Inbox) -> None:
    found: list[str] = []
    channel = create_zalo_bot(settings(zalo), Echo(), inbox, QUICK, found_at=found.append)
    before = channel.is_ready(), list(found)

    async with running(channel):
        await eventually(channel.is_ready)

    assert before == (False, [])
    assert found == ["https://zalo.me/bot.VDKyGxQvc"]


async def test_a_message_that_the_database_does_not_take_is_tried_until_it_does(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    forgetful: Any = Forgetful(inbox, failures=3)

    async with polling(zalo, forgetful, Echo()):
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])

    assert events(logs).count("zalo_bot_not_kept") == 3
    assert "khai sinh" not in str(logs)


async def test_updates_that_are_no_message_are_passed_over_without_a_word_of_them(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    async with polling(zalo, inbox, Echo()):
        zalo.push("unsupported", None)
        zalo.deliver({"event_name": "user.follow", "note": "riêng tư"})
        zalo.push_text(LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])

    assert events(logs).count("zalo_bot_update_ignored") == 2
    assert "riêng tư" not in str(logs)


@pytest.mark.parametrize("wrapped", [False, True])
async def test_messages_are_posted_to_the_webhook(zalo: FakeZaloBot, inbox: Inbox, logs: Logs, wrapped: bool) -> None:  # noqa: FBT001
    zalo.oddities.wrapped = wrapped

    async with posted_to(zalo, inbox, Echo()):
        await asyncio.to_thread(zalo.push_text, LAN, "một")
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])

    assert zalo.posted == [200]
    assert zalo.count("getUpdates") == 0
    assert "zalo_bot_webhook_unverified" not in events(logs)  # its probe was answered with 200


async def test_setting_the_webhook_is_tried_until_zalo_takes_it(zalo: FakeZaloBot, inbox: Inbox, logs: Logs) -> None:
    zalo.plan("setWebhook", ApiError(500), Raw(502, b"<html>"))

    async with posted_to(zalo, inbox, Echo()):
        assert zalo.webhook

    assert events(logs).count("zalo_bot_unreachable") == 2


async def test_a_webhook_is_said_to_be_unverified_and_used_all_the_same(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    zalo.plan("setWebhook", Raw(200, b'{"ok":true,"result":{"url":"u","verification":{"ok":false}}}'))

    async with posted_to(zalo, inbox, Echo()) as channel:
        assert channel.is_ready()

    assert {"event": "zalo_bot_webhook_unverified", "outcome": "unknown", "log_level": "warning"} in logs


async def test_a_webhook_that_was_changed_is_set_again(zalo: FakeZaloBot, inbox: Inbox, logs: Logs) -> None:
    async with posted_to(zalo, inbox, Echo(), replace(QUICK, watch_webhook=0.01)):
        ours = zalo.webhook
        zalo.webhook = "https://other.example.vn/zalo"
        await eventually(lambda: zalo.webhook == ours)

    assert "zalo_bot_webhook_was_another" in events(logs)


async def test_while_the_webhook_cannot_be_looked_at_it_is_not_ready(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    async with posted_to(zalo, inbox, Echo(), Timing(watch_webhook=0.01, retry_first=0.3)) as channel:
        zalo.plan("getWebhookInfo", ApiError(500))
        await eventually(lambda: not channel.is_ready())
        await eventually(channel.is_ready)

    assert events(logs).count("zalo_bot_unreachable") == 1


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], f"{SECRET}.", "Ã£"])
async def test_a_post_without_the_secret_is_refused_and_nothing_of_it_kept(
    zalo: FakeZaloBot, inbox: Inbox, secret: str | None
) -> None:
    echo = Echo()
    body = b'{"event_name":"message.text.received","message":{"chat":{"id":"7"},"message_id":"8","text":"a"}}'
    headers = {} if secret is None else {SECRET_HEADER: secret}

    async with posted_to(zalo, inbox, echo):
        status = await asyncio.to_thread(zalo.post, body, headers)
        kept = await inbox.claim("zalo_bot")

    assert (status, kept, echo.turns) == (403, [], [])


@pytest.mark.parametrize("body", [b"", b" \n"])
async def test_an_empty_probe_is_answered_whether_it_has_the_secret_or_not(
    zalo: FakeZaloBot, inbox: Inbox, body: bytes
) -> None:
    async with posted_to(zalo, inbox, Echo()):
        statuses = [await asyncio.to_thread(zalo.post, body, headers) for headers in NO_SECRET_OR_ONE]

    assert statuses == [200, 200]


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b'{"ok": tru', b"\xff"])
async def test_a_body_of_unknown_shape_is_acknowledged_and_logged_without_its_content(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs, body: bytes
) -> None:
    async with posted_to(zalo, inbox, Echo()):
        status = await asyncio.to_thread(zalo.post, body)

    assert status == 200
    assert {"event": "zalo_bot_update_ignored", "size": len(body), "log_level": "info"} in logs


async def test_a_post_that_cannot_be_kept_is_not_acknowledged(zalo: FakeZaloBot, inbox: Inbox, logs: Logs) -> None:
    forgetful: Any = Forgetful(inbox, failures=1)

    async with posted_to(zalo, forgetful, Echo()):
        update = await asyncio.to_thread(zalo.push_text, LAN, "một")
        await asyncio.to_thread(zalo.deliver, update)
        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])

    assert zalo.posted == [503, 200]
    assert "khai sinh" not in str(logs)


async def test_of_two_processes_one_polls_and_the_other_goes_on_where_it_ended(inbox: Inbox) -> None:
    turns = Turns()
    with FakeZaloBot(hold_seconds=1.0) as zalo:
        channels = [create_zalo_bot(settings(zalo), Echo(), inbox, QUICK, alone=turns.alone) for _ in range(2)]
        async with running(channels[0]), running(channels[1]):
            await eventually(lambda: all(channel.is_ready() for channel in channels))
            for said in (["một"], ["một", "hai"], ["một", "hai", "ba"]):
                await asyncio.to_thread(zalo.push_text, LAN, said[-1])
                await eventually(lambda wanted=said: zalo.texts(LAN) == [f"Nghe: {text}" for text in wanted])  # type: ignore[misc]
                polls = zalo.count("getUpdates")
                turns.pass_on()
                await eventually(lambda before=polls: zalo.count("getUpdates") > before)  # type: ignore[misc]

    assert zalo.overlaps == 0


async def test_a_message_taken_from_zalo_is_kept_though_the_turn_has_passed_on_meanwhile(
    zalo: FakeZaloBot, inbox: Inbox, logs: Logs
) -> None:
    turns, forgetful = Turns(), Forgetful(inbox, failures=1_000_000)
    channel = create_zalo_bot(settings(zalo), Echo(), forgetful, QUICK, alone=turns.alone)  # type: ignore[arg-type]
    async with running(channel):
        zalo.push_text(LAN, "một")
        await eventually(lambda: "zalo_bot_not_kept" in events(logs))

        turns.pass_on()
        forgetful._failures = 0

        await eventually(lambda: zalo.texts(LAN) == ["Nghe: một"])
