"""Days and weeks as people in Vietnam count them: what happens at 1 in the morning is not yesterday's."""

from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""No summer time, since 1975 the same everywhere in the country."""


def today() -> date:
    """Return the present day."""
    return datetime.now(VIETNAM).date()


def monday_of(day: date) -> date:
    """Return the first day of the week that `day` is in."""
    return day - timedelta(days=day.weekday())
