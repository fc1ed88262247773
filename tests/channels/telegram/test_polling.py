import asyncio

from pydantic import SecretStr

from bot.channels.telegram.polling import Poller
from bot.settings import TelegramSettings
from tests.fakes.telegram import TOKEN, FakeTelegram


async def test_after_polls_that_were_given_up_at_any_moment_the_next_is_answered(bot_api: FakeTelegram) -> None:
    poller = Poller(TelegramSettings(token=SecretStr(TOKEN), base_url=bot_api.base_url))
    for steps in range(6, 16):
        poll = asyncio.create_task(poller.updates(None, 30))
        for _ in range(steps):
            await asyncio.sleep(0)  # one step further: at one of them the connection has just been made
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)

    number = bot_api.push_text("khai sinh")
    updates = await poller.updates(None, 30)
    await poller.close()

    assert [update["update_id"] for update in updates] == [number]
