"""Which messengers run: those that there are tokens for, or those that `run --only` names."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from enum import StrEnum

from bot.channels.channel import Channel
from bot.channels.gate import Gate
from bot.channels.shift import Alone, always
from bot.conversation import Fate
from bot.services import Services
from bot.settings import Settings
from bot.sharing.cards import Card
from bot.storage.switches import CHANNELS
from handlers import handle
from handlers.cards import cards


class Name(StrEnum):
    """The channels of the program, as `--only` names them."""

    WEB = "web"
    TELEGRAM = "telegram"
    ZALO_BOT = "zalo-bot"
    ZALO_OA = "zalo-oa"

    @property
    def key(self) -> str:
        """The name that turns know it by."""
        return self.replace("-", "_")


_WANTING = "{channel}: tắt (chưa có {setting})."


def create_channels(
    settings: Settings, services: Services, only: Collection[Name], say: Callable[[str], None]
) -> list[Channel]:
    """Return the messengers to run, and `say` which are off for want of a token."""
    created, wanting = [], settings.wanting()
    for name, create in _CREATE.items():
        if only and name not in only:
            continue
        if setting := wanting.get(name.key):
            say(_WANTING.format(channel=CHANNELS[name.key], setting=setting))
        elif channel := create(settings, services):
            created.append(channel)
    return created


# Each is imported only where it is used: a quarter of a second that a start without it need not pay.


def _telegram(settings: Settings, services: Services) -> Channel | None:
    if not services.inbox:
        return None
    from bot.channels.telegram.channel import create_telegram  # noqa: PLC0415

    gate = _gate(settings, services)

    async def offered(text: str, person: str) -> Sequence[Card]:
        may_look = await gate.may_look(Name.TELEGRAM, person)
        return await cards(text, services, Name.TELEGRAM, person) if may_look else ()

    return create_telegram(
        settings.telegram,
        gate,
        services.inbox,
        cards=offered,
        addresses=services.addresses,
        report=_report(services),
        alone=alone(services),
    )


def _zalo_bot(settings: Settings, services: Services) -> Channel | None:
    if not services.inbox:
        return None
    from bot.channels.zalo_bot.channel import create_zalo_bot  # noqa: PLC0415

    def found_at(address: str) -> None:
        services.addresses.zalo = services.addresses.zalo or address  # the Official Account's comes first

    report = _report(services)
    return create_zalo_bot(
        settings.zalo_bot,
        _gate(settings, services),
        services.inbox,
        found_at=found_at,
        report=report,
        alone=alone(services),
    )


def _zalo_oa(settings: Settings, services: Services) -> Channel | None:
    if not (services.inbox and services.zalo_tokens):
        return None
    from bot.channels.zalo_oa.channel import create_zalo_oa  # noqa: PLC0415

    if settings.zalo_oa.oa_id:
        services.addresses.zalo = f"https://zalo.me/{settings.zalo_oa.oa_id}"
    gate = _gate(settings, services)
    return create_zalo_oa(settings.zalo_oa, gate, services.inbox, services.zalo_tokens, report=_report(services))


def alone(services: Services) -> Alone:
    """Return what does work in one of all processes at a time."""
    return services.duties.alone if services.duties else always


def _gate(settings: Settings, services: Services) -> Gate:
    return Gate(lambda turn: handle(turn, services), services, settings.messengers)


def _report(services: Services) -> Callable[[str, Fate], Awaitable[None]] | None:
    return services.outreach.follows.report if services.outreach else None


_CREATE: dict[Name, Callable[[Settings, Services], Channel | None]] = {
    Name.TELEGRAM: _telegram,
    Name.ZALO_BOT: _zalo_bot,
    Name.ZALO_OA: _zalo_oa,
}
