"""The decision that a list belongs to: its number and date, wherever they stand in the text above the table."""

import re
from datetime import date

from bot.knowledge.titles import capitalised
from bot.language.normalise import clean

_NUMBER = r"\d+[\w.]*/[\w./\-]+(?:\([\w.\-]+\))?"
NUMBER = re.compile(_NUMBER)
"""A decision's number, such as 506/QĐ-UBND(CT)."""
_DECISION = re.compile(
    rf"(?P<kind>quyết định|kế hoạch|công văn|tờ trình)\s*(?:số)?\s*:?\s*(?P<number>{_NUMBER})", re.IGNORECASE
)
_WRITTEN = r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})"
_SHORT = r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})"
_DAY = re.compile(rf"(?:ngày\s+)?(?:{_WRITTEN}|{_SHORT})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")


def find_decision(text: str) -> tuple[str, str]:
    """Return ("Quyết định 506/QĐ-UBND(CT)", "2020-07-21") from the text of a title; "" for what it lacks.

    Of several decisions the first is meant, since what a list rests on comes after what it belongs to; its
    date is the one that follows it.
    """
    text = clean(text)
    found = _DECISION.search(text)
    if not found:
        return "", ""
    number = found["number"].rstrip(".-/")
    following = text[found.end() :]
    other = _DECISION.search(following)
    day = _DAY.search(following[: other.start()] if other else following)
    return f"{capitalised(found['kind'].lower())} {number}", read_date(day[0]) if day else ""


def read_date(written: str) -> str:
    """Return an ISO date from "21/7/2020", "ngày 21 tháng 7 năm 2020" or "2020-07-21"; "" if it is no date."""
    written = clean(written)
    if iso := _ISO.fullmatch(written):
        year, month, day = iso.groups()
    elif usual := _DAY.fullmatch(written):
        day, month, year = (part for part in usual.groups() if part)
    else:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def written_date(iso: str) -> str:
    """Return 2020-07-21 as 21/7/2020; "" stays."""
    return "/".join(str(int(part)) for part in reversed(iso.split("-"))) if iso else ""
