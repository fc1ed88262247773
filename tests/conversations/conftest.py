"""Every messenger running against its fake, for these conversations too."""

from collections.abc import Iterator

import pytest

from tests.channels.conftest import logs, straight_to_loopback
from tests.channels.telegram.conftest import bot_api, telegram
from tests.channels.zalo_bot.conftest import inbox
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOa

__all__ = [
    "bot_api",
    "inbox",
    "logs",
    "straight_to_loopback",
    "telegram",
]


@pytest.fixture
def zalo_bot() -> Iterator[FakeZaloBot]:
    with FakeZaloBot() as server:
        yield server


@pytest.fixture
def zalo_oa() -> Iterator[FakeZaloOa]:
    with FakeZaloOa() as server:
        yield server
