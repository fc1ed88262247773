"""What was counted, read back for tests of pages."""

from collections import Counter
from datetime import date

from bot.services import Services

PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
Counted = Counter[tuple[str, str, str]]


async def counted(services: Services) -> Counted:
    """Return the sums over all days by event, desk and procedure."""
    assert services.outreach
    sums = Counted()
    for row in await services.outreach.reach.between(date.min, date.max):
        sums[row.happened.event.value, row.happened.desk, row.happened.procedure] += row.count
    return sums


async def desk_of(services: Services, name: str = "Quầy 5") -> str:
    """Register a desk and return its number."""
    assert services.outreach
    return (await services.outreach.desks.register(name, "Trung tâm xã Kon Braih", "", "lan")).number
