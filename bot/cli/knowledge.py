"""`knowledge …`: looking after the knowledge base."""

import typer
from rich.console import Console
from rich.table import Table

from bot.bootstrap import load_snapshot
from bot.knowledge.coverage import counts
from bot.knowledge.must_find import read_must_find
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.snapshot import review
from bot.search.evaluation import not_found

app = typer.Typer(help="Kiểm tra dữ liệu.", no_args_is_help=True)


@app.callback()
def prepare() -> None:
    """Keep `check` a subcommand while it is the only one."""


@app.command()
def check(context: typer.Context) -> None:
    """Kiểm tra mọi tệp dữ liệu; có lỗi thì nêu tệp, dòng, cột và kết thúc với mã 1."""
    folder = context.obj.knowledge.folder
    snapshot = load_snapshot(context.obj)
    knowledge = snapshot.knowledge
    must_find = read_must_find(folder, knowledge)
    astray = not_found(snapshot.search, must_find)
    if astray:
        raise KnowledgeError(astray)
    console = Console(soft_wrap=True)
    warnings = review(folder)
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
    console.print(f"{len(must_find)} câu hỏi trong must_find.csv đều tìm ra thủ tục của mình.")
    console.print(f"Dữ liệu sạch: không có lỗi, {len(warnings)} cảnh báo.", style="green")
