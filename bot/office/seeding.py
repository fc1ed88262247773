"""The repository's own files as a version: the first of a new database, and the next when a release brings new ones."""

from enum import StrEnum, auto
from pathlib import Path

from bot.knowledge.files import read_folder
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.reading import read_knowledge
from bot.office import wording
from bot.storage.versions import Activation, Origin, OvertakenError, Versions, checksum


class Seeded(StrEnum):
    """What became of the repository's files."""

    SAME = auto()  # they are, or were once, a version
    TAKEN = auto()  # they are a new version, which is served
    WAITING = auto()  # they are new, but an office's version is served, which nothing replaces unasked
    FAULTY = auto()  # they cannot be used, and what was served goes on


async def seed(versions: Versions, folder: Path) -> tuple[Activation, Seeded]:
    """Return the active version after the files of `folder` were taken in, if they should be.

    Files that were a version before change nothing, so that processes of an older and a newer release side by side
    do not take turns. Raises KnowledgeError with the faults of the files if there is nothing else to serve.
    """
    served = await versions.served()
    active = served[0] if served else None
    try:
        files = read_folder(folder)
        if active and await versions.with_checksum(checksum(files)):
            return active, Seeded.SAME
        read_knowledge(files, strict=True)
    except KnowledgeError:
        if active:
            return active, Seeded.FAULTY
        raise
    if served and not served[1].from_repository:
        return served[0], Seeded.WAITING
    try:
        origin = Origin(by=wording.REPOSITORY, source=wording.REPOSITORY_SOURCE)
        await versions.add(files, origin, active.id if active else 0)
    except OvertakenError:  # another process, starting at the same moment, was first
        return await seed(versions, folder)
    return await _active(versions), Seeded.TAKEN


async def _active(versions: Versions) -> Activation:
    active = await versions.active()
    if not active:
        raise LookupError
    return active
