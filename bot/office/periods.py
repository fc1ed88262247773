"""The days that a report is about: some weeks up to today, or from one day to another."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.office import reach_wording as words
from bot.operations.days import monday_of

WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)


class PeriodError(ValueError):
    """There is no such period; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """The period as people write it: 23/11/2026–28/11/2026."""
        return f"{self.first:%d/%m/%Y}–{self.last:%d/%m/%Y}"

    @property
    def weeks(self) -> tuple["Period", ...]:
        """Its weeks from Monday to Sunday; the first and the last may be shorter."""
        mondays = range(0, (self.last - monday_of(self.first)).days + 1, WEEK.days)
        starts = (monday_of(self.first) + timedelta(days) for days in mondays)
        return tuple(Period(max(one, self.first), min(one + WEEK - timedelta(1), self.last)) for one in starts)


def last_weeks(count: int, today: date) -> Period:
    """Return the week of `today` as far as it has come, and the whole weeks before it, `count` in all."""
    return Period(monday_of(today) - (count - 1) * WEEK, today)


def between(first: str, last: str) -> Period:
    """Return the period between two ISO dates as somebody chose them; raises PeriodError."""
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise PeriodError(words.NO_DATE) from None
    if period.first > period.last:
        raise PeriodError(words.WRONG_ORDER)
    if period.last - period.first > LONGEST:
        raise PeriodError(words.TOO_LONG)
    return period
