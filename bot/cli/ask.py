"""`ask`: one answer, a conversation in the terminal, or a batch of questions as JSON lines."""

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError
from rich.console import Console

from bot.answers.record import record
from bot.bootstrap import offline_services
from bot.channels import console
from bot.conversation import Turn, plain_text
from bot.services import Services
from handlers import handle

Record = dict[str, object]


class _Line(BaseModel):
    """One line of a batch; other fields of it are passed over."""

    question: str


def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="Câu hỏi; để trống thì trò chuyện.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In một đối tượng JSON.")] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help='Đọc dòng {"question": …} từ đầu vào, in mỗi dòng một JSON.')
    ] = False,
) -> None:
    """Hỏi và in câu trả lời."""
    progress = Console(stderr=True)
    services = offline_services(context.obj, lambda text: progress.print(text, style="dim"))
    if batch:
        raise typer.Exit(_batch(sys.stdin, services))
    if question is None:
        asyncio.run(console.converse(lambda turn: handle(turn, services), Console()))
    elif as_json:
        print(json.dumps(_record(question, services), ensure_ascii=False, indent=2))
    elif sys.stdout.isatty():
        console.show(asyncio.run(handle(Turn(console.CHANNEL, question), services)), Console())
    else:
        print(plain_text(asyncio.run(handle(Turn(console.CHANNEL, question), services))))


def _batch(lines: Iterable[str], services: Services) -> int:
    """Answer each line; return exit code 1 if any line could not be read, which its output line says."""
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            out = _record(_Line.model_validate_json(line).question, services)
        except ValidationError:
            failed, out = 1, {"error": f'dòng {number}: cần một đối tượng JSON có "question" là chữ'}
        print(json.dumps(out, ensure_ascii=False), flush=True)
    return failed


def _record(question: str, services: Services) -> Record:
    start = time.perf_counter()
    reply = asyncio.run(handle(Turn(console.CHANNEL, question), services))
    milliseconds = (time.perf_counter() - start) * 1000
    facts = record(reply, services.snapshot.knowledge.by_code)
    return {"question": question, **facts, "ms": round(milliseconds, 2)}
