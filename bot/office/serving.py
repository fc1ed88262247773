"""Serving the active version: loading it with its index, and following it when it changes."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tarfile import TarError
from typing import Protocol

import structlog

from bot.knowledge.reading import read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.office.examination import index_of
from bot.search.build import Progress, build_search
from bot.search.engine import Search
from bot.search.prepared import index_key, unpack
from bot.storage.versions import Activation, Versions

POLL_SECONDS = 1.0
"""How often a process looks whether another version was put into service; loading takes some 3 s more."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, repr=False)  # all procedures in a log line or traceback help nobody
class Snapshot:
    """The knowledge base and the search over it, which belong together; immutable.

    A turn takes the reference once; a reload builds another snapshot aside and swaps it in. `activation` says
    which it is; without one it was read straight from a folder.
    """

    knowledge: Knowledge
    search: Search
    activation: Activation | None = None


class Holder(Protocol):
    """Whatever holds the snapshot that turns take."""

    snapshot: Snapshot


async def load(
    versions: Versions, activation: Activation, cache: Path, progress: Progress = lambda _: None
) -> Snapshot:
    """Return the version of `activation` ready to serve; raises KnowledgeError if this program cannot read it.

    Its index comes from `cache`, else from the database, else it is built and kept there for others.
    """
    version = await versions.version(activation.version)
    if not version:
        raise LookupError(activation.version)
    files = await versions.files_of(version)
    knowledge = await asyncio.to_thread(read_knowledge, files)
    key = index_key(knowledge)
    if not (cache / key).is_dir():
        packed = await versions.index(key)
        await asyncio.to_thread(_unpack, packed, cache / key)
    search = await asyncio.to_thread(build_search, knowledge, cache, progress)
    if not await versions.has_index(key):
        await versions.keep_index(key, (await asyncio.to_thread(index_of, knowledge, cache)).packed)
    return Snapshot(knowledge, search, activation)


def _unpack(packed: bytes | None, folder: Path) -> None:
    if packed:
        try:
            unpack(packed, folder)
        except (OSError, TarError):  # it is built anew
            log.warning("index_damaged", folder=folder.name)


async def follow(versions: Versions, holder: Holder, cache: Path, seconds: float = POLL_SECONDS) -> None:
    """Swap in whatever version is put into service, by whichever process; until cancelled.

    Turns under way keep the snapshot that they took. A version that cannot be loaded leaves the old one in service.
    """
    failed: int | None = None
    while True:
        await asyncio.sleep(seconds)
        try:
            active = await versions.active()
            current = holder.snapshot.activation
            if active and active.id != failed and (current is None or active.id != current.id):
                failed = active.id
                holder.snapshot = await load(versions, active, cache)
                failed = None
                log.info("knowledge_switched", version=active.version, activation=active.id)
        except Exception:  # answering goes on; the next look tries again what another activation brings
            log.exception("knowledge_follow_failed")
