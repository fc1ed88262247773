"""Serving the active version: loading it with its index, and following it when it changes."""

import asyncio
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from tarfile import TarError
from typing import Protocol

import structlog

from bot.knowledge.problems import KnowledgeError
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


@dataclass(slots=True)
class Lag:
    """Whether another version than the active one is served here, and since when by the monotonic clock."""

    since: float | None = None

    def note(self, *, behind: bool) -> None:
        """Note what was seen just now."""
        if not behind:
            self.since = None
        elif self.since is None:
            self.since = time.monotonic()

    @property
    def seconds(self) -> float:
        """For how long the active version has not been served; 0 while it is."""
        return 0.0 if self.since is None else time.monotonic() - self.since


class Holder(Protocol):
    """Whatever holds the snapshot that turns take, and how far it lags behind."""

    snapshot: Snapshot
    lag: Lag


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
    is_kept = await versions.has_index(key)
    if is_kept and not (cache / key).is_dir():
        is_kept = await asyncio.to_thread(_unpack, await versions.index(key), cache / key)
    search = await asyncio.to_thread(build_search, knowledge, cache, progress)
    if not is_kept:
        await _keep_index(versions, knowledge, cache)
    return Snapshot(knowledge, search, activation)


async def _keep_index(versions: Versions, knowledge: Knowledge, cache: Path) -> None:
    """Spare other processes the building; what was built serves here all the same."""
    try:
        index = await asyncio.to_thread(index_of, knowledge, cache)
    except OSError as error:
        log.warning("index_not_kept", kind=type(error).__name__)
    else:
        await versions.keep_index(index.key, index.packed)


def _unpack(packed: bytes | None, folder: Path) -> bool:
    """Say whether the index could be unpacked; one that is damaged is built anew."""
    try:
        unpack(packed or b"", folder)
    except (OSError, TarError, EOFError, zlib.error):
        log.warning("index_damaged", folder=folder.name)
        return False
    return True


async def follow(versions: Versions, holder: Holder, cache: Path, seconds: float = POLL_SECONDS) -> None:
    """Swap in whatever version is put into service, by whichever process; until cancelled.

    Turns under way keep the snapshot that they took. A version that cannot be loaded leaves the old one in service.
    """
    active: Activation | None = None
    unreadable: Activation | None = None
    while True:
        await asyncio.sleep(seconds)
        try:
            active = await versions.active()
            holder.lag.note(behind=active not in (None, holder.snapshot.activation))
            if active and active not in (unreadable, holder.snapshot.activation):
                holder.snapshot = await load(versions, active, cache)
                holder.lag.note(behind=False)
                log.info("knowledge_switched", version=active.version, activation=active.id)
        except KnowledgeError:  # only another activation helps, so it is not tried again every second
            unreadable = active
            log.exception("knowledge_unreadable", version=active and active.version)
        except Exception:  # answering goes on; the next look tries again
            log.exception("knowledge_follow_failed")
