"""Wires everything together; the only module that knows everything."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.knowledge.problems import KnowledgeError
from bot.knowledge.reading import load_knowledge, read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.office import serving, workshop
from bot.office.office import Office
from bot.office.seeding import Seeded, seed
from bot.operations import logs, metrics
from bot.operations.pseudonyms import Pseudonyms, key_from
from bot.search.build import build_search
from bot.services import Services, Snapshot
from bot.settings import Settings
from bot.sharing.links import Addresses
from bot.storage.admin_records import admin_records
from bot.storage.allowances import allowances
from bot.storage.audit import Audit
from bot.storage.database import database_exists, migrate, open_database
from bot.storage.dialogues import DatabaseDialogues, MemoryDialogues
from bot.storage.duties import Duties
from bot.storage.erasure import Erasure
from bot.storage.faults import Faults
from bot.storage.follows import Follows
from bot.storage.inbox import Inbox
from bot.storage.journal import DatabaseJournal, NoJournal
from bot.storage.outreach import outreach
from bot.storage.queue import Queue
from bot.storage.switches import Switches
from bot.storage.versions import Activation, Versions
from bot.storage.zalo_tokens import ZaloTokens

Progress = Callable[[str], None]
_SEEDED = {
    Seeded.WAITING: (
        "Thư mục knowledge/ có dữ liệu khác với phiên bản đang dùng. Xem khác biệt: knowledge diff; "
        "đưa vào sử dụng: knowledge reload."
    ),
    Seeded.FAULTY: "Thư mục knowledge/ có lỗi (xem: knowledge check); bot vẫn dùng phiên bản đang có.",
}

LAST_WRITE_SECONDS = 2.0
"""How long a stop waits for counts of faults to be written; a database that hangs must not hold it up."""
_UNREADABLE = "Phiên bản {version} không đọc được, tạm dùng phiên bản {earlier}. Lỗi:\n{error}"


def load_snapshot(settings: Settings, progress: Progress = lambda _: None) -> Snapshot:
    """Read the folder of the knowledge base and build or load its search; raises KnowledgeError with every fault."""
    return _snapshot(load_knowledge(settings.knowledge.folder), settings, progress)


def offline_services(settings: Settings, progress: Progress = lambda _: None) -> Services:
    """Return services that write nothing down: for the terminal, batches and evaluation.

    They answer from the version that an office put into service, if there is one, else from the folder.
    """
    files = asyncio.run(_office_files(settings.database.url))
    knowledge = read_knowledge(files) if files else load_knowledge(settings.knowledge.folder)
    return Services(_snapshot(knowledge, settings, progress), NoJournal(), MemoryDialogues())


@asynccontextmanager
async def services(settings: Settings, progress: Progress = lambda _: None) -> AsyncIterator[Services]:
    """Open everything the running bot needs, the database at its newest version, and close it at the end."""
    async with database(settings) as engine, _counted_faults(engine) as faults:
        versions, journal = Versions(engine), DatabaseJournal(engine)
        cache = settings.knowledge.cache
        active, seeded = await seed(versions, settings.knowledge.folder)
        if seeded in _SEEDED:
            progress(_SEEDED[seeded])
        snapshot = await _readable(versions, active, cache, progress)
        hashed = pseudonyms(settings)
        opened = Services(
            snapshot,
            journal,
            DatabaseDialogues(engine, hashed),
            Office(versions, journal, cache, Audit(engine), Follows(engine, hashed)),
            admin_records(engine, hashed),
            outreach(engine, hashed),
            Inbox(engine, hashed),
            ZaloTokens(engine, settings.zalo_oa.app_id),
            Addresses(web=settings.web.public_url),
            allowances=allowances(engine, hashed),
            switches=Switches(engine, Audit(engine)),
            duties=Duties(engine),
            faults=faults,
            queue=Queue(engine),
            erasure=Erasure(engine, hashed),
            retention_days=settings.privacy.retention_days,
        )
        following = asyncio.create_task(serving.follow(versions, opened, cache))
        try:
            yield opened
        finally:
            workshop.end_all()
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


@asynccontextmanager
async def _counted_faults(engine: AsyncEngine) -> AsyncIterator[Faults]:
    """Count what goes wrong meanwhile, in memory for the metrics and in the database for the admin room."""
    faults, stop = Faults(engine), asyncio.Event()
    with logs.heard_by(metrics.heed), logs.heard_by(faults.hear):
        writing = asyncio.create_task(faults.keep_writing(stop))
        try:
            yield faults
        finally:
            stop.set()
            await asyncio.wait([writing], timeout=LAST_WRITE_SECONDS)
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)


async def _readable(versions: Versions, active: Activation, cache: Path, progress: Progress) -> Snapshot:
    """Load what is served, or what was served last that this program can read; raises KnowledgeError if none can."""
    try:
        return await serving.load(versions, active, cache, progress)
    except KnowledgeError as error:
        for earlier, _ in await versions.history():
            if earlier.id != active.id:
                progress(_UNREADABLE.format(version=active.version, earlier=earlier.version, error=error))
                with suppress(KnowledgeError):
                    return await serving.load(versions, earlier, cache, progress)
        raise


@asynccontextmanager
async def office(settings: Settings) -> AsyncIterator[Office]:
    """Open the knowledge office alone, for the command line; a new database takes in the repository's files."""
    async with database(settings) as engine:
        versions = Versions(engine)
        if not await versions.active():  # else what is served is no business of a command that only looks
            await seed(versions, settings.knowledge.folder)
        follows = Follows(engine, pseudonyms(settings))
        yield Office(versions, DatabaseJournal(engine), settings.knowledge.cache, Audit(engine), follows)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Open the database at its newest version and close it at the end; raises StorageError if it cannot be opened."""
    await asyncio.to_thread(migrate, settings.database.url)
    engine = open_database(settings.database.url)
    try:
        yield engine
    finally:
        await engine.dispose()


def pseudonyms(settings: Settings) -> Pseudonyms:
    """Return what turns ids of persons into pseudonyms."""
    privacy = settings.privacy
    return Pseudonyms(key_from(privacy.person_key.get_secret_value(), privacy.person_key_file))


def _snapshot(knowledge: Knowledge, settings: Settings, progress: Progress) -> Snapshot:
    return Snapshot(knowledge, build_search(knowledge, settings.knowledge.cache, progress))


async def _office_files(url: str) -> dict[str, bytes] | None:
    """Return the files that an office put into service; None without a database or where the folder is served."""
    if not database_exists(url):
        return None
    engine = open_database(url)
    try:
        versions = Versions(engine)
        served = await versions.served()
        return await versions.files_of(served[1]) if served and not served[1].from_repository else None
    except SQLAlchemyError:  # no such table, or out of reach: the terminal answers from the folder
        return None
    finally:
        await engine.dispose()
