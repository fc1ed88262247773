"""A conversation with the handlers themselves, nothing written down."""

from bot.conversation import Reply, Turn
from bot.services import Services, Snapshot
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from handlers import handle


class Talk:
    """One person's conversation from its beginning."""

    def __init__(self, snapshot: Snapshot, services: Services | None = None) -> None:
        self.services = services or Services(snapshot, NoJournal(), MemoryDialogues())
        self.last: Reply | None = None

    async def say(self, text: str, person: str = "lan") -> Reply:
        self.last = await handle(Turn("test", text, person=person), self.services)
        return self.last

    async def choose(self, value: str, person: str = "lan") -> Reply:
        self.last = await handle(Turn("test", choice=value, person=person), self.services)
        return self.last


def shown(reply: Reply) -> str:
    """Return all blocks in one text."""
    return "\n".join(block.text for block in reply.blocks)
