"""`knowledge …`: looking after the knowledge base."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from bot import bootstrap
from bot.cli import knowledge_tables as tables
from bot.knowledge.cells import number
from bot.knowledge.files import NAMES
from bot.knowledge.problems import KnowledgeError
from bot.office import wording
from bot.office.exporting import export as export_files
from bot.office.office import Answer, Office
from bot.office.report import Report
from bot.office.submission import Upload
from bot.office.telling import told
from bot.search.evaluation import not_found
from bot.settings import Settings
from bot.storage.versions import OvertakenError

app = typer.Typer(help="Kiểm tra, nạp, xuất và quay lại dữ liệu.", no_args_is_help=True)
Result = TypeVar("Result")
Sent = Annotated[
    list[Path], typer.Argument(help="Tệp Excel, CSV hay YAML, hoặc thư mục dữ liệu.", exists=True, metavar="TỆP…")
]
By = Annotated[str, typer.Option("--by", help="Tên người làm, ghi vào lịch sử.", default_factory=getpass.getuser)]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Không hỏi lại.")]


@app.command()
def check(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(help="Tệp định nạp; để trống thì kiểm tra thư mục dữ liệu.", exists=True)
    ] = None,
) -> None:
    """Kiểm tra dữ liệu; có lỗi thì nêu tệp, dòng, cột và kết thúc với mã 1."""
    if files:
        _finish(_with_office(context, lambda office: office.try_out(_uploads(files))), files)
    else:
        _check_folder(context.obj)


@app.command()
def diff(context: typer.Context, files: Sent) -> None:
    """Cho xem tệp khác gì dữ liệu đang dùng, và câu hỏi nào sẽ không còn tìm ra; không thay đổi gì."""
    answer = _with_office(context, lambda office: office.try_out(_uploads(files)))
    _finish(answer, files)
    _console().print(tables.changes(answer.report.differences))


@app.command()
def reload(context: typer.Context, files: Sent, by: By, yes: Yes = False) -> None:
    """Kiểm tra tệp, cho xem thay đổi, hỏi lại rồi đưa vào sử dụng."""
    answer = _with_office(context, lambda office: office.examine(_uploads(files), by))
    _confirm(context, answer, files, by, yes)


@app.command()
def history(context: typer.Context) -> None:
    """Liệt kê các phiên bản: ai, lúc nào, từ tệp nào, thay đổi gì."""
    _console().print(tables.history(_with_office(context, lambda office: office.versions.history())))


@app.command()
def rollback(
    context: typer.Context,
    version: Annotated[int, typer.Argument(help="Số phiên bản, xem ở history.")],
    by: By,
    yes: Yes = False,
) -> None:
    """Đưa một phiên bản cũ trở lại sử dụng."""

    async def back(office: Office) -> None:
        await office.roll_back(version, by, (await office.base()).activation.id)

    if not (yes or typer.confirm(f"Quay về phiên bản {version}?")):
        print(wording.DISCARDED)
        return
    try:
        _with_office(context, back)
    except LookupError:
        raise typer.BadParameter(wording.NO_SUCH_VERSION.format(version=version)) from None
    except KnowledgeError:
        raise typer.BadParameter(wording.UNREADABLE.format(version=version)) from None
    print(wording.ROLLED_BACK.format(version=version))


@app.command()
def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="Tệp .xlsx để ghi.")] = Path("du-lieu.xlsx"),
    version: Annotated[int | None, typer.Option(help="Số phiên bản; để trống là bản đang dùng.")] = None,
) -> None:
    """Ghi dữ liệu ra Excel để sửa rồi nạp lại."""

    async def files_of(office: Office) -> dict[str, bytes]:
        if version is None:
            return (await office.base()).files
        kept = await office.versions.version(version)
        if not kept:
            raise typer.BadParameter(wording.NO_SUCH_VERSION.format(version=version))
        return await office.versions.files_of(kept)

    output.write_bytes(export_files(_with_office(context, files_of)))
    print(f"Đã ghi {output}.")


@app.command("import")
def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Phụ lục, hoặc bảng rà soát đã sửa.", exists=True, dir_okay=False)],
    by: By,
    review: Annotated[bool, typer.Option("--reviewed", help="Tệp là bảng rà soát đã sửa: nạp nó.")] = False,
    yes: Yes = False,
) -> None:
    """Đưa phụ lục của một quyết định vào dữ liệu: tìm thủ tục cho từng dòng, ghi bảng rà soát; --reviewed để nạp."""
    [upload] = _uploads([file])
    if review:
        _confirm(context, _with_office(context, lambda office: office.finish_import(upload, by)), [file], by, yes)
        return
    found = _with_office(context, lambda office: office.start_import(upload))
    if found.problems:
        _finish(Answer(Report(problems=found.problems)), [file])
    beside = file.resolve().with_name(f"{file.stem}-ra-soat.xlsx")
    beside.write_bytes(found.workbook)
    counted = map(number, (found.rows, found.sure, found.doubtful, found.missing))
    print(wording.REVIEW_WRITTEN.format(*counted, file=beside))


def _confirm(context: typer.Context, answer: Answer, files: list[Path], by: str, yes: bool) -> None:
    """Print the report of a load, ask, and put it into service."""
    _finish(answer, files)
    candidate = answer.candidate
    if candidate is None:
        return
    if not (yes or typer.confirm("Nạp dữ liệu này?")):
        print(wording.DISCARDED)
        return
    try:
        version = _with_office(context, lambda office: office.accept(candidate, by))
    except LookupError:
        print(wording.GONE)
        raise typer.Exit(1) from None
    print(wording.ACCEPTED.format(version=version))


def _with_office(context: typer.Context, work: Callable[[Office], Awaitable[Result]]) -> Result:
    """Return what `work` does with the office; a load overtaken by another ends the command in words."""

    async def opened() -> Result:
        async with bootstrap.office(context.obj) as office:
            try:
                return await work(office)
            except OvertakenError:
                active = (await office.base()).activation
                message = wording.OVERTAKEN.format(by=active.by, version=active.version)
                typer.echo(message, err=True)
                raise typer.Exit(1) from None

    return asyncio.run(opened())


def _uploads(paths: list[Path]) -> list[Upload]:
    """Return files, and of folders the files of a knowledge base in them."""
    found = [path / name for path in paths if path.is_dir() for name in NAMES if (path / name).exists()]
    return [Upload(path.name, path.read_bytes()) for path in (*found, *(path for path in paths if path.is_file()))]


def _finish(answer: Answer, files: list[Path]) -> None:
    """Print the report; one with faults also as an Excel file beside the first of `files`, and ends with code 1."""
    console = _console()
    for paragraph in told(answer.report, marked=answer.marked is not None, audience=answer.audience):
        console.print(paragraph, markup=False, highlight=False)
    if not answer.report.is_sound:
        if answer.marked:
            beside = files[0].resolve().with_name(f"{files[0].stem}-loi.xlsx")
            beside.write_bytes(answer.marked)
            console.print(f"Tệp có đánh dấu ô lỗi: {beside}", markup=False, highlight=False)
        raise typer.Exit(1)


def _check_folder(settings: Settings) -> None:
    snapshot = bootstrap.load_snapshot(settings)
    knowledge = snapshot.knowledge
    astray = not_found(snapshot.search, knowledge.must_find)
    if astray:
        raise KnowledgeError(astray)
    console = _console()
    for warning in knowledge.warnings:
        console.print(str(warning), style="yellow", highlight=False, markup=False)
    for part in tables.overview(knowledge):
        console.print(part)
    console.print(f"{number(len(knowledge.must_find))} câu hỏi trong must_find.csv đều tìm ra thủ tục của mình.")
    console.print(f"Dữ liệu sạch: không có lỗi, {len(knowledge.warnings)} cảnh báo.", style="green")


def _console() -> Console:
    return Console(soft_wrap=True)
