"""`desk …`: the desks from which links and posters are handed out."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import bootstrap
from bot.knowledge.places import Places
from bot.office.desks import Register, commune_of
from bot.settings import Settings
from bot.storage.audit import SERVER, Audit
from bot.storage.desks import DeskError, Desks

app = typer.Typer(help="Quầy phát đường dẫn, mã QR và tờ in.", no_args_is_help=True)
_WHOLE_PROVINCE = "toàn tỉnh"
_Answer = TypeVar("_Answer")

Number = Annotated[str, typer.Argument(metavar="SỐ", help="Số của quầy, bốn chữ số.")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Tên quầy, ví dụ: Quầy 5.")],
    office: Annotated[str, typer.Option(help="Cơ quan, ví dụ: Trung tâm Phục vụ hành chính công xã Kon Braih.")],
    commune: Annotated[str, typer.Option(help="Xã, phường quầy phục vụ; để trống là toàn tỉnh.")] = "",
) -> None:
    """Đăng ký quầy, cấp số cho quầy."""
    places = _places(context.obj)
    desk = _run(context.obj, lambda register: register.add(name, office, commune, places, SERVER))
    print(f"Đã đăng ký {desk.full_name}: quầy số {desk.number}. In mã QR ở trang /staff/print.")


@app.command("list")
def list_desks(context: typer.Context) -> None:
    """Liệt kê các quầy."""
    desks = _run(context.obj, lambda register: register.desks.every())
    if not desks:
        print('Chưa có quầy nào. Đăng ký bằng lệnh: desk add --name "Quầy 5" --office "Tên cơ quan"')
        return
    places = _places(context.obj)
    table = Table("Số", "Quầy", "Cơ quan", "Xã, phường", "Tình trạng")
    for desk in desks:
        state = f"đóng {desk.closed_at.astimezone():%d/%m/%Y}" if desk.closed_at else "đang dùng"
        words = (desk.number, desk.name, desk.office, commune_of(desk, places) or _WHOLE_PROVINCE, state)
        table.add_row(*map(escape, words))
    Console().print(table)


@app.command()
def close(context: typer.Context, number: Number) -> None:
    """Đóng quầy; mã đã in vẫn dùng được và vẫn được đếm."""
    desk = _run(context.obj, lambda register: register.close(number, SERVER))
    print(f"Đã đóng {desk.full_name}. Mã đã in vẫn dùng được. Mở lại bằng lệnh: desk reopen {desk.number}")


@app.command()
def reopen(context: typer.Context, number: Number) -> None:
    """Mở lại quầy đã đóng."""
    desk = _run(context.obj, lambda register: register.reopen(number, SERVER))
    print(f"Đã mở lại {desk.full_name}.")


def _run(settings: Settings, work: Callable[[Register], Awaitable[_Answer]]) -> _Answer:
    """Return what `work` does with the register; what cannot be ends the program with a sentence."""

    async def with_register() -> _Answer:
        async with bootstrap.database(settings) as engine:
            return await work(Register(Desks(engine), Audit(engine)))

    try:
        return asyncio.run(with_register())
    except DeskError as error:
        sys.exit(str(error))


def _places(settings: Settings) -> Places:
    """Return the communes of the knowledge base in service."""

    async def served() -> Places:
        async with bootstrap.office(settings) as office:
            return (await office.knowledge()).places

    return asyncio.run(served())
