"""What a messenger's turn must pass before it is handled: the channel is on, and nobody writes faster than people do.

Taps count as messages do: each costs a search and a message out. What is refused is told once in a while and then
taken in silence, so that a flood costs neither searches nor messages; it is not answered later, as the notice says.
"""

from collections.abc import Iterator

import structlog

from bot.answers import replies, wording
from bot.channels.channel import Handle
from bot.conversation import Reply, Turn
from bot.services import Services
from bot.settings import MessengerSettings
from bot.storage.allowances import HOUR, MINUTE, Want
from handlers.erasing import asks_to_forget

WEB = "web"
PERSON, ALL, CARDS = "chat.person", "chat.all", "chat.cards"
_SENTENCES = {PERSON: wording.TOO_FAST, ALL: wording.BUSY}
CARDS_PER_MINUTE = 60
"""Inline mode asks anew with every few letters that somebody types."""
log = structlog.get_logger()


class Gate:
    """Hands turns on to `handle` where the channel is on and the person within the limits; a `Handle` itself.

    "Xóa dữ liệu của tôi" is done whether the channel is on or off.
    """

    def __init__(self, handle: Handle, services: Services, settings: MessengerSettings) -> None:
        self._handle = handle
        self._services = services
        self._settings = settings

    async def __call__(self, turn: Turn) -> Reply:
        """Return the reply to `turn`, or a notice instead, or a silent one."""
        if await self._services.is_off(turn.channel) and not asks_to_forget(turn.text):
            log.info("channel_off", channel=turn.channel)
            return await self._once("chat.told_off", HOUR, turn, await self._off())
        refused = await self._services.allowances.take(list(self._wants(turn)))
        if refused:
            log.info("limit_refused", limit=refused.limit, channel=turn.channel)
            return await self._once("chat.told_fast", MINUTE, turn, replies.short(_SENTENCES[refused.limit]))
        return await self._handle(turn)

    async def may_look(self, channel: str, person: str) -> bool:
        """Say whether somebody may be offered cards now, in a chat of their own."""
        if await self._services.is_off(channel):
            return False
        return not await self._services.allowances.take([Want(CARDS, f"{channel}:{person}", CARDS_PER_MINUTE)])

    async def _off(self) -> Reply:
        return replies.channel_off("" if await self._services.is_off(WEB) else self._services.addresses.web)

    async def _once(self, limit: str, seconds: float, turn: Turn, notice: Reply) -> Reply:
        """Return the notice, but silence for who was given it not so long ago."""
        told = await self._services.allowances.take([Want(limit, _who(turn), 1, seconds)])
        return replies.silence() if told else notice

    def _wants(self, turn: Turn) -> Iterator[Want]:
        if self._settings.person_per_minute:
            yield Want(PERSON, _who(turn), self._settings.person_per_minute)
        if self._settings.all_per_minute:
            yield Want(ALL, "everybody", self._settings.all_per_minute)


def _who(turn: Turn) -> str:
    return f"{turn.channel}:{turn.person}"
