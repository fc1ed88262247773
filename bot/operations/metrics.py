"""What Prometheus reads of this process; the only module that knows its library.

Counters and latencies are fed by the events that are logged (`heed`), so nothing that answers knows of them. Labels
are channels, outcomes and names in the code: bounded, and nothing about persons or what they asked.
"""

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, Info, disable_created_metrics
from prometheus_client.exposition import choose_encoder

from bot.operations import faults

_HANDLING_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_RESPONSE_BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each was first counted, as one series more

MESSAGES = Counter("hmc_messages", "Messages answered, by what became of them", ["channel", "outcome"])
HANDLING = Histogram(
    "hmc_handling_seconds", "From reading a message to its reply", ["channel"], buckets=_HANDLING_BUCKETS
)
RESPONSE = Histogram(
    "hmc_response_seconds",
    "From a messenger's delivery to the last message of the answer sent",
    ["channel"],
    buckets=_RESPONSE_BUCKETS,
)
DELIVERIES = Counter("hmc_deliveries", "Attempts to answer a messenger's delivery, by their end", ["channel", "end"])
REFUSALS = Counter("hmc_refusals", "Messages and requests refused before they were handled", ["channel", "reason"])
FAULTS = Counter("hmc_faults", "Warnings and errors logged", ["event", "kind"])

KNOWLEDGE_AGE = Gauge("hmc_knowledge_age_seconds", "Since the version that is served was put into service")
KNOWLEDGE_VERSION = Gauge("hmc_knowledge_version", "Number of the version that is served")
KNOWLEDGE_LAG = Gauge("hmc_knowledge_lag_seconds", "For how long another version than the one in service is served")
PROCEDURES = Gauge("hmc_procedures", "Procedures in the version that is served")
DATABASE_UP = Gauge("hmc_database_up", "1 if the database answered just now")
WAITING = Gauge("hmc_queue_waiting", "Deliveries that wait for an answer, counted up to a limit", ["channel"])
OLDEST = Gauge("hmc_queue_oldest_seconds", "How long the oldest of them has waited", ["channel"])
READY = Gauge("hmc_channel_ready", "1 if the channel hears what people write", ["channel"])
SILENT = Gauge("hmc_channel_silent_seconds", "Since a channel that polls was last heard; none in webhooks", ["channel"])
_BUILD = Info("hmc_build", "Which program runs")
_names = faults.Names()


@dataclass(frozen=True, slots=True)
class Listening:
    """How a channel is; `silent` in seconds, None for one that does not poll."""

    channel: str
    ready: bool
    silent: float | None


@dataclass(frozen=True, slots=True)
class Queued:
    """How many deliveries of a channel wait, and for how many seconds the oldest has."""

    channel: str
    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Now:
    """What is measured when asked; ages in seconds, `queues` None if the database does not answer."""

    procedures: int
    version: int
    age: float
    lag: float
    channels: Sequence[Listening]
    queues: Sequence[Queued] | None


def built(version: str) -> None:
    """Say which version of the program this is."""
    _BUILD.info({"version": version, "python": platform.python_version()})


def heed(event: Mapping[str, Any]) -> None:
    """Count an event that is logged; some microseconds."""
    if fault := _names.of(event):
        FAULTS.labels(*fault).inc()
    if count := _COUNTED.get(event["event"]):
        count(event)


def exposition(now: Now, accept: str) -> tuple[bytes, str]:
    """Return all metrics in the format that `accept`, the request's header, asks for, and its content type."""
    PROCEDURES.set(now.procedures)
    KNOWLEDGE_VERSION.set(now.version)
    KNOWLEDGE_AGE.set(now.age)
    KNOWLEDGE_LAG.set(now.lag)
    _set_channels(now.channels)
    _set_queues(now.queues)
    encode, content_type = choose_encoder(accept)
    return encode(REGISTRY), content_type


def _set_channels(channels: Sequence[Listening]) -> None:
    SILENT.clear()
    for one in channels:
        READY.labels(one.channel).set(one.ready)
        if one.silent is not None:
            SILENT.labels(one.channel).set(one.silent)


def _set_queues(queues: Sequence[Queued] | None) -> None:
    DATABASE_UP.set(queues is not None)
    WAITING.clear()
    OLDEST.clear()
    for one in queues or ():
        WAITING.labels(one.channel).set(one.waiting)
        OLDEST.labels(one.channel).set(one.oldest)


def _answered(event: Mapping[str, Any]) -> None:
    MESSAGES.labels(event["channel"], event["outcome"]).inc()
    HANDLING.labels(event["channel"]).observe(event["milliseconds"] / 1000)


def _failed(event: Mapping[str, Any]) -> None:
    MESSAGES.labels(event["channel"], "failed").inc()


def _delivered(event: Mapping[str, Any]) -> None:
    DELIVERIES.labels(event["channel"], "done").inc()
    RESPONSE.labels(event["channel"]).observe(event["seconds"])


def _delivery(end: str) -> Callable[[Mapping[str, Any]], None]:
    return lambda event: DELIVERIES.labels(event["channel"], end).inc()


def _refusal(reason: str = "") -> Callable[[Mapping[str, Any]], None]:
    return lambda event: REFUSALS.labels(event.get("channel", "web"), reason or event["limit"]).inc()


_COUNTED: dict[str, Callable[[Mapping[str, Any]], None]] = {
    "answered": _answered,
    "turn_failed": _failed,
    "delivered": _delivered,
    "delivery_failed": _delivery("failed"),
    "delivery_put_off": _delivery("put_off"),
    "delivery_given_up": _delivery("given_up"),
    "limit_refused": _refusal(),
    "channel_off": _refusal("channel_off"),
    "wrong_secret": _refusal("wrong_secret"),
}
