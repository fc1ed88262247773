"""Reading a table of the knowledge base from CSV as Excel writes it: comma, semicolon or tab."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from bot.knowledge.files import read_text
from bot.knowledge.models import Model
from bot.knowledge.problems import KnowledgeError, Problem, explain

Row = TypeVar("Row", bound=Model)
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Row]):
    """A row and the line of the file where it starts."""

    line: int
    row: Row


def read_table(path: Path, model: type[Row]) -> tuple[list[Numbered[Row]], list[Problem]]:
    """Return the rows that fit `model`, and what is wrong with the others.

    Raises KnowledgeError where the file as a whole cannot be read: encoding, header, quoting.
    """
    lines = _lines(path.name, read_text(path))
    rows: list[Numbered[Row]] = []
    problems: list[Problem] = []
    _, header = next(lines, (1, []))
    _check_header(path.name, header, model)
    for line, cells in lines:
        if len(cells) != len(header):
            message = f"dòng có {len(cells)} ô, tiêu đề có {len(header)} ô; xem lại dấu phân cách và dấu ngoặc kép"
            problems.append(Problem(path.name, line, "", message))
            continue
        try:
            rows.append(Numbered(line, model.model_validate(dict(zip(header, cells, strict=True)))))
        except ValidationError as error:
            problems += [
                Problem(path.name, line, str(fault["loc"][0]) if fault["loc"] else "", explain(fault))
                for fault in error.errors()
            ]
    return rows, problems


def _lines(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row that is not empty; cells are trimmed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"bảng hỏng từ dòng này, không tách được ô ({error})"
        raise KnowledgeError([Problem(file, start, "", message)]) from None


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=header.count)


def _check_header(file: str, header: list[str], model: type[Model]) -> None:
    columns = model.model_fields
    needed = [name for name, column in columns.items() if column.is_required()]
    problems = [Problem(file, 1, name, "thiếu cột này") for name in needed if name not in header]
    problems += [Problem(file, 1, name, "cột bị lặp") for name in columns if header.count(name) > 1]
    problems += [
        Problem(file, 1, name or f"cột thứ {place}", f"không biết cột này; các cột là: {', '.join(columns)}")
        for place, name in enumerate(header, start=1)
        if name not in columns
    ]
    if problems:
        raise KnowledgeError(problems)
