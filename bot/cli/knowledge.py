"""`knowledge …`: looking after the knowledge base."""

import typer
from rich.console import Console
from rich.table import Table

from bot.knowledge.coverage import counts
from bot.knowledge.snapshot import Knowledge, review

app = typer.Typer(help="Kiểm tra dữ liệu.", no_args_is_help=True)


@app.callback()
def prepare() -> None:
    """Keep `check` a subcommand while it is the only one."""


@app.command()
def check(context: typer.Context) -> None:
    """Kiểm tra mọi tệp dữ liệu; có lỗi thì nêu tệp, dòng, cột và kết thúc với mã 1."""
    knowledge = Knowledge.load(context.obj.knowledge.folder)
    console = Console(soft_wrap=True)
    warnings = review(context.obj.knowledge.folder)
    for warning in warnings:
        console.print(str(warning), style="yellow", highlight=False, markup=False)
    table = Table("Dữ liệu", "Số lượng")
    for label, count in counts(knowledge):
        table.add_row(label, f"{count:,}".replace(",", "."))
    console.print(table)
    published = Table("Số đã công bố (để đối chiếu)", "Giá trị", "Nguồn")
    for total in knowledge.totals:
        published.add_row(total.label, f"{total.value:,}".replace(",", "."), total.source)
    console.print(published)
    console.print(f"Dữ liệu sạch: không có lỗi, {len(warnings)} cảnh báo.", style="green")
