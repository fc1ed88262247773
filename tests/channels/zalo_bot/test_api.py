import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.zalo_bot.api import NO_ANSWER, TokenRefusedError, ZaloBotApi, ZaloBotError
from tests.channels.zalo_bot.running import LAN, PUBLIC
from tests.fakes.zalo_bot import ACCOUNT_NAME, TOKEN, ApiError, Delay, FakeZaloBot, Fault, Raw, Reset

SECRET = SecretStr("bi-mat-cua-webhook")
Call = Callable[[ZaloBotApi], Coroutine[Any, Any, object]]


@pytest.fixture
async def api(zalo: FakeZaloBot) -> AsyncIterator[ZaloBotApi]:
    client = ZaloBotApi(zalo.base_url, SecretStr(TOKEN), 5.0)
    yield client
    await client.close()


async def failed(api: ZaloBotApi) -> ZaloBotError:
    with pytest.raises(ZaloBotError) as raised:
        await api.send_message(LAN, "Chào anh/chị.")
    return raised.value


async def test_the_bot_is_asked_for_its_name(api: ZaloBotApi) -> None:
    assert await api.account_name() == ACCOUNT_NAME


async def test_a_poll_brings_one_update(zalo: FakeZaloBot, api: ZaloBotApi) -> None:
    first, second = zalo.push_text(LAN, "một"), zalo.push_text(LAN, "hai")

    assert [await api.update(1, 5.0), await api.update(1, 5.0)] == [first, second]


@pytest.mark.parametrize("status", [200, 408])
async def test_an_empty_poll_is_no_error_whatever_its_status(zalo: FakeZaloBot, api: ZaloBotApi, status: int) -> None:
    zalo.oddities.empty_poll_status = status

    assert await api.update(1, 5.0) is None


async def test_a_poll_may_take_as_long_as_asked_and_its_margin(zalo: FakeZaloBot, api: ZaloBotApi) -> None:
    zalo.plan("getUpdates", Delay(30.0))

    with pytest.raises(ZaloBotError) as raised:
        await api.update(0, 0.1)

    assert raised.value.passing


@pytest.mark.parametrize("none_is_404", [False, True])
async def test_a_webhook_is_set_told_and_removed(zalo: FakeZaloBot, api: ZaloBotApi, none_is_404: bool) -> None:  # noqa: FBT001
    zalo.oddities.no_webhook_is_404 = none_is_404
    told = [await api.webhook_url()]

    await api.set_webhook(f"{PUBLIC}/webhook/zalo-bot", SECRET)
    told.append(await api.webhook_url())
    await api.delete_webhook()
    told.append(await api.webhook_url())

    assert told == ["", f"{PUBLIC}/webhook/zalo-bot", ""]


@pytest.mark.parametrize(("verifies", "outcome"), [(True, "webhook.unreachable"), (False, "")])
async def test_what_zalo_finds_wrong_with_an_address_is_told_where_it_tries_it(
    zalo: FakeZaloBot,
    api: ZaloBotApi,
    verifies: bool,  # noqa: FBT001
    outcome: str,
) -> None:
    zalo.oddities.verifies = verifies

    assert await api.set_webhook(f"{PUBLIC}/webhook/zalo-bot", SECRET) == outcome


async def test_text_of_two_thousand_characters_is_sent_and_longer_text_refused(
    zalo: FakeZaloBot, api: ZaloBotApi
) -> None:
    zalo.push_text(LAN, "chào")

    await api.send_message(LAN, "ạ" * 2000)
    with pytest.raises(ZaloBotError) as raised:
        await api.send_message(LAN, "ạ" * 2001)

    assert zalo.texts(LAN) == ["ạ" * 2000]
    assert (raised.value.code, raised.value.passing) == (400, False)


async def test_typing_is_shown_though_its_answer_has_no_result(zalo: FakeZaloBot, api: ZaloBotApi) -> None:
    await api.send_typing(LAN)

    assert zalo.calls[-1].parameters == {"chat_id": LAN, "action": "typing"}


