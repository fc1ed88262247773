"""Whether what a list says around a title (level of government, field, agency) fits a procedure."""

from rapidfuzz import fuzz

from bot.knowledge.models import Procedure
from bot.knowledge.values import Government
from bot.office.annex.columns import plain
from bot.office.annex.rows import AnnexRow

SAME_NAME = 75.0
"""Likeness (0 to 100) from which two names of a field or an agency are taken for one."""


def agreement(row: AnnexRow, procedure: Procedure) -> int:
    """Return how many of field, agency and level a list and a procedure agree in, less one if levels differ."""
    agrees = (
        field_agrees(row, procedure),
        agency_agrees(row, procedure),
        bool(row.government) and row.government in procedure.levels,
    )
    return sum(agrees) - level_differs(row.government, procedure)


def level_differs(stated: Government | None, procedure: Procedure) -> bool:
    """Say whether a list's level of government rules a procedure out; districts' work went to either side in 2025."""
    return stated in (Government.PROVINCE, Government.COMMUNE) and stated not in procedure.levels


def field_agrees(row: AnnexRow, procedure: Procedure) -> bool:
    """Say whether both name the same field."""
    return bool(row.field) and _named_alike(row.field, procedure.field)


def agency_agrees(row: AnnexRow, procedure: Procedure) -> bool:
    """Say whether a list names an agency of the procedure, of now or of before July 2025."""
    names = f"{procedure.agency};{procedure.agency_before_2025_07}".split(";")
    return bool(row.agency) and any(_named_alike(row.agency, name) for name in names)


def _named_alike(one: str, other: str) -> bool:
    return bool(other) and fuzz.ratio(plain(one), plain(other)) >= SAME_NAME
