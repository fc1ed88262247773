"""`/metrics`: what Prometheus reads, for who may; to all others there is no such page."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from bot.channels.web.watching import Watch
from bot.operations import metrics
from bot.operations.networks import lies_in
from bot.settings import WebSettings, listed
from bot.storage.queue import Waiting

PATH = "/metrics"
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
router = APIRouter(include_in_schema=False)


@router.get(PATH)
async def measured(request: Request) -> Response:
    """Return all metrics, in the text format of Prometheus or OpenMetrics; 404 for who may not read them."""
    if not _may_read(request):
        raise HTTPException(404)
    watch: Watch = request.app.state.watch
    body, content_type = metrics.exposition(await _now(watch), request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": content_type})


def _may_read(request: Request) -> bool:
    """Say whether a machine of ours asks, and by itself.

    What comes through a proxy is refused whatever address it names: a proxy beside us would make a local one of
    everybody.
    """
    web: WebSettings = request.app.state.web
    if not request.client or any(name in request.headers for name in _FORWARDED):
        return False
    return lies_in(request.client.host, listed(web.metrics_networks))


async def _now(watch: Watch) -> metrics.Now:
    snapshot, queue = watch.services.snapshot, await watch.queue()
    is_up = queue is not None and await watch.storage()
    return metrics.Now(
        procedures=len(snapshot.knowledge.procedures),
        version=snapshot.activation.version if snapshot.activation else 0,
        age=watch.knowledge_age(),
        lag=watch.services.lag.seconds,
        channels=[metrics.Listening(one.name, one.is_ready(), one.silent_seconds()) for one in watch.channels],
        queues=[_queued(one) for one in queue or ()] if is_up else None,
    )


def _queued(waiting: Waiting) -> metrics.Queued:
    oldest = (datetime.now(UTC) - waiting.since).total_seconds() if waiting.since else 0.0
    return metrics.Queued(waiting.channel, waiting.count, max(oldest, 0.0))
