"""An office that took procedures out of its knowledge base, over real versions in SQLite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.knowledge.files import PROCEDURES
from bot.office.office import Office
from bot.office.seeding import seed
from bot.office.serving import load
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.storage.database import open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import DatabaseJournal
from bot.storage.outreach import outreach
from bot.storage.versions import Origin, Versions
from tests.databases import new_database
from tests.small_knowledge import ID_CARD, MARRIAGE_AGAIN, write_small_knowledge


@asynccontextmanager
async def withdrawn_services(folder: Path) -> AsyncIterator[Services]:
    """An office that had four procedures and then took out the second marriage and the identity card."""
    engine = open_database(new_database(folder / "office.db"))
    versions = Versions(engine)
    first, _ = await seed(versions, write_small_knowledge(folder / "knowledge"))
    before = await versions.version(first.version)
    assert before
    files = await versions.files_of(before)
    rows = files[PROCEDURES].decode("utf-8-sig").splitlines(keepends=True)
    kept = "".join(row for row in rows if not row.startswith((MARRIAGE_AGAIN, ID_CARD)))
    await versions.add(files | {PROCEDURES: kept.encode()}, Origin("lan", PROCEDURES), first.id)
    active = await versions.active()
    assert active
    snapshot = await load(versions, active, folder / "index")
    journal = DatabaseJournal(engine)
    office, known = Office(versions, journal, folder / "index"), outreach(engine, Pseudonyms(b"key"))
    yield Services(snapshot, journal, MemoryDialogues(), office, outreach=known)
    await engine.dispose()
