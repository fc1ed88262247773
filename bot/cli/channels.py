"""Which messengers run: those that there are tokens for, or those that `run --only` names."""

from collections.abc import Awaitable, Callable, Collection
from enum import StrEnum

from bot.channels.channel import Channel
from bot.conversation import Fate, Reply, Turn
from bot.services import Services
from bot.settings import Settings
from handlers import handle
from handlers.cards import cards


class Name(StrEnum):
    """The channels of the program, as `--only` names them."""

    WEB = "web"
    TELEGRAM = "telegram"
    ZALO_BOT = "zalo-bot"
    ZALO_OA = "zalo-oa"


_OFF = {
    Name.TELEGRAM: "Telegram: tắt (chưa có HMC_TELEGRAM__TOKEN).",
    Name.ZALO_BOT: "Zalo Bot: tắt (chưa có HMC_ZALO_BOT__TOKEN).",
    Name.ZALO_OA: "Zalo OA: tắt (chưa có HMC_ZALO_OA__APP_ID).",
}


def create_channels(
    settings: Settings, services: Services, only: Collection[Name], say: Callable[[str], None]
) -> list[Channel]:
    """Return the messengers to run, and `say` which are off for want of a token."""
    created = []
    for name, create in _CREATE.items():
        if only and name not in only:
            continue
        channel = create(settings, services)
        if channel:
            created.append(channel)
        else:
            say(_OFF[name])
    return created


# Each is imported only where it is used: a quarter of a second that a start without it need not pay.


def _telegram(settings: Settings, services: Services) -> Channel | None:
    if not (settings.telegram.token.get_secret_value() and services.inbox):
        return None
    from bot.channels.telegram.channel import create_telegram  # noqa: PLC0415

    return create_telegram(
        settings.telegram,
        _handle(services),
        services.inbox,
        cards=lambda text, person: cards(text, services, Name.TELEGRAM, person),
        addresses=services.addresses,
        report=_report(services),
    )


def _zalo_bot(settings: Settings, services: Services) -> Channel | None:
    if not (settings.zalo_bot.token.get_secret_value() and services.inbox):
        return None
    from bot.channels.zalo_bot.channel import create_zalo_bot  # noqa: PLC0415

    def found_at(address: str) -> None:
        services.addresses.zalo = services.addresses.zalo or address  # the Official Account's comes first

    report = _report(services)
    return create_zalo_bot(settings.zalo_bot, _handle(services), services.inbox, found_at=found_at, report=report)


def _zalo_oa(settings: Settings, services: Services) -> Channel | None:
    if not (settings.zalo_oa.app_id and services.inbox and services.zalo_tokens):
        return None
    from bot.channels.zalo_oa.channel import create_zalo_oa  # noqa: PLC0415

    if settings.zalo_oa.oa_id:
        services.addresses.zalo = f"https://zalo.me/{settings.zalo_oa.oa_id}"
    return create_zalo_oa(
        settings.zalo_oa, _handle(services), services.inbox, services.zalo_tokens, report=_report(services)
    )


def _handle(services: Services) -> Callable[[Turn], Awaitable[Reply]]:
    return lambda turn: handle(turn, services)


def _report(services: Services) -> Callable[[str, Fate], Awaitable[None]] | None:
    return services.outreach.follows.report if services.outreach else None


_CREATE: dict[Name, Callable[[Settings, Services], Channel | None]] = {
    Name.TELEGRAM: _telegram,
    Name.ZALO_BOT: _zalo_bot,
    Name.ZALO_OA: _zalo_oa,
}
