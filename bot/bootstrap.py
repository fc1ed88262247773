"""Wires everything together; the only module that knows everything."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.knowledge.snapshot import Knowledge
from bot.operations.pseudonyms import Pseudonyms, key_from
from bot.search.build import build_search
from bot.services import Services, Snapshot
from bot.settings import Settings
from bot.storage.database import migrate, open_database
from bot.storage.dialogues import DatabaseDialogues, MemoryDialogues
from bot.storage.journal import DatabaseJournal, NoJournal

Progress = Callable[[str], None]


def load_snapshot(settings: Settings, progress: Progress = lambda _: None) -> Snapshot:
    """Read the knowledge base and build or load its search; raises KnowledgeError with every fault."""
    knowledge = Knowledge.load(settings.knowledge.folder)
    return Snapshot(knowledge, build_search(knowledge, settings.knowledge.cache, progress))


def offline_services(settings: Settings, progress: Progress = lambda _: None) -> Services:
    """Return services that write nothing down: for the terminal, batches and evaluation."""
    return Services(load_snapshot(settings, progress), NoJournal(), MemoryDialogues())


@asynccontextmanager
async def services(settings: Settings, progress: Progress = lambda _: None) -> AsyncIterator[Services]:
    """Open everything the running bot needs, the database at its newest version, and close it at the end."""
    snapshot = load_snapshot(settings, progress)
    migrate(settings.storage.url)
    storage = settings.storage
    pseudonyms = Pseudonyms(key_from(storage.person_key.get_secret_value(), storage.person_key_file))
    engine = open_database(settings.storage.url)
    try:
        yield Services(snapshot, DatabaseJournal(engine), DatabaseDialogues(engine, pseudonyms))
    finally:
        await engine.dispose()
