"""`channel …`: the kill switch of each channel."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import bootstrap
from bot.cli.channels import Name
from bot.settings import Settings
from bot.storage.audit import SERVER, Audit
from bot.storage.switches import CHANNELS, Off, SwitchError, Switches

app = typer.Typer(help="Tạm ngừng trả lời trên một kênh, mở lại.", no_args_is_help=True)
_Answer = TypeVar("_Answer")

Which = Annotated[Name, typer.Argument(metavar="KÊNH", help="web, telegram, zalo-bot hoặc zalo-oa.")]


@app.command("list")
def list_channels(context: typer.Context) -> None:
    """Liệt kê các kênh."""
    switched_off = _run(context.obj, lambda switches: switches.off())
    table = Table("Kênh", "Tình trạng", "Người tạm ngừng", "Lý do")
    for channel, name in CHANNELS.items():
        table.add_row(name, *_state(switched_off.get(channel), context.obj.wanting().get(channel)))
    Console().print(table)


def _state(off: Off | None, setting: str | None) -> tuple[str, str, str]:
    """Return how a channel is, by whom and why; whether the bot runs just now, this command does not know."""
    if off:
        return f"tạm ngừng từ {off.since.astimezone():%H:%M %d/%m/%Y}", escape(off.by), escape(off.reason)
    return ("chưa cài đặt", "", f"chưa có {setting}") if setting else ("mở", "", "")


@app.command()
def off(
    context: typer.Context,
    channel: Which,
    reason: Annotated[str, typer.Option(help="Lý do, để người sau biết khi nào mở lại được.")],
) -> None:
    """Tạm ngừng một kênh; vài giây sau bot thôi trả lời ở đó, trên mọi máy."""
    key = channel.key
    _run(context.obj, lambda switches: switches.turn_off(key, SERVER, reason))
    print(f"Đã tạm ngừng {CHANNELS[key]}. Mở lại bằng lệnh: channel on {channel}")


@app.command()
def on(context: typer.Context, channel: Which) -> None:
    """Mở lại một kênh."""
    key = channel.key
    _run(context.obj, lambda switches: switches.turn_on(key, SERVER))
    print(f"Đã mở {CHANNELS[key]}.")


def _run(settings: Settings, work: Callable[[Switches], Awaitable[_Answer]]) -> _Answer:
    """Return what `work` does with the switches; what cannot be ends the program with a sentence."""

    async def with_switches() -> _Answer:
        async with bootstrap.database(settings) as engine:
            return await work(Switches(engine, Audit(engine)))

    try:
        return asyncio.run(with_switches())
    except SwitchError as error:
        sys.exit(str(error))
