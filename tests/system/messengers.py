"""The settings that connect the program to the fakes of all three messengers."""

from tests.fakes.telegram import TOKEN as TELEGRAM_TOKEN
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import TOKEN as ZALO_TOKEN
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import APP_ID, APP_SECRET, OA_SECRET, FakeZaloOa


def connected(telegram: FakeTelegram, zalo_bot: FakeZaloBot, zalo_oa: FakeZaloOa) -> dict[str, str]:
    """Return them; the Official Account's tokens are a new pair."""
    access, refresh = zalo_oa.pair()
    return {
        "HMC_TELEGRAM__TOKEN": TELEGRAM_TOKEN,
        "HMC_TELEGRAM__BASE_URL": telegram.base_url,
        "HMC_ZALO_BOT__TOKEN": ZALO_TOKEN,
        "HMC_ZALO_BOT__BASE_URL": zalo_bot.base_url,
        "HMC_ZALO_OA__APP_ID": APP_ID,
        "HMC_ZALO_OA__APP_SECRET": APP_SECRET,
        "HMC_ZALO_OA__OA_SECRET": OA_SECRET,
        "HMC_ZALO_OA__ACCESS_TOKEN": access,
        "HMC_ZALO_OA__REFRESH_TOKEN": refresh,
        "HMC_ZALO_OA__BASE_URL": zalo_oa.address,
        "HMC_ZALO_OA__OAUTH_URL": zalo_oa.address,
    }
