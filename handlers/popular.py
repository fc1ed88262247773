"""What people ask about most: through the desks of one office, and altogether."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from bot.knowledge.models import Procedure
from bot.operations import days
from bot.services import Services
from bot.storage.desks import Desk
from bot.storage.reach import Event
from handlers.browse import MOST_ASKED_DAYS


async def most_asked(services: Services, most: int, desk: Desk | None = None) -> Sequence[Procedure]:
    """Return `most` procedures, those asked most first; those of a withdrawn code are left out.

    With a desk, what people whom its office brought here asked comes first; then what everybody asked; then, as long
    as they are few, those for which people have the most everyday names.
    """
    known = services.snapshot.knowledge.by_code
    here = await _asked_through(desk.office, services) if desk else []
    asked = await services.journal.most_asked(MOST_ASKED_DAYS, most)
    common = sorted(known.values(), key=lambda procedure: -len(procedure.aliases))
    codes = dict.fromkeys((*here, *asked, *(procedure.code for procedure in common[:most])))
    return [known[code] for code in codes if code in known][:most]


async def _asked_through(office: str, services: Services) -> Sequence[str]:
    """Return the codes asked about through the desks of an office, the most asked first."""
    if not services.outreach:
        return []
    numbers = {desk.number for desk in await services.outreach.desks.every() if desk.office == office}
    today = days.today()
    asked: Counter[str] = Counter()
    for one in await services.outreach.reach.between(today - timedelta(MOST_ASKED_DAYS), today):
        happened = one.happened
        if happened.event is Event.QUESTION and happened.procedure and happened.desk in numbers:
            asked[happened.procedure] += one.count
    return sorted(asked, key=lambda code: (-asked[code], code))
