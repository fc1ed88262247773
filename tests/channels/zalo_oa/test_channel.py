"""The whole channel: the fake posts to the real webhook, real HTTP both ways, a real inbox between."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answers import replies, wording
from bot.channels.channel import Channel
from bot.channels.zalo_oa.channel import CHANNEL, ZaloOa, create_zalo_oa
from bot.channels.zalo_oa.webhook import PATH
from bot.conversation import Block, Choice, Reply, Style, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.settings import ZaloOaSettings
from bot.storage.inbox import Inbox
from bot.storage.zalo_tokens import ZaloTokens
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.fakes.zalo_oa import (
    JUST_NOW,
    PERSON,
    SEND_PATH,
    FakeZaloOa,
    Fault,
    echo_event,
    encoded,
    file_event,
    follow_event,
    form_event,
    image_event,
    location_event,
    message_event,
    receipt_event,
    text_event,
)

Create = Callable[..., ZaloOa]


@dataclass
class Bot:
    """What answers: it writes down each turn, and returns what a test wants."""

    reply: Reply = field(default_factory=lambda: replies.plain("Vâng."))
    turns: list[Turn] = field(default_factory=list)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        await self.may_answer.wait()
        return self.reply


@pytest.fixture
def bot() -> Bot:
    bot = Bot()
    bot.may_answer.set()
    return bot


@pytest.fixture
def inbox(engine: AsyncEngine) -> Inbox:
    return Inbox(engine, Pseudonyms(b"key of tests"))


@pytest.fixture
def create(settings: ZaloOaSettings, bot: Bot, inbox: Inbox, store: ZaloTokens) -> Create:
    """Make a channel with settings that differ as given."""

    def channel(**others: object) -> ZaloOa:
        return create_zalo_oa(settings.model_copy(update=others), bot.handle, inbox, store, pauses=(0.0, 0.0))

    return channel


@pytest.fixture
def channel(create: Create) -> ZaloOa:
    return create()


@asynccontextmanager
async def serving(channel: Channel) -> AsyncIterator[str]:
    """Serve the webhook of a channel in this loop; give its address."""
    app = FastAPI()
    assert channel.router
    app.include_router(channel.router)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    task = asyncio.create_task(server._serve([listening]))  # the public one catches the signals of the test run
    try:
        await eventually(lambda: server.started)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}"
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def running(channel: Channel) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(channel.run(stop))
    try:
        await eventually(channel.is_ready)
        yield
    finally:
        stop.set()
        await task


@pytest.fixture
async def url(channel: ZaloOa) -> AsyncIterator[str]:
    """The webhook of the running channel."""
    async with serving(channel) as address, running(channel):
        yield address


async def test_a_message_is_handled_and_answered(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    status = await zalo.deliver(url, text_event("khai sinh nộp ở đâu"))

    assert status == 200
    assert await eventually(zalo.texts) == ["Vâng."]
    assert bot.turns == [Turn(CHANNEL, "khai sinh nộp ở đâu", person=PERSON)]


async def test_the_webhook_answers_before_the_bot_does(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    bot.may_answer.clear()

    status = await zalo.deliver(url, text_event("khai sinh"))

    assert (status, zalo.texts()) == (200, [])
    bot.may_answer.set()
    assert await eventually(zalo.texts) == ["Vâng."]


async def test_a_message_that_zalo_repeats_is_answered_once(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    for number in range(6):
        assert await zalo.deliver(url, text_event("khai sinh", "m1"), num_retry=number) == 200
    await zalo.deliver(url, text_event("kết hôn", "m2"))

    await eventually(lambda: len(zalo.texts()) == 2)
    assert [turn.text for turn in bot.turns] == ["khai sinh", "kết hôn"]


async def test_the_probe_is_acknowledged_unsigned(url: str, zalo: FakeZaloOa) -> None:
    assert [await zalo.probe(url, body) for body in (b"", b"{}", b" {}\n")] == [200] * 3


@pytest.mark.parametrize("how", [{"signed": False}, {"secret": "another"}])
async def test_an_event_without_the_right_signature_is_refused_and_not_kept(
    url: str, zalo: FakeZaloOa, inbox: Inbox, logs: Logs, how: dict[str, object]
) -> None:
    status = await zalo.deliver(url, text_event("bí mật", "m1"), **how)

    assert status == 403
    assert await inbox.put(CHANNEL, "m1", "{}")  # it was not there
    assert "bí mật" not in str(logs)


async def test_the_signature_is_over_the_bytes_as_they_came(url: str, zalo: FakeZaloOa) -> None:
    spaced = (
        b'{ "event_name": "user_send_text", "sender": {"id": "7"}, "message": {"msg_id": "m", "text": "ch\\u00e0o"},'
    )

    assert await zalo.post(url, spaced + f' "timestamp": "{JUST_NOW}" }}'.encode(), person="7") == 200
    assert await eventually(lambda: zalo.texts("7")) == ["Vâng."]


@pytest.mark.parametrize(("days", "answered"), [(1, ["Vâng."]), (3, [])])
async def test_a_signed_event_that_is_days_old_was_heard_before(
    url: str, zalo: FakeZaloOa, inbox: Inbox, days: int, answered: list[str]
) -> None:
    at = JUST_NOW - days * 24 * 3600 * 1000

    statuses = [await zalo.deliver(url, text_event("khai sinh", at=at)) for _ in range(2)]
    await zalo.deliver(url, text_event("sau", "m2", person="7"))
    await eventually(lambda: zalo.texts("7"))

    assert statuses == [200, 200]
    assert zalo.texts() == answered


@pytest.mark.parametrize("secret", ["app_id", "oa_secret"])
async def test_without_a_secret_no_event_is_taken(create: Create, zalo: FakeZaloOa, secret: str) -> None:
    bare = create(**{secret: SecretStr("") if secret == "oa_secret" else ""})

    async with serving(bare) as url:
        assert await zalo.deliver(url, text_event("khai sinh"), secret="") == 403


async def test_a_signed_body_that_says_nothing_is_acknowledged(url: str, zalo: FakeZaloOa) -> None:
    bodies = (b"[]", b"null", b'"', b"\xff\xfe", b"[" * 100_000, b'{"event_name": 5}')

    assert [await zalo.post(url, body) for body in bodies] == [200] * len(bodies)


async def test_text_that_no_database_takes_is_answered(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    body = encoded(text_event("TEXT")).replace(b"TEXT", b"khai\\u0000 sinh \\ud83d")

    assert await zalo.post(url, body, person=PERSON) == 200
    assert await eventually(zalo.texts) == ["Vâng."]
    assert bot.turns[0].text == "khai sinh ?"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (image_event(), wording.TEXT_ONLY),
        (location_event(), wording.NO_LOCATION),
    ],
)
async def test_what_cannot_be_read_is_answered_kindly(
    url: str, zalo: FakeZaloOa, bot: Bot, event: dict[str, object], text: str
) -> None:
    await zalo.deliver(url, event)

    assert await eventually(zalo.texts)
    assert [turn.unread for turn in bot.turns] == [text]


async def test_who_begins_to_follow_is_greeted_once_as_who_says_start(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    for number in range(3):
        await zalo.deliver(url, follow_event(), num_retry=number)
    await zalo.deliver(url, text_event("chào"))

    await eventually(lambda: len(zalo.texts()) == 2)
    assert [turn.text for turn in bot.turns] == ["/start", "chào"]


async def test_what_needs_no_answer_is_acknowledged_and_not_kept(
    inbox: Inbox, url: str, zalo: FakeZaloOa, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[object] = []
    monkeypatch.setattr(inbox, "put", kept.append)
    unknown = message_event("user_reacted_message", {"msg_id": "r"})
    events = (follow_event("unfollow"), receipt_event(), echo_event(), form_event(), unknown)

    assert [await zalo.deliver(url, event) for event in events] == [200] * len(events)
    assert kept == []


async def test_an_event_that_cannot_be_kept_is_left_to_zalo_to_repeat(
    url: str, zalo: FakeZaloOa, engine: AsyncEngine, logs: Logs
) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO gone")
    assert await zalo.deliver(url, text_event("bí mật")) == 503
    assert "bí mật" not in str(logs)

    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE gone RENAME TO inbox")
    assert await zalo.deliver(url, text_event("bí mật"), num_retry=1) == 200
    assert await eventually(zalo.texts) == ["Vâng."]


async def test_what_came_while_the_bot_was_down_is_answered_when_it_is_up(channel: ZaloOa, zalo: FakeZaloOa) -> None:
    async with serving(channel) as url:
        await zalo.deliver(url, text_event("khai sinh"))

    async with running(channel):
        assert await eventually(zalo.texts) == ["Vâng."]


async def test_a_long_reply_comes_in_pieces_in_order(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    lines = [f"Dòng {number} của một câu trả lời dài." for number in range(150)]
    bot.reply = replace(bot.reply, blocks=(Block(Style.TEXT, "\n".join(lines)),))

    await zalo.deliver(url, text_event("khai sinh"))

    await eventually(lambda: lines[-1] in "".join(zalo.texts()))
    assert "\n".join(zalo.texts()).splitlines() == lines
    assert len(zalo.texts()) > 1


async def test_after_a_piece_that_was_refused_no_other_is_sent(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    bot.reply = replace(bot.reply, blocks=(Block(Style.TEXT, "Một dòng.\n" * 500),))
    zalo.plan(SEND_PATH, Fault(error=-230))
    await zalo.deliver(url, text_event("khai sinh", "m1"))
    await eventually(lambda: bot.turns)
    bot.reply = replies.plain("Vâng.")
    await zalo.deliver(url, text_event("kết hôn", "m2"))

    assert await eventually(zalo.texts) == ["Vâng."]


async def test_after_a_piece_that_may_have_been_sent_the_rest_is_sent(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    bot.reply = replace(bot.reply, blocks=(Block(Style.TEXT, "Một dòng.\n" * 300 + "Hết."),))
    zalo.plan(SEND_PATH, Fault(broken=True), Fault(broken=True))

    await zalo.deliver(url, text_event("khai sinh"))

    (rest,) = await eventually(zalo.texts)
    assert rest.endswith("Hết.")


async def test_a_database_that_fails_after_a_turn_was_handled_lets_it_be_answered_once(
    channel: ZaloOa, url: str, zalo: FakeZaloOa, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens, access = channel._tokens, channel._tokens.access
    failures = [OperationalError("SELECT", {}, OSError("gone"))]

    async def fail_once() -> str:
        if failures:
            raise failures.pop()
        return await access()

    monkeypatch.setattr(tokens, "access", fail_once)
    await zalo.deliver(url, text_event("khai sinh"))

    assert await eventually(zalo.texts) == ["Vâng."]
    assert [turn.text for turn in bot.turns] == ["khai sinh"]


@pytest.mark.parametrize("takes_buttons", [True, False])
async def test_choices_have_buttons_where_zalo_takes_them_and_numbers_always(
    create: Create,
    bot: Bot,
    zalo: FakeZaloOa,
    takes_buttons: bool,  # noqa: FBT001
) -> None:
    zalo.takes_buttons = takes_buttons
    bot.reply = replace(bot.reply, choices=(Choice("Đăng ký khai sinh", "p:1.001193"),))
    channel = create(buttons=True)

    async with serving(channel) as url, running(channel):
        await zalo.deliver(url, text_event("khai sinh"))
        (sent,) = await eventually(lambda: zalo.sent)

    assert "1. Đăng ký khai sinh" in sent.text
    assert sent.buttons == ((("1. Đăng ký khai sinh", "1"),) if takes_buttons else ())


async def test_the_channel_ends_when_told_even_without_tokens(create: Create) -> None:
    channel = create(access_token=SecretStr(""), refresh_token=SecretStr(""))
    stop = asyncio.Event()
    stop.set()

    await channel.run(stop)

    assert not channel.is_ready()


async def test_a_database_out_of_reach_at_the_start_does_not_end_the_channel(
    channel: ZaloOa, zalo: FakeZaloOa, engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch, logs: Logs
) -> None:
    monkeypatch.setattr("bot.channels.zalo_oa.channel.LOOK_AT_TOKENS_SECONDS", 0.01)
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE zalo_token RENAME TO gone")
    stop = asyncio.Event()
    task = asyncio.create_task(channel.run(stop))
    await eventually(lambda: [entry for entry in logs if entry["event"] == "zalo_oa_tokens_out_of_reach"])

    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE gone RENAME TO zalo_token")

    await eventually(channel.is_ready)
    stop.set()
    await task
    assert zalo.refreshes == [0]


async def test_no_token_or_secret_is_in_a_log_or_a_printed_object(
    channel: ZaloOa, url: str, settings: ZaloOaSettings, zalo: FakeZaloOa, logs: Logs
) -> None:
    zalo.revoke_access()
    await zalo.deliver(url, text_event("khai sinh"))
    await eventually(zalo.texts)

    said = f"{logs} {channel!r} {settings!r} {settings}"

    assert not any(secret in said for secret in ("access-", "refresh-", "app-secret", "test-oa-secret", PERSON))


async def test_a_file_is_handed_on_unfetched(url: str, zalo: FakeZaloOa, bot: Bot) -> None:
    zalo.files["/a.xlsx"] = b"PK"

    await zalo.deliver(url, file_event(f"{zalo.address}/a.xlsx", "a.xlsx"))

    await eventually(zalo.texts)
    [turn] = bot.turns
    assert turn.file
    assert (turn.file.name, await turn.file.fetch()) == ("a.xlsx", b"PK")


async def test_who_cannot_be_answered_is_told_so(
    url: str, zalo: FakeZaloOa, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.deliveries.MOST_ATTEMPTS", 1)
    bot.may_answer.set()

    await zalo.deliver(url, text_event("khai sinh"))

    await eventually(lambda: zalo.texts() == [wording.FAILED])
    assert bot.turns == []
