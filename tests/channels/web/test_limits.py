import httpx
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from bot.channels.web import limits, texts
from bot.channels.web.app import create_app
from bot.channels.web.limits import Limit, Limits, address
from bot.services import Services
from bot.settings import WebSettings

MESSAGES = "/api/v1/messages"


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked(limit: Limit, key: str, times: int) -> None:
    for _ in range(times):
        limit.take(key)


def refused(counted: Limits, session: str, host: str) -> HTTPException | None:
    try:
        counted.admit(session, host)
    except HTTPException as error:
        return error
    return None


def test_a_minute_s_worth_may_be_asked_at_once(clock: Clock) -> None:
    limit = Limit(30, "", clock)

    asked(limit, "a", 29)

    assert limit.wait("a") == 0


def test_who_asked_too_much_waits_for_one_question_s_share_of_the_minute(clock: Clock) -> None:
    limit = Limit(30, "", clock)
    asked(limit, "a", 30)

    wait = limit.wait("a")
    clock.seconds += wait

    assert wait == pytest.approx(2)
    assert limit.wait("a") == pytest.approx(0)


def test_others_do_not_wait(clock: Clock) -> None:
    limit = Limit(1, "", clock)

    limit.take("a")

    assert (limit.wait("a"), limit.wait("b")) == (60, 0)


def test_a_long_pause_saves_up_no_more_than_a_minute_s_worth(clock: Clock) -> None:
    limit = Limit(2, "", clock)
    limit.take("a")

    clock.seconds += 10_000
    asked(limit, "a", 2)

    assert limit.wait("a") == pytest.approx(30)


@given(pauses=st.lists(st.floats(0, 5), max_size=60))
def test_whatever_the_pace_no_more_than_two_minutes_worth_passes_within_a_minute(pauses: list[float]) -> None:
    clock, passed = Clock(), []
    limit = Limit(5, "", clock)

    for pause in pauses:
        clock.seconds += pause
        if limit.wait("a") == 0:
            limit.take("a")
            passed.append(clock.seconds)

    assert all(sum(start <= at < start + 60 for at in passed) <= 10 for start in passed)


def test_memory_is_bounded_and_who_was_heard_of_last_is_remembered(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 100)
    limit = Limit(1, "", clock)

    for number in range(1000):
        limit.take(str(number))

    assert limit.keys == 100
    assert (limit.wait("999"), limit.wait("0")) == (60, 0)


def test_a_refused_question_counts_nowhere(clock: Clock) -> None:
    counted = Limits(WebSettings(session_per_minute=1, address_per_minute=2, all_per_minute=0), clock)
    counted.admit("a", "host")

    assert [refused(counted, "a", "host") is None for _ in range(5)] == [False] * 5
    assert refused(counted, "b", "host") is None


def test_one_address_does_not_stop_another(clock: Clock) -> None:
    counted = Limits(WebSettings(session_per_minute=0, address_per_minute=1, all_per_minute=0), clock)
    counted.admit("a", "host")

    assert refused(counted, "b", "host") is not None
    assert refused(counted, "c", "other") is None


def test_everybody_together_has_a_limit_too(clock: Clock) -> None:
    counted = Limits(WebSettings(session_per_minute=0, address_per_minute=0, all_per_minute=2), clock)
    counted.admit("a", "one")
    counted.admit("b", "two")

    error = refused(counted, "c", "three")

    assert error is not None
    assert error.detail == texts.BUSY.format(seconds=30)


def test_questions_outside_of_conversations_share_no_session(clock: Clock) -> None:
    counted = Limits(WebSettings(session_per_minute=1, address_per_minute=0, all_per_minute=0), clock)
    counted.admit("", "one")

    assert refused(counted, "", "two") is None


@pytest.mark.parametrize(
    ("host", "counted_as"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("x" * 1000, "x" * 64),
    ],
)
def test_a_network_of_ipv6_counts_as_one_address(host: str, counted_as: str) -> None:
    assert address(host) == counted_as


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
