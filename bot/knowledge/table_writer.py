"""Writing a table of the knowledge base as CSV, the way its reader reads it back."""

import csv
import io
from collections.abc import Sequence

from bot.knowledge.cells import written
from bot.knowledge.models import Model, Numbered, Row


def write_table(model: type[Row], rows: Sequence[Numbered[Row]]) -> bytes:
    """Return a CSV file (UTF-8 with a byte-order mark, for Excel) that holds every row at its own line.

    Lines that were empty in an office's sheet stay empty, so that a fault found later still names the row that the
    office sees.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(model.model_fields)
    line = 1
    for numbered in rows:
        text.write("\n" * (numbered.line - line - 1))
        line = numbered.line
        writer.writerow(cells(numbered.row))
    return text.getvalue().encode("utf-8-sig")


def cells(row: Model) -> list[str]:
    """Return the cells of a row as officials write them, in the order of the columns."""
    return [written(value) for _, value in row]


def numbered(rows: Sequence[Row]) -> list[Numbered[Row]]:
    """Return rows one below another, from the line below the header on."""
    return [Numbered(line, row) for line, row in enumerate(rows, start=2)]
