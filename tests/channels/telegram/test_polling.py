import asyncio
import json
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from bot.answers import wording
from bot.channels.telegram.adapter import App, create_application
from bot.channels.telegram.polling import poll
from bot.services import Services
from bot.settings import TelegramSettings
from handlers import handle
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.fake_bot_api import TOKEN, ApiError, FakeBotApi

NEVER = 1000.0
SOON = 0.01
WRONG_TOKEN = "123456:no-such-bot-token-is-known-here-xyz"


@pytest.fixture
def application(services: Services) -> Callable[..., App]:
    def make(api: FakeBotApi, token: str = TOKEN, **settings: str) -> App:
        given = {"base_url": api.base_url, **settings}
        return create_application(
            TelegramSettings(token=SecretStr(token), **given), lambda turn: handle(turn, services)
        )

    return make


def events(logs: Logs) -> list[str]:
    return [str(entry["event"]) for entry in logs]


async def test_the_bot_presents_its_commands(telegram: FakeBotApi) -> None:
    await eventually(lambda: telegram.count("deleteWebhook"))

    [call] = [call for call in telegram.calls if call.method == "setMyCommands"]

    assert json.loads(call.parameters["commands"]) == [
        {"command": "start", "description": "Bắt đầu"},
        {"command": "help", "description": "Cách hỏi"},
        {"command": "thutuc", "description": "Xem danh mục thủ tục"},
        {"command": "xoa_du_lieu", "description": "Xóa cuộc trò chuyện và nơi ở đã chọn"},
    ]


async def test_only_messages_and_taps_are_asked_for(telegram: FakeBotApi) -> None:
    telegram.push_text("/start")
    await eventually(lambda: telegram.sent)

    [first, *_] = [call for call in telegram.calls if call.method == "getUpdates"]

    assert json.loads(first.parameters["allowed_updates"]) == ["message", "callback_query"]


async def test_a_rejected_token_ends_this_channel_with_a_hint_that_holds_no_token(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs
) -> None:
    await poll(application(bot_api, token=WRONG_TOKEN), asyncio.Event(), NEVER)

    assert logs == [
        {
            "event": "telegram_token_rejected",
            "hint": "Xem lại HMC_TELEGRAM__TOKEN; mã do @BotFather cấp.",
            "log_level": "critical",
        }
    ]
    assert {call.method for call in bot_api.calls} == {"getMe"}


async def test_a_server_out_of_reach_at_start_is_tried_until_it_answers(
    application: Callable[..., App], logs: Logs
) -> None:
    stop = asyncio.Event()
    with FakeBotApi(listening=False) as api:
        task = asyncio.create_task(poll(application(api), stop, SOON))
        await eventually(lambda: events(logs).count("telegram_unreachable") >= 2)
        api.listen()
        api.push_text("/start")

        [sent] = await eventually(lambda: api.sent)
        stop.set()
        await task

    assert sent.text.startswith(wording.WELCOME)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # the library's own, about a type
@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "deleteWebhook"])
@pytest.mark.parametrize(
    "errors",
    [
        [ApiError(502, "Bad Gateway"), ApiError(502, "Bad Gateway")],
        [ApiError(429, "Too Many Requests: retry after 1", retry_after=1)],
        [ApiError(500, "Internal Server Error")],
    ],
    ids=["502 twice", "429", "500"],
)
async def test_a_server_that_fails_at_start_is_tried_again(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs, method: str, errors: list[ApiError]
) -> None:
    stop = asyncio.Event()
    bot_api.plan(method, *errors)
    bot_api.push_text("/start")

    task = asyncio.create_task(poll(application(bot_api), stop, SOON))
    [sent] = await eventually(lambda: bot_api.sent)
    stop.set()
    await task

    assert sent.text.startswith(wording.WELCOME)
    assert events(logs) == ["telegram_unreachable"] * len(errors) + ["telegram_ready"]


async def test_a_server_that_fails_while_running_is_polled_again(telegram: FakeBotApi) -> None:
    await eventually(lambda: telegram.count("setMyCommands"))
    telegram.plan("getUpdates", ApiError(502, "Bad Gateway"))
    telegram.push_text("/start")

    [sent] = await eventually(lambda: telegram.sent)

    assert sent.text.startswith(wording.WELCOME)


async def test_stopping_ends_polling_and_confirms_what_was_answered(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs
) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(poll(application(bot_api), stop, NEVER))
    number = bot_api.push_text("/start")
    await eventually(lambda: bot_api.sent)

    stop.set()
    await task

    last = [call for call in bot_api.calls if call.method == "getUpdates"][-1]
    assert last.parameters["offset"] == str(number + 1)
    assert logs == [{"event": "telegram_ready", "bot": "hoimotcua_bot", "log_level": "info"}]


async def test_after_a_restart_nothing_is_answered_twice(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs
) -> None:
    for count in (1, 2):
        stop = asyncio.Event()
        task = asyncio.create_task(poll(application(bot_api), stop, NEVER))
        bot_api.push_text("/start", chat=count)
        await eventually(lambda wanted=count: len(bot_api.sent) >= wanted)  # type: ignore[misc]
        stop.set()
        await task

    assert [sent.chat for sent in bot_api.sent] == [1, 2]


async def test_stopping_does_not_wait_for_the_next_try(application: Callable[..., App], logs: Logs) -> None:
    stop = asyncio.Event()
    with FakeBotApi(listening=False) as api:
        task = asyncio.create_task(poll(application(api), stop, NEVER))
        await eventually(lambda: events(logs) == ["telegram_unreachable"])

        stop.set()

        await asyncio.wait_for(task, 20)


async def test_telegram_is_reached_through_a_proxy_where_one_is_set(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs
) -> None:
    stop = asyncio.Event()
    # The proxy is the only way: .invalid never has an address.
    made = application(bot_api, base_url="http://api.telegram.invalid/bot", proxy=bot_api.address)
    task = asyncio.create_task(poll(made, stop, NEVER))
    bot_api.push_text("/start")

    [sent] = await eventually(lambda: bot_api.sent)
    stop.set()
    await task

    assert sent.text.startswith(wording.WELCOME)


async def test_a_token_revoked_while_running_ends_this_channel_with_the_same_hint(
    bot_api: FakeBotApi, application: Callable[..., App], logs: Logs
) -> None:
    task = asyncio.create_task(poll(application(bot_api), asyncio.Event(), NEVER))
    bot_api.push_text("/start")
    await eventually(lambda: bot_api.sent)

    bot_api.revoke()

    await asyncio.wait_for(task, 20)
    assert events(logs) == ["telegram_ready", "telegram_token_rejected"]
