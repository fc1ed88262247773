"""Everything that is kept about outreach, in one object."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.operations.pseudonyms import Pseudonyms
from bot.storage.desks import Desks
from bot.storage.follows import Follows
from bot.storage.reach import Reach


@dataclass(frozen=True, slots=True)
class Outreach:
    """Desks, what they reach, and who is to be told when a procedure changes."""

    desks: Desks
    reach: Reach
    follows: Follows


def outreach(engine: AsyncEngine, pseudonyms: Pseudonyms) -> Outreach:
    """Return the records in the database of `engine`, which must be at its newest version."""
    return Outreach(Desks(engine), Reach(engine), Follows(engine, pseudonyms))