@pytest.mark.parametrize("in_200", [True, False])
@pytest.mark.parametrize(("code", "passing"), [(400, False), (403, True), (404, False), (429, True), (500, True)])
async def test_an_error_is_judged_by_its_body_whatever_its_status(
    zalo: FakeZaloBot,
    api: ZaloBotApi,
    code: int,
    passing: bool,  # noqa: FBT001
    in_200: bool,  # noqa: FBT001
) -> None:
    zalo.oddities.errors_in_200 = in_200
    zalo.plan("sendMessage", ApiError(code))

    error = await failed(api)

    assert (error.code, error.passing, error.unsure) == (code, passing, False)


@pytest.mark.parametrize("in_200", [True, False])
async def test_a_refused_token_is_an_error_of_its_own(zalo: FakeZaloBot, api: ZaloBotApi, in_200: bool) -> None:  # noqa: FBT001
    zalo.oddities.errors_in_200 = in_200
    zalo.revoke()

    error = await failed(api)

    assert isinstance(error, TokenRefusedError)
    assert not error.passing


@pytest.mark.parametrize(
    ("fault", "code", "unsure"),
    [
        (Raw(200, b"<html>"), NO_ANSWER, True),
        (Raw(200, b'{"ok": tru'), NO_ANSWER, True),
        (Raw(200, b"\xff"), NO_ANSWER, True),
        (Raw(200, b"[" * 100_000), NO_ANSWER, True),
        (Raw(200, b"[]"), NO_ANSWER, True),
        (Raw(401, b"<html>"), NO_ANSWER, True),
        (Raw(404, b""), NO_ANSWER, True),
        (Raw(500, b""), 500, True),
        (Raw(504, b"<html>"), 504, True),
        (Raw(503, b"<html>"), 503, False),
        (Raw(502, b"<html>"), 502, False),
        (Raw(502, b'{"message": "no"}'), 502, False),
        (Reset(), NO_ANSWER, True),
        (Reset(done=True), NO_ANSWER, True),
    ],
)
async def test_no_readable_answer_may_pass_and_it_is_said_whether_the_call_may_have_been_done(
    zalo: FakeZaloBot,
    api: ZaloBotApi,
    fault: Fault,
    code: int,
    unsure: bool,  # noqa: FBT001
) -> None:
    zalo.plan("sendMessage", fault)

    error = await failed(api)

    assert (error.code, error.passing, error.unsure) == (code, True, unsure)


async def test_a_server_out_of_reach_has_surely_done_nothing() -> None:
    api = ZaloBotApi("http://127.0.0.1:1", SecretStr(TOKEN), 5.0)

    error = await failed(api)
    await api.close()

    assert (error.code, error.passing, error.unsure) == (NO_ANSWER, True, False)


@pytest.mark.parametrize("fault", [None, ApiError(400, "Bad Request"), Raw(200, b"<html>"), Reset()])
@pytest.mark.parametrize("base_url", ["", "ftp://127.0.0.1", "http://127.0.0.1:1"])
async def test_the_token_is_in_no_log_line_error_or_repr(
    zalo: FakeZaloBot, caplog: pytest.LogCaptureFixture, fault: Fault | None, base_url: str
) -> None:
    caplog.set_level(logging.DEBUG)
    zalo.push_text(LAN, "chào")
    if fault:
        zalo.plan("sendMessage", fault)
    api = ZaloBotApi(base_url or zalo.base_url, SecretStr(TOKEN), 5.0)

    shown = [repr(api)]
    try:
        await api.send_message(LAN, "Chào anh/chị.")
    except ZaloBotError as error:
        shown += [repr(error), str(error), repr(error.__cause__), repr(error.__context__)]
    await api.close()

    assert TOKEN not in " ".join(shown) + caplog.text
    assert TOKEN.partition(":")[2] not in " ".join(shown) + caplog.text
