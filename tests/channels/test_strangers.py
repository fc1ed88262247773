"""Webhooks and who posts to them without their secrets."""

import json
import time

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr

from bot.channels.strangers import WRONG_PER_MINUTE
from bot.channels.telegram import webhook as telegram
from bot.channels.zalo_bot import webhook as zalo_bot
from bot.channels.zalo_oa import signature
from bot.channels.zalo_oa import webhook as zalo_oa
from bot.settings import ZaloOaSettings
from tests.channels.conftest import Logs

SECRET = "secret of the tests"
SIGNED = json.dumps({"event_name": "user_seen_message", "timestamp": str(int(time.time() * 1000))}).encode()
MAC = signature.mac("7", SIGNED, json.loads(SIGNED)["timestamp"], SECRET)


async def keep(_: object) -> None:
    """Take everything."""


def right_of(channel: str) -> tuple[str, bytes, dict[str, str]]:
    """Return where the platform posts, a body, and the header that shows who it is."""
    return {
        "telegram": (telegram.PATH, b'{"update_id": 1}', {telegram.SECRET_HEADER: SECRET}),
        "zalo_bot": (zalo_bot.PATH, b'{"event_name": "x"}', {zalo_bot.SECRET_HEADER: SECRET}),
        "zalo_oa": (zalo_oa.PATH, SIGNED, {signature.HEADER: f"mac={MAC}"}),
    }[channel]


@pytest.fixture
def app() -> FastAPI:
    settings = ZaloOaSettings(app_id="7", app_secret=SecretStr("x"), oa_secret=SecretStr(SECRET))
    routers: tuple[APIRouter, ...] = (
        telegram.create_router(SECRET, keep),
        zalo_bot.create_router(SecretStr(SECRET), keep),
        zalo_oa.create_router(settings, keep),
    )
    app = FastAPI()
    for router in routers:
        app.include_router(router)
    return app


def from_address(app: FastAPI, host: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=(host, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test")


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa"])
async def test_who_guesses_is_refused_and_soon_at_once_while_the_platform_is_served(
    app: FastAPI, logs: Logs, channel: str
) -> None:
    path, body, right = right_of(channel)
    wrong = dict.fromkeys(right, "mac=" + "0" * 64)

    async with from_address(app, "203.0.113.9") as client, from_address(app, "203.0.113.10") as other:
        guesses = [await client.post(path, content=body, headers=wrong) for _ in range(WRONG_PER_MINUTE + 20)]
        served = await client.post(path, content=body, headers=right)
        elsewhere = await other.post(path, content=body, headers=wrong)

    assert [one.status_code for one in guesses] == [403] * WRONG_PER_MINUTE + [429] * 20
    assert int(guesses[-1].headers["retry-after"]) > 0
    assert (served.status_code, elsewhere.status_code) == (200, 403)
    assert [entry["event"] for entry in logs].count("wrong_secret") == WRONG_PER_MINUTE + 1


@pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa"])
async def test_a_body_that_was_changed_or_a_missing_header_is_no_platform_s(app: FastAPI, channel: str) -> None:
    path, body, right = right_of(channel)
    forged = {} if channel != "zalo_oa" else right

    async with from_address(app, "203.0.113.9") as client:
        refused = await client.post(path, content=body.replace(b"{", b"{ "), headers=forged)

    assert refused.status_code == 403
