"""`evaluate FILE.jsonl`: quality of search on labelled questions."""

from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.bootstrap import load_snapshot
from bot.search.evaluation import Judged, by_group, figures, is_miss, judge, read_questions
from bot.search.tuning import TUNING
from bot.search.verdicts import Verdict

SHOWN_CHARACTERS = 110
OFFERED = TUNING.choices


def evaluate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="Tệp JSON Lines: question, codes, expect, kind.", exists=True, dir_okay=False)
    ],
    misses: Annotated[bool, typer.Option(help="Liệt kê câu trượt.")] = True,
) -> None:
    """Đo chất lượng tìm kiếm trên các câu hỏi đã gắn nhãn."""
    try:
        questions = read_questions(file)
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file.name}: tệp không phải UTF-8") from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if not questions:
        raise typer.BadParameter(f"{file.name}: không có câu hỏi nào")
    judged = judge(load_snapshot(context.obj).search, questions)
    console = Console(soft_wrap=True)
    console.print(_figures_table(judged))
    console.print(_verdict_table(judged))
    console.print(_answered(judged))
    console.print(_speed(judged))
    if misses:
        _list_misses(console, judged)


def _figures_table(judged: list[Judged]) -> Table:
    table = Table("kind", "expect", "questions", "hit@1", "hit@5", "MRR", title="Right procedure among the candidates")
    for (kind, expect), group in by_group(judged).items():
        found = figures(group)
        if found.questions:
            shares = (f"{share:.3f}" for share in (found.hit_at_1, found.hit_at_5, found.mrr))
            table.add_row(kind, expect or "(all)", str(found.questions), *shares)
    return table


def _verdict_table(judged: list[Judged]) -> Table:
    table = Table("kind", "expect", *Verdict, title="Verdicts")
    for (kind, expect), group in by_group(judged).items():
        counted = Counter(one.verdict for one in group)
        if expect:
            table.add_row(kind, expect, *(str(counted[verdict]) for verdict in Verdict))
    return table


def _answered(judged: list[Judged]) -> str:
    """How far outright answers and questions back can be trusted."""
    lines = []
    for kind in sorted({one.labelled.kind for one in judged}):
        own = [one for one in judged if one.labelled.kind == kind and one.labelled.codes]
        answered = [one for one in own if one.verdict is Verdict.ANSWER]
        clarified = [one for one in own if one.verdict is Verdict.CLARIFY]
        refused = [one for one in own if one.verdict not in (Verdict.ANSWER, Verdict.CLARIFY)]
        right = sum(one.rank == 1 for one in answered)
        offered = sum(1 <= one.rank <= OFFERED for one in clarified)
        lines.append(
            f"{kind}: answered {len(answered)}, right {right}; "
            f"asked back {len(clarified)}, right among five {offered}; refused in error {len(refused)}"
        )
    return "\n".join(lines)


def _speed(judged: list[Judged]) -> str:
    times = [one.milliseconds for one in judged]
    percent = quantiles([*times, *times], n=100, method="inclusive")  # twice: one question is enough
    return f"ms a question: mean {sum(times) / len(times):.2f}, p50 {percent[49]:.2f}, p99 {percent[98]:.2f}"


def _list_misses(console: Console, judged: list[Judged]) -> None:
    missed = [one for one in judged if is_miss(one)]
    console.print(f"Misses: {len(missed)} of {len(judged)}")
    for one in missed:
        question = one.labelled.question.replace("\n", " ")[:SHOWN_CHARACTERS]
        wanted = ", ".join(sorted(one.labelled.codes)) or one.labelled.expect
        console.print(f"- {question} | {one.verdict} {', '.join(one.found[:3])} | wanted {wanted}", markup=False)
