"""An official in a chat: linked to an account, sitting at a desk."""

from dataclasses import dataclass

from bot.conversation import Reply, Turn
from bot.services import Services
from bot.sharing.links import Addresses
from bot.storage.accounts import Role
from bot.storage.desks import Desk, Desks
from handlers import handle

ADDRESSES = Addresses("https://hoi.kontum.test", "https://t.me/hoimotcua_bot", "https://zalo.me/123")
OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"


@dataclass
class Official:
    """One person's chat; `desk` is where this official sat down at first."""

    services: Services
    desk: Desk
    name: str = "lan"
    channel: str = "telegram"

    async def say(self, text: str, *, takes_files: bool = True) -> Reply:
        turn = Turn(self.channel, text, person=self.name, takes_files=takes_files)
        return await handle(turn, self.services)

    async def choose(self, value: str, *, takes_files: bool = True) -> Reply:
        turn = Turn(self.channel, choice=value, person=self.name, takes_files=takes_files)
        return await handle(turn, self.services)

    async def sits_at(self) -> str:
        assert self.services.admin
        return (await self.services.admin.accounts.find(self.name)).desk


def desks(services: Services) -> Desks:
    assert services.outreach
    return services.outreach.desks


async def link(services: Services, name: str = "lan", role: Role = Role.STAFF, channel: str = "telegram") -> None:
    """Make an account and link the person of the same name to it."""
    assert services.admin
    await services.admin.accounts.add(name, role, "con trâu đi trước")
    await services.admin.links.link(await services.admin.links.link_code(name), channel, name)


async def sit_down(services: Services, name: str = "lan", channel: str = "telegram") -> Official:
    """Register a desk and let somebody linked sit there."""
    assert services.admin
    await link(services, name, channel=channel)
    desk = await desks(services).register(f"Quầy của {name}", OFFICE, "", name)
    await services.admin.accounts.sit_at(name, desk.number)
    return Official(services, desk, name, channel)
