"""Procedures to share in any chat: what a few words mean, or what others ask most."""

from collections.abc import Sequence

from bot.knowledge.models import Procedure
from bot.search.verdicts import Verdict
from bot.services import Services, Snapshot
from bot.sharing import cards as sharing
from handlers.browse import MOST_ASKED_DAYS

MOST = 10
MAX_CHARACTERS = 256
"""As many as Telegram sends of an inline query."""


async def cards(text: str, services: Services) -> tuple[sharing.Card, ...]:
    """Return up to ten cards for `text`, the most likely first; for none, those asked most often."""
    services = services.of_this_moment()
    words = text.strip()[:MAX_CHARACTERS]
    found = _meant(words, services.snapshot) if words else await _most_asked(services)
    return sharing.cards(found[:MOST], services.addresses)


def _meant(words: str, snapshot: Snapshot) -> Sequence[Procedure]:
    found = snapshot.search.find(words)
    if found.verdict in (Verdict.REFUSE, Verdict.CHITCHAT):
        return []
    codes = dict.fromkeys((*found.offered, *(candidate.code for candidate in found.candidates)))
    return [snapshot.knowledge.by_code[code] for code in codes]


async def _most_asked(services: Services) -> Sequence[Procedure]:
    """Return those asked most; after them, as long as few are, those that people have the most everyday names for."""
    known = services.snapshot.knowledge.by_code
    asked = await services.journal.most_asked(MOST_ASKED_DAYS, MOST)
    common = sorted(known.values(), key=lambda procedure: -len(procedure.aliases))
    codes = dict.fromkeys((*asked, *(procedure.code for procedure in common[:MOST])))
    return [known[code] for code in codes if code in known]
