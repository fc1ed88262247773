import httpx
import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException

from bot.channels.web import texts
from bot.channels.web.app import create_app
from bot.channels.web.limits import Limits
from bot.services import Services
from bot.settings import WebSettings
from bot.storage.allowances import MemoryAllowances
from tests.clock import Clock

MESSAGES = "/api/v1/messages"


def limits_of(session: int, address: int, everybody: int) -> Limits:
    """Return limits of a minute, by a clock that stands still."""
    web = WebSettings(session_per_minute=session, address_per_minute=address, all_per_minute=everybody)
    return Limits(web, MemoryAllowances(Clock()))


async def refused(counted: Limits, session: str, host: str) -> HTTPException | None:
    try:
        await counted.admit(session, host)
    except HTTPException as error:
        return error
    return None


async def test_a_refused_question_counts_nowhere() -> None:
    counted = limits_of(1, 2, 0)
    await counted.admit("a", "host")

    assert [await refused(counted, "a", "host") is None for _ in range(5)] == [False] * 5
    assert await refused(counted, "b", "host") is None


async def test_one_address_does_not_stop_another() -> None:
    counted = limits_of(0, 1, 0)
    await counted.admit("a", "host")

    assert await refused(counted, "b", "host") is not None
    assert await refused(counted, "c", "other") is None


async def test_everybody_together_has_a_limit_too() -> None:
    counted = limits_of(0, 0, 2)
    await counted.admit("a", "one")
    await counted.admit("b", "two")

    error = await refused(counted, "c", "three")

    assert error is not None
    assert error.detail == texts.BUSY.format(seconds=30)


async def test_questions_outside_of_conversations_share_no_session() -> None:
    counted = limits_of(1, 0, 0)
    await counted.admit("", "one")

    assert await refused(counted, "", "two") is None


@pytest.fixture
def strict(services: Services) -> FastAPI:
    """A website that takes three questions of a session and five of an address, and trusts one proxy."""
    web = WebSettings(session_per_minute=3, address_per_minute=5, all_per_minute=0, trusted_proxies="10.0.0.1")
    return create_app(services, web=web)


def client_of(app: FastAPI, host: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=(host, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test")


async def test_the_api_says_kindly_when_to_come_back(strict: FastAPI) -> None:
    async with client_of(strict, "203.0.113.9") as client:
        answers = [await client.post(MESSAGES, json={"text": "xin chào"}) for _ in range(4)]

    last = answers[-1]
    seconds = last.headers["retry-after"]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(seconds) <= 20
    assert last.json() == {"error": texts.TOO_MANY.format(seconds=seconds)}


@pytest.mark.parametrize(("path", "refused_after"), [("/?q=xin+chào", 3), ("/tim?q=khai+sinh", 3), ("/widget?q=a", 5)])
async def test_pages_that_answer_say_it_as_pages(strict: FastAPI, path: str, refused_after: int) -> None:
    async with client_of(strict, "203.0.113.9") as client:
        await client.get("/")
        answers = [await client.get(path) for _ in range(refused_after + 1)]

    last = answers[-1]
    assert [answer.status_code for answer in answers] == [200] * refused_after + [429]
    assert "giây rồi hỏi lại" in last.text
    assert f'<a class="button" href="">{texts.TRY_AGAIN}</a>' in last.text
    assert int(last.headers["retry-after"]) > 0


async def test_what_asks_nothing_is_never_refused(strict: FastAPI) -> None:
    async with client_of(strict, "203.0.113.9") as client:
        answers = [
            (await client.get(path)).status_code
            for path in ("/", "/healthz", "/readyz", "/p/1.001193", "/tim", "/static/style.css", "/widget")
            for _ in range(8)
        ]

    assert set(answers) == {200}


@pytest.mark.parametrize(
    ("host", "forwarded", "refused_after"),
    [
        ("10.0.0.1", "203.0.113.{}", 9),  # a proxy that is trusted: everybody behind it for himself
        ("10.0.0.1", "203.0.113.9, 198.51.100.{}", 9),  # what the person wrote there himself counts nothing
        ("203.0.113.9", "198.51.100.{}", 5),  # not a proxy: the header is not believed
    ],
)
async def test_only_a_trusted_proxy_is_believed_who_asks(
    strict: FastAPI, host: str, forwarded: str, refused_after: int
) -> None:
    statuses = []
    for number in range(9):
        async with client_of(strict, host) as client:
            headers = {"X-Forwarded-For": forwarded.format(number)}
            statuses.append((await client.post(MESSAGES, json={"text": "xin chào"}, headers=headers)).status_code)

    assert statuses == [200] * refused_after + [429] * (9 - refused_after)
