"""The knowledge office: the one way in for every channel by which an office changes what the bot knows."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.files import PROCEDURES
from bot.knowledge.models import Procedure
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.reading import read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.spreadsheets.limits import check_size
from bot.knowledge.table_writer import numbered, write_table
from bot.office import importing, wording, workshop
from bot.office.examination import Examined, examine
from bot.office.importing import Reviewable
from bot.office.report import Report
from bot.office.submission import Upload
from bot.storage.journal import Journal
from bot.storage.tables import KnowledgeCandidate, KnowledgeVersion
from bot.storage.versions import Activation, Origin, Versions

ASKED_DAYS = 30
ASKED_QUESTIONS = 300
"""How many of the questions most asked lately a load is tried with."""
MAX_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office says to a load: the report, the candidate to say yes to, and the uploads with faults marked."""

    report: Report
    candidate: str | None = None
    marked: bytes | None = None


class Office:
    """Examines loads, puts versions into service and takes them back; every change is a version."""

    def __init__(self, versions: Versions, journal: Journal, cache: Path) -> None:
        self.versions = versions
        self._journal = journal
        self._cache = cache

    async def examine(self, uploads: Sequence[Upload], by: str, source: str = "") -> Answer:
        """Return what is found about a load; changes nothing but keeps a sound one as a candidate for a day.

        `source` is what the history says it was made from, by default the names of the uploads.
        """
        active, base = await self.base()
        found = await self._found(base, uploads)
        origin = Origin(by, (source or _names(uploads))[:MAX_SOURCE])
        return Answer(found.report, await self._keep(found, origin, active), found.marked)

    async def try_out(self, uploads: Sequence[Upload]) -> Answer:
        """Return what is found about a load and keep nothing."""
        found = await self._found((await self.base())[1], uploads)
        return Answer(found.report, marked=found.marked)

    async def _found(self, base: Mapping[str, bytes], uploads: Sequence[Upload]) -> Examined:
        asked = await self._journal.most_asked_texts(ASKED_DAYS, ASKED_QUESTIONS)
        try:
            for upload in uploads:
                check_size(upload.name, len(upload.data))  # before it is copied into another process
            return await asyncio.to_thread(workshop.run, examine, base, uploads, asked, self._cache)
        except KnowledgeError as error:
            return Examined(Report(problems=tuple(error.problems)))
        except workshop.WorkshopError:
            return Examined(Report(problems=(Problem(_names(uploads), 0, "", wording.TOO_HEAVY),)))

    async def edit(self, code: str, changes: Mapping[str, str], by: str) -> Answer:
        """Examine a change of single fields of one procedure, given as officials write them.

        Raises pydantic's ValidationError for what a field does not take, KeyError for a code that is not there.
        """
        knowledge = await self.knowledge()
        changed = changed_procedure(knowledge.by_code[code], changes)
        procedures = [changed if one.code == code else one for one in knowledge.procedures]
        upload = Upload(PROCEDURES, write_table(Procedure, numbered(procedures)))
        return await self.examine([upload], by, wording.EDITED.format(code=code))

    async def start_import(self, annex: Upload) -> Reviewable:
        """Return the review workbook of an official list; nothing is kept."""
        _, base = await self.base()
        try:
            return await asyncio.to_thread(workshop.run, importing.start, base, annex, self._cache)
        except workshop.WorkshopError:
            return Reviewable(problems=(Problem(annex.name, 0, "", wording.TOO_HEAVY),))

    async def finish_import(self, reviewed: Upload, by: str) -> Answer:
        """Examine what a reviewed workbook of an official list makes of the procedures."""
        _, base = await self.base()
        try:
            upload, problems = await asyncio.to_thread(workshop.run, importing.finish, base, reviewed)
        except workshop.WorkshopError:
            upload, problems = None, (Problem(reviewed.name, 0, "", wording.TOO_HEAVY),)
        if upload is None:
            return Answer(Report(problems=problems))
        return await self.examine([upload], by, wording.IMPORTED.format(name=reviewed.name))

    async def accept(self, name: str, by: str) -> int:
        """Put a candidate into service; return the version's number.

        Raises OvertakenError if another version was put into service since it was examined, LookupError if it is gone.
        """
        candidate = await self.versions.candidate(name)
        if not candidate:
            raise LookupError(name)
        return await self.versions.accept(candidate, by)

    async def roll_back(self, number: int, by: str, based_on: int) -> None:
        """Put an earlier version into service again; raises OvertakenError like `accept`, LookupError if unknown."""
        if not await self.versions.version(number):
            raise LookupError(number)
        await self.versions.roll_back(number, by, based_on)

    async def base(self) -> tuple[Activation, dict[str, bytes]]:
        """Return what is served now: the activation and its files."""
        active = await self.versions.active()
        version = await self.versions.version(active.version) if active else None
        if not (active and version):
            raise LookupError
        return active, await self.versions.files_of(version)

    async def knowledge(self, kept: KnowledgeVersion | KnowledgeCandidate | None = None) -> Knowledge:
        """Return the knowledge base of a version or candidate, or else of what is served now."""
        files = await self.versions.files_of(kept) if kept else (await self.base())[1]
        return await asyncio.to_thread(read_knowledge, files)

    async def _keep(self, found: Examined, origin: Origin, active: Activation) -> str | None:
        if not (found.files and found.index):
            return None
        await self.versions.keep_index(found.index.key, found.index.packed)
        kept = Origin(origin.by, origin.source, found.report.model_dump_json())
        return await self.versions.propose(found.files, kept, active.id)


def _names(uploads: Sequence[Upload]) -> str:
    return ", ".join(upload.name for upload in uploads)


def changed_procedure(procedure: Procedure, changes: Mapping[str, str]) -> Procedure:
    """Return a procedure with some fields as officials write them; raises pydantic's ValidationError."""
    return Procedure.model_validate(procedure.model_dump() | dict(changes))
