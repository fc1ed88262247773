"""`evaluate FILE.jsonl`: quality of search on labelled questions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.bootstrap import load_snapshot
from bot.cli import evaluate_tables as tables
from bot.search.evaluation import Judged, Labelled, is_miss, judge, read_questions
from bot.search.runs import Change, changes, read_run, write_run

SHOWN_CHARACTERS = 110
WIDTH = 110
"""Columns at the least, so that no figure is cut when the output goes to a file."""
_EXISTING = {"exists": True, "dir_okay": False}


def evaluate(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Tệp JSON Lines: question, codes, expect, kind.", **_EXISTING)],
    misses: Annotated[bool, typer.Option(help="Liệt kê câu trượt.")] = True,
    save: Annotated[Path | None, typer.Option(help="Ghi kết quả vào tệp này để so sánh về sau.")] = None,
    compare: Annotated[
        Path | None, typer.Option(help="So với kết quả đã ghi: câu nào tốt lên, câu nào kém đi.", **_EXISTING)
    ] = None,
) -> None:
    """Đo chất lượng tìm kiếm trên các câu hỏi đã gắn nhãn."""
    questions = _questions(file)
    try:
        before = read_run(compare) if compare else {}
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    judged = judge(load_snapshot(context.obj).search, questions)
    console = Console(soft_wrap=True)
    console.width = max(console.width, WIDTH)
    for part in tables.report(judged):
        console.print(part)
    if compare:
        _list_changes(console, changes(before, judged))
    if save:
        write_run(save, judged)
    if misses:
        _list_misses(console, judged)


def _questions(file: Path) -> list[Labelled]:
    try:
        questions = read_questions(file)
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file.name}: tệp không phải UTF-8") from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if not questions:
        raise typer.BadParameter(f"{file.name}: không có câu hỏi nào")
    return questions


def _list_misses(console: Console, judged: list[Judged]) -> None:
    missed = [one for one in judged if is_miss(one)]
    console.print(f"Misses: {len(missed)} of {len(judged)}")
    for one in missed:
        wanted = ", ".join(sorted(one.labelled.codes or one.labelled.faq)) or one.labelled.expect
        got = ", ".join(one.found[:3]) if not one.faq else one.faq
        console.print(f"- {_short(one.labelled.question)} | {one.verdict} {got} | wanted {wanted}", markup=False)


def _list_changes(console: Console, changed: list[Change]) -> None:
    for title, gained in (("Gained", True), ("Lost", False)):
        own = [change for change in changed if change.is_gain is gained]
        console.print(f"{title}: {len(own)}")
        for change in own:
            kind, before, rank_before, _ = change.before
            _, after, rank, _ = change.after
            ranks = f"{before} at {rank_before or '-'} → {after} at {rank or '-'}"
            console.print(f"- {kind}: {_short(change.question)} | {ranks}", markup=False)


def _short(question: str) -> str:
    return question.replace("\n", " ")[:SHOWN_CHARACTERS]
