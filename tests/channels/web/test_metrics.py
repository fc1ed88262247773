"""`/metrics` over the real application, and the dashboard that is made for it."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx
import pytest
import structlog
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from bot.channels.deliveries import Deliveries
from bot.channels.web.app import create_app
from bot.channels.web.watching import Watch
from bot.conversation import Fate
from bot.operations import logs, metrics
from bot.services import Services
from bot.settings import ROOT, WebSettings
from bot.storage.database import open_database
from bot.storage.inbox import Inbox
from bot.storage.queue import Queue
from tests.channels.eventually import eventually
from tests.logged import logging_restored

QUESTION = "đăng ký khai sinh nộp ở đâu"
Samples = dict[tuple[str, tuple[str, ...]], float]


@dataclass
class Polling:
    """A messenger that was heard a while ago."""

    name: str = "telegram"

    def is_ready(self) -> bool:
        return True

    def silent_seconds(self) -> float | None:
        return 7.0


@pytest.fixture(autouse=True)
def counting() -> Iterator[None]:
    """Log as the program does, and count what is logged."""
    with logging_restored(), logs.heard_by(metrics.heed):
        logs.configure("ERROR")
        yield


@pytest.fixture
def app(services: Services) -> FastAPI:
    inbox: Any = services.inbox
    services.queue = Queue(inbox._engine)
    return create_app(services, channels=[Polling()])


def reader(app: FastAPI, host: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app, client=(host, 5000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test")


@pytest.fixture
async def prometheus(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with reader(app) as opened:
        yield opened


async def scraped(prometheus: httpx.AsyncClient) -> Samples:
    """Read all samples by name and labels, as Prometheus does."""
    response = await prometheus.get("/metrics")
    assert response.status_code == 200
    families = text_string_to_metric_families(response.text)
    return {
        (sample.name, tuple(sample.labels.values())): sample.value for family in families for sample in family.samples
    }


def more(before: Samples, after: Samples, name: str, *labels: str) -> float:
    return after[(name, labels)] - before.get((name, labels), 0)


async def test_questions_count_by_outcome_with_how_long_they_took(prometheus: httpx.AsyncClient) -> None:
    before = await scraped(prometheus)
    for text in (QUESTION, QUESTION, "xin chào"):
        assert (await prometheus.post("/api/v1/messages", json={"text": text})).status_code == 200
    after = await scraped(prometheus)

    assert more(before, after, "hmc_messages_total", "web", "answer") == 2
    assert more(before, after, "hmc_messages_total", "web", "chitchat") == 1
    assert more(before, after, "hmc_handling_seconds_count", "web") == 3
    assert 0 < more(before, after, "hmc_handling_seconds_sum", "web") < 30


async def test_what_the_process_and_its_database_are_like_is_asked_at_that_moment(
    prometheus: httpx.AsyncClient, services: Services
) -> None:
    assert services.inbox
    await services.inbox.put("telegram", "7", "{}", "somebody")

    now = await scraped(prometheus)

    assert now[("hmc_procedures", ())] == len(services.snapshot.knowledge.procedures)
    assert now[("hmc_database_up", ())] == 1
    assert (now[("hmc_queue_waiting", ("telegram",))], now[("hmc_channel_ready", ("telegram",))]) == (1, 1)
    assert now[("hmc_queue_oldest_seconds", ("telegram",))] >= 0
    assert now[("hmc_channel_silent_seconds", ("telegram",))] == 7
    assert now[("process_resident_memory_bytes", ())] > 1e6
    assert [name for name, _ in now if name == "hmc_build_info"] == ["hmc_build_info"]


async def test_a_database_that_is_away_leaves_the_other_figures(
    app: FastAPI, prometheus: httpx.AsyncClient, services: Services
) -> None:
    away = open_database("postgresql://nobody@127.0.0.1:1/nothing")
    services.queue = Queue(away)
    app.state.watch = Watch(services, [Polling()])

    now = await scraped(prometheus)
    await away.dispose()

    assert now[("hmc_database_up", ())] == 0
    assert ("hmc_queue_waiting", ("telegram",)) not in now
    assert now[("hmc_procedures", ())] > 0


async def test_faults_and_refusals_count_whatever_is_shown_in_the_log(prometheus: httpx.AsyncClient) -> None:
    log, before = structlog.get_logger(), await scraped(prometheus)
    try:
        _ENDINGS[QUESTION]
    except KeyError:
        log.exception("turn_failed", channel="web")
    log.warning("wrong_secret", channel="zalo_bot")
    log.info("limit_refused", limit="connections")
    log.info("limit_refused", limit="chat.person", channel="telegram")
    log.info("channel_off", channel="telegram")
    log.error("delivery_given_up", channel="telegram")
    log.info("delivery_put_off", channel="telegram")
    after = await scraped(prometheus)

    assert more(before, after, "hmc_faults_total", "turn_failed", "KeyError") == 1
    assert more(before, after, "hmc_faults_total", "wrong_secret", "zalo_bot") == 1
    assert more(before, after, "hmc_messages_total", "web", "failed") == 1
    assert more(before, after, "hmc_refusals_total", "web", "connections") == 1
    assert more(before, after, "hmc_refusals_total", "telegram", "chat.person") == 1
    assert more(before, after, "hmc_refusals_total", "telegram", "channel_off") == 1
    assert more(before, after, "hmc_refusals_total", "zalo_bot", "wrong_secret") == 1
    assert more(before, after, "hmc_deliveries_total", "telegram", "given_up") == 1
    assert more(before, after, "hmc_deliveries_total", "telegram", "put_off") == 1


async def test_a_delivery_counts_once_its_answer_is_sent_and_its_lines_carry_one_number(
    prometheus: httpx.AsyncClient, services: Services
) -> None:
    inbox, stop = cast("Inbox", services.inbox), asyncio.Event()
    heard: list[Mapping[str, Any]] = []

    async def answer(_: str) -> list[dict[str, Any]]:
        structlog.get_logger().info("answered", channel="telegram", outcome="answer", milliseconds=2.0)
        return [{"text": "one"}, {"text": "two"}]

    async def send(_: dict[str, Any]) -> Fate:
        structlog.get_logger().info("sending")
        return Fate.SENT

    deliveries = Deliveries(inbox, "telegram", answer, send)
    before = await scraped(prometheus)
    with logs.heard_by(heard.append):
        await deliveries.keep("7", "{}", "somebody")
        running = asyncio.create_task(deliveries.run(stop))
        await eventually(lambda: any(event["event"] == "delivered" for event in heard))
        stop.set()
        await running
    after = await scraped(prometheus)

    assert more(before, after, "hmc_deliveries_total", "telegram", "done") == 1
    assert more(before, after, "hmc_response_seconds_count", "telegram") == 1
    assert [event["event"] for event in heard] == ["answered", "sending", "sending", "delivered"]
    assert {event["message"] for event in heard} == {"telegram-1"}


@pytest.mark.parametrize(
    ("host", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("::ffff:127.0.0.1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("10.0.0.5", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1, 127.0.0.1"}, 404),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
        ("203.0.113.9", {"X-Forwarded-For": "127.0.0.1"}, 404),
    ],
)
async def test_only_this_machine_reads_metrics_and_nobody_through_a_proxy(
    app: FastAPI, host: str, headers: dict[str, str], status: int
) -> None:
    async with reader(app, host) as asking:
        response = await asking.get("/metrics", headers=headers)

    assert response.status_code == status
    assert ("hmc_" in response.text) is (status == 200)


async def test_a_network_of_ones_own_may_be_let_in(services: Services) -> None:
    app = create_app(services, web=WebSettings(metrics_networks="10.0.0.0/24"), chat=False)
    statuses = {}
    for host in ("10.0.0.5", "10.0.1.5", "127.0.0.1"):
        async with reader(app, host) as asking:
            statuses[host] = (await asking.get("/metrics")).status_code

    assert statuses == {"10.0.0.5": 200, "10.0.1.5": 404, "127.0.0.1": 404}


async def test_openmetrics_is_spoken_to_who_asks_for_it(prometheus: httpx.AsyncClient) -> None:
    response = await prometheus.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})

    assert response.headers["Content-Type"].startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")


def dashboard() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "docs" / "grafana.json").read_text(encoding="utf-8"))
    return read


def expressions(text: str) -> set[str]:
    """Return the metrics of ours and of the process that a text names."""
    return set(re.findall(r"\b(?:hmc|process|python)_[a-z_]+\b", text))


async def test_the_dashboard_and_the_alerts_name_what_is_exposed_and_leave_nothing_out(
    prometheus: httpx.AsyncClient,
) -> None:
    text = (await prometheus.get("/metrics")).text
    families = list(text_string_to_metric_families(text))
    names = {f"{family.name}{ending}" for family in families for ending in _ENDINGS[family.type]}
    asked = {target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", ())}
    shown = set().union(*map(expressions, asked))
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    alerted = expressions("".join(re.findall(r"^ +expr: .*$", guide, re.MULTILINE)))
    ours = {family.name for family in families if family.name.startswith("hmc_")}

    assert len(alerted) > 5
    assert sorted((shown | alerted) - names) == []
    assert sorted(expressions(guide) - names - ours) == []
    for told in (shown, expressions(guide)):
        assert sorted(name for name in ours if not any(one.startswith(name) for one in told)) == []


_ENDINGS = {
    "counter": ("_total",),
    "gauge": ("",),
    "histogram": ("_bucket", "_count", "_sum"),
    "info": ("_info",),
}


def test_the_dashboard_can_be_imported_with_any_source_of_data() -> None:
    read = dashboard()
    panels = [panel for panel in read["panels"] if panel["type"] != "row"]

    source = read["templating"]["list"][0]
    assert (source["name"], source["type"], source["query"]) == ("source", "datasource", "prometheus")
    assert {panel["datasource"]["uid"] for panel in panels} == {"${source}"}
    assert len({panel["id"] for panel in read["panels"]}) == len(read["panels"])
    assert all(panel["title"] and panel["targets"] for panel in panels)
    assert read["id"] is None
