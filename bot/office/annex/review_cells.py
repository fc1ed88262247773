"""What stands in each cell of the review workbook."""

from collections.abc import Callable

from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, ServiceLevel, join, word
from bot.office.annex.matching import Match
from bot.office.annex.review_layout import CHOICES, Heading
from bot.office.annex.rows import AnnexRow, Marks


def differs(row: AnnexRow, procedure: Procedure) -> bool:
    """Say whether a row states something else than what is known by now."""
    postal, level = row.marks.postal, row.marks.level
    return (postal is not None and procedure.postal not in (postal, Postal.UNKNOWN)) or (
        level is not None
        and procedure.service_level not in (level, ServiceLevel.UNKNOWN)
        and not (procedure.service_level is ServiceLevel.ONLINE and level.is_online)
    )


def _marks(marks: Marks) -> str:
    said = [
        ("tiếp nhận", None if marks.receive is None else word(Postal.YES if marks.receive else Postal.NO)),
        ("trả kết quả", None if marks.give_back is None else word(Postal.YES if marks.give_back else Postal.NO)),
        ("mức độ", marks.level and word(marks.level)),
    ]
    return "; ".join([*(f"{what}: {text}" for what, text in said if text), *([marks.unclear] if marks.unclear else [])])


def _reason(match: Match) -> str:
    marks = match.row.marks
    if marks.sets_nothing:
        return "chỉ trả kết quả qua bưu chính, không nói về nộp" if marks.give_back else "danh mục không đánh dấu gì"
    return match.reason


def _choice(place: int) -> Callable[[Match, Knowledge], str]:
    def text(match: Match, knowledge: Knowledge) -> str:
        if place >= len(match.choices):
            return ""
        procedure = knowledge.by_code[match.choices[place]]
        more = "; ".join(part for part in (f"cấp {join(procedure.levels)}", procedure.field, procedure.agency) if part)
        return f"{procedure.code} – {procedure.title} ({more})"

    return text


def _now(match: Match, knowledge: Knowledge) -> str:
    procedure = knowledge.by_code[match.code]
    return f"bưu chính: {word(procedure.postal)}; mức độ: {word(procedure.service_level)}"


CELLS: dict[Heading, Callable[[Match, Knowledge], str | int]] = {
    Heading.SHEET: lambda match, _: match.row.sheet,
    Heading.LINE: lambda match, _: match.row.line,
    Heading.TITLE: lambda match, _: match.row.title,
    Heading.FIELD: lambda match, _: match.row.field,
    Heading.AGENCY: lambda match, _: (
        match.row.agency or (f"cấp {word(match.row.government)}" if match.row.government else "")
    ),
    Heading.MARKS: lambda match, _: _marks(match.row.marks),
    Heading.REASON: lambda match, _: _reason(match),
    Heading.POSTAL: lambda match, _: word(match.row.marks.postal) if match.row.marks.postal else "",
    Heading.LEVEL: lambda match, _: word(match.row.marks.level) if match.row.marks.level else "",
    Heading.CHOICE: lambda match, _: match.code,
    Heading.MATCHED: lambda match, knowledge: knowledge.by_code[match.code].title,
    Heading.NOW: _now,
    **{heading: _choice(place) for place, heading in enumerate(CHOICES)},
}
"""What each column holds for a match."""
