"""How the service is: what runs now, and what went wrong in the last week, in words with what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin import fault_texts
from bot.channels.web.admin import status_texts as words
from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.pages import render
from bot.channels.web.health import OLDEST_LAG_SECONDS
from bot.channels.web.watching import Watch, Watched
from bot.operations import days
from bot.storage.faults import Fault
from bot.storage.queue import Waiting
from bot.storage.switches import CHANNELS

HOME = "/admin/status"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the service as it is now."""

    name: str
    state: str
    well: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """One event of the week: what it means, of which kinds, how often, when last, and what to do."""

    what: str
    kinds: str
    today: int
    week: int
    last: datetime
    to_do: str


@router.get("")
async def status_page(request: Request, session: SignedIn) -> Response:
    """Show both; a database that does not answer is told of and holds nobody up."""
    watch: Watch = request.app.state.watch
    parts = await _parts(watch)
    return render(
        request,
        "status.html",
        session,
        words=words,
        parts=parts,
        well=all(part.well for part in parts),
        troubles=await _troubles(watch),
    )


async def _parts(watch: Watch) -> list[Part]:
    storage, waiting = await watch.storage(), {one.channel: one for one in await watch.queue() or ()}
    return [
        _knowledge(watch),
        Part(words.DATABASE, words.ANSWERS if storage else words.SILENT, storage),
        Part(words.WEB, words.OFF if await watch.services.is_off("web") else words.WEB_STATE),
        *[await _channel(watch, channel, waiting.get(channel.name)) for channel in watch.channels],
    ]


def _knowledge(watch: Watch) -> Part:
    services = watch.services
    activation, count = services.snapshot.activation, len(services.snapshot.knowledge.procedures)
    if services.lag.seconds > OLDEST_LAG_SECONDS:
        return Part(words.KNOWLEDGE, words.LAGS.format(age=words.age(services.lag.seconds)), well=False)
    if not activation:
        return Part(words.KNOWLEDGE, words.FOLDER_STATE.format(count=count))
    age = words.age(watch.knowledge_age())
    return Part(words.KNOWLEDGE, words.KNOWLEDGE_STATE.format(version=activation.version, count=count, age=age))


async def _channel(watch: Watch, channel: Watched, waiting: Waiting | None) -> Part:
    silent, name = channel.silent_seconds(), CHANNELS.get(channel.name, channel.name)
    if not channel.is_ready():
        return Part(name, words.DEAF, well=False)
    if await watch.services.is_off(channel.name):
        return Part(name, words.OFF)
    hears = words.HEARS if silent is None else words.HEARD.format(age=words.age(silent))
    return Part(name, f"{hears}. {_queue(waiting)}." if waiting else f"{hears}.")


def _queue(waiting: Waiting) -> str:
    if not waiting.since:
        return words.NO_QUEUE
    age = words.age((datetime.now(UTC) - waiting.since).total_seconds())
    return words.QUEUE.format(count=waiting.count, age=age)


async def _troubles(watch: Watch) -> Sequence[Trouble] | None:
    """Return what went wrong in the last week, the latest first; None if it cannot be read in time."""
    recent = await watch.faults()
    if recent is None:
        return None
    by_event = groupby(sorted(recent, key=lambda fault: fault.event), key=lambda fault: fault.event)
    troubles = [_trouble(event, list(found)) for event, found in by_event]
    return sorted(troubles, key=lambda trouble: trouble.last, reverse=True)


def _trouble(event: str, faults: Sequence[Fault]) -> Trouble:
    said, today = fault_texts.words_of(event), days.today()
    return Trouble(
        said.what,
        ", ".join(dict.fromkeys(CHANNELS.get(fault.kind, fault.kind) for fault in faults if fault.kind)),
        _count(fault for fault in faults if fault.day == today),
        _count(faults),
        max(fault.last_at for fault in faults),
        said.to_do,
    )


def _count(faults: Iterable[Fault]) -> int:
    return sum(fault.count for fault in faults)
