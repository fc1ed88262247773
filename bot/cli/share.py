"""`share …`: links, QR codes and posters to hand over, each with the desk that does."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot import bootstrap
from bot.answers.labels import cut, plain_title
from bot.cli.share_inputs import MOST, Handing, handing, listed_in, output, procedure_of, write
from bot.knowledge.models import Procedure
from bot.settings import Settings
from bot.sharing import printing
from bot.sharing import qr as codes
from bot.sharing.links import Target, page, payload, typed
from bot.sharing.posters.sizes import Size
from bot.storage.journal import DatabaseJournal
from bot.storage.outreach import outreach
from handlers.popular import most_asked

app = typer.Typer(help="Đường dẫn, mã QR và tờ in để trao cho người dân.", no_args_is_help=True)
DPI = 300
_ANY = "Hỏi mọi thủ tục"


Words = Annotated[str, typer.Argument(metavar="THỦ_TỤC", help="Tên hay mã thủ tục; để trống là hỏi mọi thủ tục.")]
DeskNumber = Annotated[str, typer.Option("--desk", help="Số quầy, để đếm cho quầy; xem ở lệnh desk list.")]
Force = Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có.")]
Paper = Annotated[Size, typer.Option("--size", help="a4, a5, tent (biển để bàn), cards (10 danh thiếp).")]


@app.command()
def link(context: typer.Context, words: Words = "", desk: DeskNumber = "") -> None:
    """In các đường dẫn."""
    given = handing(context.obj, desk)
    procedure = procedure_of(words, given.snapshot)
    target = _target(procedure, given)
    print(_title(procedure))
    print(f"Trang web: {page(given.site, target)}")
    for line in _chats(context.obj, target):
        print(line)


@app.command()
def qr(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Tệp .png hoặc .svg để ghi.")],
    words: Words = "",
    desk: DeskNumber = "",
    force: Force = False,
) -> None:
    """Ghi mã QR ra tệp ảnh."""
    ending = output(out, (".png", ".svg"), force=force)
    given = handing(context.obj, desk)
    procedure = procedure_of(words, given.snapshot)
    address = page(given.site, _target(procedure, given))
    write(out, codes.png(address) if ending == ".png" else codes.svg(address).encode())
    print(f"Đã ghi {out}: {_title(procedure)}, {address}")


@app.command()
def poster(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Tệp .pdf để in, hoặc .png để đăng.")],
    words: Words = "",
    desk: DeskNumber = "",
    size: Paper = Size.A4,
    force: Force = False,
) -> None:
    """Vẽ một áp phích, tờ A5, biển để bàn hoặc danh thiếp."""
    ending = output(out, (".pdf", ".png"), force=force)
    given = handing(context.obj, desk)
    procedure = procedure_of(words, given.snapshot)
    drawn = _pdf([procedure], size, given)
    write(out, _png(drawn) if ending == ".png" else drawn)
    print(f"Đã ghi {out}: {_title(procedure)}")


@app.command("set")
def print_set(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help="Tệp .pdf để ghi, mỗi trang một thủ tục.")],
    desk: DeskNumber = "",
    count: Annotated[
        int, typer.Option("--count", min=1, max=MOST, help="Lấy bấy nhiêu thủ tục được hỏi nhiều nhất.")
    ] = 20,
    listed: Annotated[
        Path | None, typer.Option("--codes", help="Hoặc tệp chữ, mỗi dòng một mã thủ tục.", exists=True, dir_okay=False)
    ] = None,
    size: Paper = Size.A5,
    force: Force = False,
) -> None:
    """Vẽ cả bộ vào một tệp PDF."""
    output(out, (".pdf",), force=force)
    given = handing(context.obj, desk)
    if listed:
        _write_set(out, listed_in(listed, given.snapshot), size, given)
    else:
        _write_set(out, asyncio.run(_most_asked(context.obj, given, count)), size, given)


def _write_set(out: Path, procedures: Sequence[Procedure], size: Size, given: Handing) -> None:
    write(out, _pdf(procedures, size, given))
    print(f"Đã ghi {out}: {len(procedures)} trang.")


def _target(procedure: Procedure | None, given: Handing) -> Target:
    return Target(procedure.code if procedure else "", given.desk.number if given.desk else "")


def _title(procedure: Procedure | None) -> str:
    return f"{cut(plain_title(procedure.title))} (mã {procedure.code})" if procedure else _ANY


def _chats(settings: Settings, target: Target) -> Sequence[str]:
    """Return what is known of links to chats before any of them runs; only Telegram itself says the bot's name."""
    told = typed(target)
    oa = settings.zalo_oa.oa_id
    zalo = f"Zalo: https://zalo.me/{oa}" + (f" (vào rồi nhắn: {told})" if told else "")
    start = f"?start={payload(target)}" if payload(target) else ""
    has_telegram = bool(settings.telegram.token.get_secret_value())
    return [*([zalo] if oa else []), *([f"Telegram: https://t.me/TÊN_BOT{start}"] if has_telegram else [])]


async def _most_asked(settings: Settings, given: Handing, count: int) -> Sequence[Procedure]:
    async with bootstrap.database(settings) as engine:
        kept = outreach(engine, bootstrap.pseudonyms(settings))
        services = replace(given.services, journal=DatabaseJournal(engine), outreach=kept)
        return await most_asked(services, count, given.desk)


def _pdf(procedures: Sequence[Procedure | None], size: Size, given: Handing) -> bytes:
    """Draw, and show how far it is where it takes a while."""
    from bot.sharing.posters.document import pdf  # noqa: PLC0415  half a second that other commands need not pay

    posters = [printing.poster(given.site, procedure, given.desk) for procedure in procedures]
    columns = TextColumn("Đang vẽ"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), disable=len(posters) == 1, transient=True) as progress:
        task = progress.add_task("", total=len(posters))
        return pdf(posters, size, lambda done, _: progress.update(task, completed=done))


def _png(document: bytes) -> bytes:
    from bot.sharing.posters.pictures import png  # noqa: PLC0415  as above

    return png(document, DPI)
