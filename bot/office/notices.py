"""Telling people what they waited for, once it is served: whom, on which channel, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from bot.answers.wishes import news
from bot.conversation import Fate, Reply
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.ways import fulfilled
from bot.storage.dialogues import Dialogues
from bot.storage.follows import Follow, Follows

AT_ONCE = 20
"""How many are told on a channel in one go, so that who asks meanwhile does not wait behind thousands."""


class Teller(Protocol):
    """A channel that can write to people first."""

    @property
    def name(self) -> str:
        """The name that wishes know it by."""

    @property
    def window(self) -> timedelta | None:
        """How long after their last message people may be written to; None for always."""

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Put a message into the inbox, where a `key` counts once, to be sent paced and tried again like any answer."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Tells wishes; any number of processes may do so at once, and die at any moment."""

    follows: Follows
    dialogues: Dialogues

    async def tell(self, tellers: Sequence[Teller], knowledge: Knowledge) -> bool:
        """Tell the first of those whose wish is fulfilled; say whether there may be more."""
        told = [await self._tell_on(teller, knowledge) for teller in tellers]
        return max(told, default=0) == AT_ONCE

    async def _tell_on(self, teller: Teller, knowledge: Knowledge) -> int:
        waiting = await self.follows.waiting(teller.name)
        known = knowledge.by_code
        pairs = {(one.procedure, one.wish) for one in waiting if fulfilled(one.wish, known.get(one.procedure))}
        claimed = await self.follows.claim(teller.name, pairs, AT_ONCE) if pairs else ()
        for one in claimed:
            await self._tell_one(one, teller, knowledge)
        return len(claimed)

    async def _tell_one(self, one: Follow, teller: Teller, knowledge: Knowledge) -> None:
        if not await self._may_write_to(one, teller):
            await self.follows.report(one.key, Fate.CLOSED)
            return
        procedure = knowledge.by_code[one.procedure]
        await teller.tell(one.address, news(procedure, fulfilled(one.wish, procedure)), one.key)
        await self.follows.held(one.key)

    async def _may_write_to(self, one: Follow, teller: Teller) -> bool:
        if teller.window is None:
            return True
        wrote_at = await self.dialogues.wrote_at(one.channel, one.address)
        return wrote_at is not None and datetime.now(UTC) - wrote_at < teller.window
