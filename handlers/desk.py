"""Which official writes in a chat, and at which desk that person sits."""

import structlog

from bot.services import Services
from bot.storage.accounts import Account
from bot.storage.desks import Desk

log = structlog.get_logger()


async def official(channel: str, person: str, services: Services) -> Account | None:
    """Return the account that the person acts for; None for everybody else."""
    return await services.admin.links.linked(channel, person) if services.admin else None


async def desk_of(account: Account | None, services: Services) -> Desk | None:
    """Return the desk that the account hands out from; None without one, and if it is closed."""
    if not (account and account.desk and services.outreach):
        return None
    desk = await services.outreach.desks.find(account.desk)
    return desk if desk and not desk.closed_at else None


async def desk_in_chat(channel: str, person: str, services: Services) -> Desk | None:
    """Return the desk of the official who writes; None for everybody else. Never raises: links go without it too."""
    try:
        return await desk_of(await official(channel, person, services), services)
    except Exception:
        log.exception("desk_unknown", channel=channel)
        return None
