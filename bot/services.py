"""What handlers need, in one object; `bot.bootstrap` builds it, tests build it with their own parts."""

from dataclasses import dataclass

from bot.knowledge.snapshot import Knowledge
from bot.search.engine import Search
from bot.storage.dialogues import Dialogues
from bot.storage.journal import Journal


@dataclass(frozen=True, slots=True, repr=False)  # all procedures in a log line or traceback help nobody
class Snapshot:
    """The knowledge base and the search over it, which belong together; immutable.

    A turn takes the reference once; a reload builds another snapshot aside and swaps it in.
    """

    knowledge: Knowledge
    search: Search


@dataclass(slots=True)
class Services:
    """The current snapshot, where turns are written down, and where conversations are kept."""

    snapshot: Snapshot
    journal: Journal
    dialogues: Dialogues
