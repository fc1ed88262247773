"""The facts of one procedure in words, each unknown said as unknown."""

import re
from collections.abc import Sequence

from bot.answers import wording
from bot.knowledge.models import Procedure
from bot.knowledge.places import Locality
from bot.knowledge.values import Receiver, word


def offices(procedure: Procedure, place: Locality | None = None) -> tuple[str, ...]:
    """Return the kinds of office that take the dossier, in plain words; by name where `place` tells which."""
    return tuple(_office(receiver, place) for receiver in procedure.receivers)


def where(procedure: Procedure, place: Locality | None = None) -> str:
    """Return `offices` in one phrase."""
    return alternatives(offices(procedure, place))


def _office(receiver: Receiver, place: Locality | None) -> str:
    if not place or receiver not in wording.OFFICES_IN:
        return wording.OFFICES[receiver]
    office = wording.OFFICES_IN[receiver].format(commune=place.commune)
    renamed = place.former_commune and place.former_commune != place.commune
    return wording.FORMERLY.format(office=office, place=place.name) if renamed else office


def alternatives(texts: Sequence[str]) -> str:
    """Return "a", "a hoặc b", "a, b hoặc c"."""
    *first, last = texts
    return f"{', '.join(first)} hoặc {last}" if first else last


def time(procedure: Procedure) -> str:
    """Return the processing time: once if all ways of filing take the same, else way by way; "" if unknown."""
    ways = (
        (wording.TIME_IN_PERSON, procedure.days_in_person),
        (wording.TIME_ONLINE, procedure.days_online),
        (wording.TIME_POSTAL, procedure.days_postal),
    )
    known = [(way, _tidy(days)) for way, days in ways if days]
    if len(known) > 1 and len({days for _, days in known}) == 1:
        return known[0][1]
    return ", ".join(way.format(days=days) for way, days in known)


def _tidy(days: str) -> str:
    return re.sub(r"^0+(?=\d)", "", days)


def applicants(procedure: Procedure) -> str:
    """Return whom the procedure is for, or "" if the source does not say."""
    return ", ".join(word(applicant) for applicant in procedure.applicants)


def source(procedure: Procedure) -> str:
    """Return the source and when it was read."""
    return wording.SOURCE.format(source=procedure.source, read=_read(procedure.as_of))


def _read(as_of: str) -> str:
    dates = as_of.split("/")
    written = " đến ".join(map(_written, dates))
    match dates[0].split("-"):
        case [_]:
            return wording.READ_IN_YEAR.format(year=written)
        case [_, _]:
            return wording.READ_IN_MONTHS.format(months=written)
        case _:
            return wording.READ_ON.format(date=written)


def _written(date: str) -> str:
    """Return 2026-07-18 as 18/7/2026, 2026-07 as 7/2026."""
    return "/".join(str(int(part)) for part in reversed(date.split("-")))
