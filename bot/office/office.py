"""The knowledge office: the one way in for every channel by which an office changes what the bot knows."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.files import PROCEDURES, Files
from bot.knowledge.models import Procedure
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.reading import read_knowledge
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.spreadsheets.limits import check_size
from bot.knowledge.table_writer import numbered, write_table
from bot.office import importing, wording, workshop
from bot.office.audience import Audience, audiences
from bot.office.examination import Examined, examine
from bot.office.importing import Reviewable
from bot.office.report import Report
from bot.office.submission import Upload
from bot.office.withdrawn import Withdrawn
from bot.office.workshop import WorkshopError
from bot.storage.audit import Audit
from bot.storage.follows import Follows
from bot.storage.journal import Journal
from bot.storage.tables import KnowledgeCandidate, KnowledgeVersion
from bot.storage.versions import Activation, Origin, OvertakenError, Versions

ASKED_DAYS = 30
ASKED_QUESTIONS = 300
"""How many of the questions most asked lately a load is tried with."""
MAX_SOURCE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office says to a load: the report, the candidate to say yes to, and the uploads with faults marked.

    `audience` are those who would be told of its changes.
    """

    report: Report
    candidate: str | None = None
    marked: bytes | None = None
    audience: tuple[Audience, ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What is served at one moment, with which everything about a load is compared."""

    activation: Activation
    files: dict[str, bytes]


class Office:
    """Examines loads, puts versions into service and takes them back; every change is a version.

    With an `audit`, who accepts or takes back is noted there, whatever the channel. With `follows`, those who wait for
    a change are known, of whom a report says how many would be told.
    """

    def __init__(
        self,
        versions: Versions,
        journal: Journal,
        cache: Path,
        audit: Audit | None = None,
        follows: Follows | None = None,
    ) -> None:
        self.versions = versions
        self.withdrawn = Withdrawn(versions)
        self._journal = journal
        self._cache = cache
        self._audit = audit
        self._follows = follows

    async def examine(self, uploads: Sequence[Upload], by: str, source: str = "") -> Answer:
        """Return what is found about a load; changes nothing but keeps a sound one as a candidate for a day.

        `source` is what the history says it was made from, by default the names of the uploads.
        """
        return await self._examine(await self.base(), uploads, Origin(by, source or _names(uploads)))

    async def try_out(self, uploads: Sequence[Upload]) -> Answer:
        """Return what is found about a load and keep nothing."""
        found = await self._found(await self.base(), uploads)
        return Answer(found.report, marked=found.marked, audience=await self._audience(found.files, found.report))

    async def edit(self, code: str, changes: Mapping[str, str], by: str, seen: int) -> Answer:
        """Examine a change of single fields of one procedure, given as officials write them.

        `seen` is the activation whose facts were changed. Raises OvertakenError if another is served by now,
        pydantic's ValidationError for what a field does not take, KeyError for a code that is not there.
        """
        base = await self.base()
        if base.activation.id != seen:
            raise OvertakenError
        upload = await asyncio.to_thread(_edited, base.files, code, changes)
        return await self._examine(base, [upload], Origin(by, wording.EDITED.format(code=code)))

    async def start_import(self, annex: Upload) -> Reviewable:
        """Return the review workbook of an official list; nothing is kept."""
        base = await self.base()
        try:
            check_size(annex.name, len(annex.data))
            return await workshop.run_aside(importing.start, base.files, annex, self._cache)
        except (KnowledgeError, WorkshopError) as error:
            return Reviewable(problems=_problems(error, annex.name))

    async def finish_import(self, reviewed: Upload, by: str) -> Answer:
        """Examine what a reviewed workbook of an official list makes of the procedures."""
        base = await self.base()
        try:
            check_size(reviewed.name, len(reviewed.data))
            found = await workshop.run_aside(importing.finish, base.files, reviewed)
        except (KnowledgeError, WorkshopError) as error:
            return Answer(Report(problems=_problems(error, reviewed.name)))
        if found.upload is None:
            return Answer(Report(problems=found.problems), marked=found.marked)
        return await self._examine(base, [found.upload], Origin(by, wording.IMPORTED.format(name=reviewed.name)))

    async def accept(self, name: str, by: str) -> int:
        """Put a candidate into service; return the version's number.

        Raises OvertakenError if another version was put into service since it was examined, LookupError if it is gone.
        """
        candidate = await self.versions.candidate(name)
        if not candidate:
            raise LookupError(name)
        number = await self.versions.accept(candidate, by)
        await self._note(by, "accept", number)
        return number

    async def audience(self, candidate: KnowledgeCandidate) -> tuple[Audience, ...]:
        """Return whom a candidate would tell of what, as things stand now."""
        report = Report.model_validate_json(candidate.report)
        return await self._audience(await self.versions.files_of(candidate), report)

    async def roll_back(self, number: int, by: str, based_on: int) -> None:
        """Put an earlier version into service again.

        Raises OvertakenError like `accept`, LookupError if it is unknown, KnowledgeError if this program cannot read
        it any more.
        """
        version = await self.versions.version(number)
        if not version:
            raise LookupError(number)
        await self.knowledge(version)
        await self.versions.roll_back(number, by, based_on)
        await self._note(by, "roll_back", number)

    async def base(self) -> Base:
        """Return what is served now."""
        served = await self.versions.served()
        if not served:
            raise LookupError
        active, version = served
        return Base(active, await self.versions.files_of(version))

    async def knowledge(self, kept: KnowledgeVersion | KnowledgeCandidate | None = None) -> Knowledge:
        """Return the knowledge base of a version or candidate, or else of what is served now."""
        files = await self.versions.files_of(kept) if kept else (await self.base()).files
        return await asyncio.to_thread(read_knowledge, files)

    async def _examine(self, base: Base, uploads: Sequence[Upload], origin: Origin) -> Answer:
        found = await self._found(base, uploads)
        candidate = await self._keep(found, origin, base.activation)
        return Answer(found.report, candidate, found.marked, await self._audience(found.files, found.report))

    async def _found(self, base: Base, uploads: Sequence[Upload]) -> Examined:
        asked = await self._journal.most_asked_texts(ASKED_DAYS, ASKED_QUESTIONS)
        try:
            for upload in uploads:
                check_size(upload.name, len(upload.data))  # before it is copied into another process
            return await workshop.run_aside(examine, base.files, uploads, asked, self._cache)
        except (KnowledgeError, WorkshopError) as error:
            return Examined(Report(problems=_problems(error, _names(uploads))))

    async def _audience(self, files: Files | None, report: Report) -> tuple[Audience, ...]:
        return await audiences(self._follows, files, report.differences) if self._follows and files else ()

    async def _keep(self, found: Examined, origin: Origin, active: Activation) -> str | None:
        if not (found.files and found.index):
            return None
        await self.versions.keep_index(found.index.key, found.index.packed)
        kept = Origin(origin.by, origin.source[:MAX_SOURCE], found.report.model_dump_json())
        return await self.versions.propose(found.files, kept, active.id)

    async def _note(self, by: str, action: str, number: int) -> None:
        if self._audit:
            await self._audit.note(by, action, str(number))


def _problems(error: KnowledgeError | WorkshopError, name: str) -> tuple[Problem, ...]:
    return tuple(error.problems) if isinstance(error, KnowledgeError) else (Problem(name, 0, "", wording.TOO_HEAVY),)


def _edited(files: Mapping[str, bytes], code: str, changes: Mapping[str, str]) -> Upload:
    """Return the procedures with one changed."""
    knowledge = read_knowledge(files)
    changed = changed_procedure(knowledge.by_code[code], changes)
    procedures = [changed if one.code == code else one for one in knowledge.procedures]
    return Upload(PROCEDURES, write_table(Procedure, numbered(procedures)))


def _names(uploads: Sequence[Upload]) -> str:
    return ", ".join(upload.name for upload in uploads)


def changed_procedure(procedure: Procedure, changes: Mapping[str, str]) -> Procedure:
    """Return a procedure with some fields as officials write them; raises pydantic's ValidationError."""
    return Procedure.model_validate(procedure.model_dump() | dict(changes))
