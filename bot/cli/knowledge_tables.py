"""The tables that `knowledge …` prints."""

from collections.abc import Iterable, Iterator, Sequence

from rich.markup import escape
from rich.table import Table

from bot.knowledge.cells import number
from bot.knowledge.coverage import YARDSTICK, Unknown, counts, standing, unknown_by_field, unknown_by_receiver
from bot.knowledge.differences import Differences
from bot.knowledge.snapshot import Knowledge
from bot.office.report import Report
from bot.storage.tables import KnowledgeVersion
from bot.storage.versions import Activation

SHOWN_FIELDS = 12
SHOWN_CHANGES = 200
BAR_WIDTH = 24
"""Columns of the longest bar."""


def overview(knowledge: Knowledge) -> Iterator[Table | str]:
    """Yield what the knowledge base holds, beside what the province published, and what is still unknown."""
    held = Table("Dữ liệu", "Số lượng")
    for label, count in counts(knowledge):
        held.add_row(label, number(count))
    yield held
    published = Table("Số đã công bố (để đối chiếu)", "Công bố", "Của bot", "Ghi chú")
    for row in standing(knowledge):
        published.add_row(row.label, number(row.published), number(row.ours), row.note)
    yield published
    yield YARDSTICK
    yield _unknown("Lĩnh vực còn nhiều điều chưa rõ", unknown_by_field(knowledge)[:SHOWN_FIELDS])
    yield _unknown("Nơi nhận hồ sơ", unknown_by_receiver(knowledge))


def _unknown(title: str, rows: Sequence[Unknown]) -> Table:
    table = Table(title, "Thủ tục", "Chưa rõ mức độ", "Chưa rõ toàn trình hay một phần", "Chưa rõ bưu điện", "")
    most = max((row.total for row in rows), default=1)
    for row in rows:
        figures = (row.total, row.level, row.online, row.postal)
        table.add_row(escape(row.name), *map(number, figures), _bar(row, most))
    return table


def _bar(row: Unknown, most: int) -> str:
    """Return a bar as long as the procedures are many, dark where something is unknown."""
    whole = max(1, round(BAR_WIDTH * row.total / most))
    dark = round(whole * row.incomplete / row.total)
    return "█" * dark + "░" * (whole - dark)


def changes(found: Differences) -> Table:
    """Return each difference in a row, the first two hundred."""
    table = Table("Mã", "Thủ tục", "Cột", "Trước", "Sau")
    rows = [
        *((one.code, one.title, "", "", "thêm mới") for one in found.added),
        *((one.code, one.title, "", "", "bỏ") for one in found.removed),
        *((one.code, one.title, one.label, one.before, one.after) for one in found.changed),
    ]
    for row in rows[:SHOWN_CHANGES]:
        table.add_row(*map(escape, row))
    if len(rows) > SHOWN_CHANGES:
        table.caption = f"… và {number(len(rows) - SHOWN_CHANGES)} thay đổi khác"
    return table


def history(entries: Iterable[tuple[Activation, KnowledgeVersion]]) -> Table:
    """Return one row for each time a version was put into service, newest first."""
    table = Table("Lúc", "Phiên bản", "Ai", "Từ", "Thay đổi")
    for activation, version in entries:
        moment = f"{activation.at.astimezone():%d/%m/%Y %H:%M}"
        words = " ".join(Report.model_validate_json(version.report).words)
        table.add_row(moment, str(version.number), escape(activation.by), escape(version.source), escape(words))
    return table
