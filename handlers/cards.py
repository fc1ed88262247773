"""Procedures to share in any chat: what a few words mean, or what others ask most."""

from collections.abc import Sequence

from bot.knowledge.models import Procedure
from bot.services import Services, Snapshot
from bot.sharing import cards as sharing
from handlers.desk import desk_in_chat
from handlers.popular import most_asked

MOST = 10
MAX_CHARACTERS = 256
"""As many as Telegram sends of an inline query."""


async def cards(text: str, services: Services, channel: str = "", person: str = "") -> tuple[sharing.Card, ...]:
    """Return up to ten cards for `text`, the most likely first; for none, those asked most often.

    The cards of an official carry the desk where that person sits.
    """
    services = services.of_this_moment()
    words = text.strip()[:MAX_CHARACTERS]
    found = _meant(words, services.snapshot) if words else await most_asked(services, MOST)
    desk = await desk_in_chat(channel, person, services)
    return sharing.cards(found[:MOST], services.addresses, desk.number if desk else "")


def _meant(words: str, snapshot: Snapshot) -> Sequence[Procedure]:
    return [snapshot.knowledge.by_code[code] for code in snapshot.search.find(words).meant]
