"""Differences so large that they look like a mistake, for a person to look at before saying yes."""

from collections import Counter
from collections.abc import Iterator

from bot.knowledge.cells import number
from bot.knowledge.differences import Differences
from bot.knowledge.files import PROCEDURES
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Procedure
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, ServiceLevel, word

LARGE = 1 / 3
"""Share of rows gone, new or changed in one fact that is suspiciously large."""
LARGE_OF_RARE = 1 / 10
"""The same for what hardly ever changes in many rows at once: official titles, known facts turned unknown."""
_FACTS = ("service_level", "postal", "levels", "receivers")
_UNKNOWN = {"service_level": ServiceLevel.UNKNOWN, "postal": Postal.UNKNOWN}

Warned = Iterator[tuple[str, str]]
"""Column and message."""


def suspicions(found: Differences, before: Knowledge) -> list[Problem]:
    """Return a warning for each difference that looks like a mistake, with its numbers and what to check."""
    gone = {entry.code for entry in found.removed}
    kept = [procedure for procedure in before.procedures if procedure.code not in gone]
    warned = (
        *_rows(found, len(before.procedures)),
        *_titles(found, len(kept)),
        *_facts(found, len(kept)),
        *_forgotten(found, kept),
        *_aliases(found, kept),
    )
    return [Problem(PROCEDURES, 0, column, message, Severity.WARNING) for column, message in warned]


def _if_large(column: str, count: int, of: int, what: str, check: str, *, share: float = LARGE) -> Warned:
    if count and count >= share * of:
        yield column, f"{number(count)} trên {number(of)} thủ tục {what} ({count / of:.0%}); xin xem lại {check}"


def _rows(found: Differences, rows: int) -> Warned:
    check = "tệp có bị cắt bớt dòng, hay chỉ là tệp của một cơ quan không"
    yield from _if_large("", len(found.removed), rows, "đang có không còn trong tệp mới", check)
    if len(found.added) >= LARGE * rows:
        message = f"{number(len(found.added))} thủ tục mới, trong khi đang có {number(rows)}"
        yield "", f"{message}; xin xem lại đây có đúng là danh mục cần nạp không"


def _titles(found: Differences, kept: int) -> Warned:
    count = sum(change.field == "title" for change in found.changed)
    check = "cột tên có bị lệch dòng so với cột mã không (thường do chỉ sắp xếp một cột)"
    return _if_large("title", count, kept, "đổi tên chính thức", check, share=LARGE_OF_RARE)


def _facts(found: Differences, kept: int) -> Warned:
    counts = Counter(change.field for change in found.changed)
    for field in _FACTS:
        check = "cột này có bị lệch dòng hay bị điền hàng loạt không"
        yield from _if_large(field, counts[field], kept, f"đổi “{LABELS[Procedure][field]}”", check)


def _forgotten(found: Differences, kept: list[Procedure]) -> Warned:
    for field, unknown in _UNKNOWN.items():
        known = sum(getattr(procedure, field) is not unknown for procedure in kept)
        count = sum(change.field == field and change.after == word(unknown) for change in found.changed)
        what = f"đã rõ “{LABELS[Procedure][field]}” nay thành “{word(unknown)}”"
        check = "cột này có bị xóa hay bị thay bằng tệp cũ không"
        yield from _if_large(field, count, known, what, check, share=LARGE_OF_RARE)


def _aliases(found: Differences, kept: list[Procedure]) -> Warned:
    named = sum(bool(procedure.aliases) for procedure in kept)
    count = sum(change.field == "aliases" and not change.after for change in found.changed)
    check = "cột này có bị xóa trắng không, vì người dân hay hỏi bằng tên thường gọi"
    return _if_large("aliases", count, named, "có tên thường gọi nay mất hết", check)
