"""Who opens a page: a person, whom a desk's link may have brought, or a robot, which counts for nothing."""

import re
from dataclasses import dataclass, replace

from fastapi import Request

from bot.channels.web import limits, sessions
from bot.channels.web.rendering import site
from bot.services import Services
from bot.sharing.links import Target, typed, valid_desk
from handlers import reach

CHANNEL = "web"
_ROBOTS = re.compile(
    r"(?<!cu)bot\b"  # Googlebot, TelegramBot, Twitterbot, ZaloBot, ZaloPreviewBot …, but no telephone of Cubot
    r"|facebookexternalhit|meta-external|whatsapp/|preview|crawler|spider",
    re.IGNORECASE,
)
"""What robots call themselves: those that fetch a link to preview it in a chat, and those of search engines.

A browser inside of Zalo has "Zalo iOS" or "Zalo android" in its name, one inside of Facebook "FBAN": those are people.
"""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where else to ask, by the name that people know, and what to type there first, "" for nothing."""

    name: str
    address: str
    typed: str


def chats(target: Target, services: Services) -> list[Chat]:
    """Return the chats that mean `target` too; on Zalo, whose links can carry nothing, it is typed."""
    addresses = services.addresses
    found = addresses.chats(target).items()
    return [Chat(name, address, typed(target) if address == addresses.zalo else "") for name, address in found]


def is_robot(request: Request) -> bool:
    """Say whether nobody reads what is answered."""
    return request.method == "HEAD" or _ROBOTS.search(request.headers.get("user-agent", "")) is not None


def services_for(request: Request) -> Services:
    """Return the services of this moment, which count nothing for a robot and know where this site is."""
    opened: Services = request.app.state.services.of_this_moment()
    here = replace(opened.addresses, web=opened.addresses.web or site(request))
    return replace(opened, addresses=here, outreach=None if is_robot(request) else opened.outreach)


async def brought(request: Request, person: str, target: Target, services: Services) -> str:
    """Count that `person` came by a desk's link; return the desk, "" if there is no such, or nobody to count.

    Who opens links like a machine is not counted, and reads the page all the same.
    """
    counts = bool(valid_desk(target.desk) and services.outreach)
    if not (counts and await limits.admitted(request, sessions.sent(request))):
        return ""
    return await reach.visited(target, CHANNEL, person, services)
