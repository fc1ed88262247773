"""Versions of the knowledge base, and which is served: every change is one transaction, whole or not at all."""

import asyncio
import hashlib
import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.tables import KnowledgeActivation, KnowledgeBlob, KnowledgeCandidate, KnowledgeVersion

CANDIDATE_HOURS = 24
"""A candidate that nobody accepted is forgotten after this."""
UNUSED_DAYS = 2
"""Bytes that nothing refers to are kept so long, lest those of a load under way are taken from it."""
INDEX_DAYS = 30


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a load, from what, and what was found about it (JSON)."""

    by: str
    source: str
    report: str = "{}"


@dataclass(frozen=True, slots=True)
class Activation:
    """One moment since which a version is, or was, served; ids count up by one."""

    id: int
    version: int
    at: datetime
    by: str


class OvertakenError(Exception):
    """Somebody else has put another version into service meanwhile; nothing was changed."""


class Versions:
    """Keeps versions in the tables `knowledge_*`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def active(self) -> Activation | None:
        """Return the latest activation; None in a new database."""
        latest = select(KnowledgeActivation).order_by(col(KnowledgeActivation.id).desc()).limit(1)
        async with AsyncSession(self._engine) as session:
            found = (await session.exec(latest)).first()
        return _activation(found) if found else None

    async def served(self) -> tuple[Activation, KnowledgeVersion] | None:
        """Return the latest activation and its version; None in a new database."""
        latest = await self.history(1)
        return latest[0] if latest else None

    async def history(self, limit: int = 100) -> list[tuple[Activation, KnowledgeVersion]]:
        """Return the latest activations with their versions, newest first."""
        query = (
            select(KnowledgeActivation, KnowledgeVersion)
            .join(KnowledgeVersion, col(KnowledgeVersion.number) == col(KnowledgeActivation.version))
            .order_by(col(KnowledgeActivation.id).desc())
            .limit(limit)
        )
        async with AsyncSession(self._engine) as session:
            return [(_activation(one), version) for one, version in await session.exec(query)]

    async def version(self, number: int) -> KnowledgeVersion | None:
        """Return an accepted version."""
        async with AsyncSession(self._engine) as session:
            return await session.get(KnowledgeVersion, number)

    async def with_checksum(self, checksum: str) -> KnowledgeVersion | None:
        """Return an accepted version of just these bytes, if there is one."""
        query = select(KnowledgeVersion).where(col(KnowledgeVersion.checksum) == checksum).limit(1)
        async with AsyncSession(self._engine) as session:
            return (await session.exec(query)).first()

    async def candidate(self, name: str) -> KnowledgeCandidate | None:
        """Return a candidate that waits for a yes, no longer than a day."""
        async with AsyncSession(self._engine) as session:
            found = await session.get(KnowledgeCandidate, name)
        oldest = datetime.now(UTC) - timedelta(hours=CANDIDATE_HOURS)
        return found if found and found.created_at >= oldest else None

    async def files_of(self, kept: KnowledgeVersion | KnowledgeCandidate) -> dict[str, bytes]:
        """Return the files of a version or candidate."""
        digests: dict[str, str] = json.loads(kept.files)
        return {name: await self._blob(digest) for name, digest in digests.items()}

    async def propose(self, files: Mapping[str, bytes], origin: Origin, based_on: int) -> str:
        """Keep a candidate and return its id; `based_on` is the activation that it was compared with."""
        candidate = KnowledgeCandidate(
            id=secrets.token_hex(8),
            created_at=datetime.now(UTC),
            created_by=origin.by,
            source=origin.source,
            based_on=based_on,
            files=await self._keep_files(files),
            report=origin.report,
        )
        name = candidate.id
        async with AsyncSession(self._engine) as session:
            session.add(candidate)
            await session.commit()
        return name

    async def accept(self, candidate: KnowledgeCandidate, by: str) -> int:
        """Make a candidate the next version and serve it; return its number.

        Raises OvertakenError if another version was put into service since it was compared.
        """
        number = await self._next_number()
        version = KnowledgeVersion(
            number=number,
            created_at=datetime.now(UTC),
            created_by=candidate.created_by,
            source=candidate.source,
            from_repository=False,
            checksum=_checksum(candidate.files),
            files=candidate.files,
            report=candidate.report,
        )
        await self._activate(number, by, candidate.based_on, version, candidate.id)
        return number

    async def add(self, files: Mapping[str, bytes], origin: Origin, based_on: int) -> int:
        """Make the repository's own files the next version and serve it; return its number.

        Raises OvertakenError like `accept`: another process was first.
        """
        kept = await self._keep_files(files)
        number = await self._next_number()
        version = KnowledgeVersion(
            number=number,
            created_at=datetime.now(UTC),
            created_by=origin.by,
            source=origin.source,
            from_repository=True,
            checksum=_checksum(kept),
            files=kept,
            report=origin.report,
        )
        await self._activate(number, origin.by, based_on, version)
        return number

    async def roll_back(self, number: int, by: str, based_on: int) -> None:
        """Serve an earlier version again; raises OvertakenError like `accept`."""
        await self._activate(number, by, based_on)

    async def discard(self, name: str) -> None:
        """Forget a candidate."""
        async with AsyncSession(self._engine) as session:
            await session.exec(delete(KnowledgeCandidate).where(col(KnowledgeCandidate.id) == name))
            await session.commit()

    async def index(self, key: str) -> bytes | None:
        """Return the packed index of this key, if any process has kept one."""
        async with AsyncSession(self._engine) as session:
            found = await session.get(KnowledgeBlob, f"index-{key}")
        return found.content if found else None

    async def has_index(self, key: str) -> bool:
        """Say whether the packed index of this key is kept."""
        query = select(KnowledgeBlob.key).where(col(KnowledgeBlob.key) == f"index-{key}")
        async with AsyncSession(self._engine) as session:
            return (await session.exec(query)).first() is not None

    async def keep_index(self, key: str, packed: bytes) -> None:
        """Keep a packed index for all processes."""
        await self._keep(f"index-{key}", packed)

    async def keep_download(self, data: bytes) -> str:
        """Keep a file for somebody to get within two days, and return its token."""
        token = secrets.token_hex(8)
        await self._keep(f"download-{token}", await asyncio.to_thread(zlib.compress, data))
        return token

    async def download(self, token: str) -> bytes | None:
        """Return the file that was kept under `token`, if it still is."""
        async with AsyncSession(self._engine) as session:
            found = await session.get(KnowledgeBlob, f"download-{token}")
        return await asyncio.to_thread(zlib.decompress, found.content) if found else None

    async def sweep(self) -> int:
        """Delete what nothing refers to any more, and return how much.

        That are candidates nobody accepted, their files, downloads, and indexes not kept anew for a month: a version
        that is loaded again keeps its index again.
        """
        now = datetime.now(UTC)
        key, kept_at = col(KnowledgeBlob.key), col(KnowledgeBlob.kept_at)
        async with AsyncSession(self._engine) as session:
            old = col(KnowledgeCandidate.created_at) < now - timedelta(hours=CANDIDATE_HOURS)
            await session.exec(delete(KnowledgeCandidate).where(old))
            referring = [*await session.exec(select(KnowledgeVersion.files))]
            referring += await session.exec(select(KnowledgeCandidate.files))
            used = {digest for files in referring for digest in json.loads(files).values()}
            unused = kept_at < now - timedelta(days=UNUSED_DAYS)
            keys = await session.exec(select(key).where(unused))
            months_old = set(await session.exec(select(key).where(kept_at < now - timedelta(days=INDEX_DAYS))))
            gone = [one for one in keys if one not in used and (not one.startswith("index-") or one in months_old)]
            await session.exec(delete(KnowledgeBlob).where(key.in_(gone), unused))  # which may have changed meanwhile
            await session.commit()
        return len(gone)

    async def _activate(
        self,
        number: int,
        by: str,
        based_on: int,
        version: KnowledgeVersion | None = None,
        candidate: str = "",
    ) -> None:
        """Write the activation that follows `based_on`, of which there can be but one, with all that belongs to it."""
        activation = KnowledgeActivation(
            id=based_on + 1, version=number, activated_at=datetime.now(UTC), activated_by=by
        )
        try:
            async with AsyncSession(self._engine) as session:
                if version:
                    session.add(version)
                    await session.flush()  # before what refers to it
                session.add(activation)
                await session.exec(delete(KnowledgeCandidate).where(col(KnowledgeCandidate.id) == candidate))
                await session.commit()
        except IntegrityError:
            raise OvertakenError from None

    async def _next_number(self) -> int:
        async with AsyncSession(self._engine) as session:
            return ((await session.exec(select(func.max(KnowledgeVersion.number)))).one() or 0) + 1

    async def _keep_files(self, files: Mapping[str, bytes]) -> str:
        """Keep files and return their names and digests as JSON."""
        digests = {}
        for name, data in sorted(files.items()):
            digests[name] = hashlib.sha256(data).hexdigest()
            await self._keep(digests[name], zlib.compress(data))
        return json.dumps(digests)

    async def _keep(self, key: str, content: bytes) -> None:
        async with AsyncSession(self._engine) as session:
            now = datetime.now(UTC)
            blob = await session.get(KnowledgeBlob, key) or KnowledgeBlob(key=key, kept_at=now, content=content)
            blob.kept_at = now  # also of one that is there, lest `sweep` takes it from this load
            blob.content = content  # differs only where what was there is damaged
            session.add(blob)
            try:
                await session.commit()
            except IntegrityError:  # another process has just kept the same
                return

    async def _blob(self, digest: str) -> bytes:
        async with AsyncSession(self._engine) as session:
            found = await session.get_one(KnowledgeBlob, digest)
        return zlib.decompress(found.content)


def checksum(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over files by name, the same for the same bytes."""
    return _checksum(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}))


def _checksum(digests: str) -> str:
    return hashlib.sha256(digests.encode()).hexdigest()


def _activation(row: KnowledgeActivation) -> Activation:
    return Activation(row.id, row.version, row.activated_at, row.activated_by)
