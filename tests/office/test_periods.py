from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office import reach_wording as words
from bot.office.periods import Period, PeriodError, between, last_weeks

SATURDAY = date(2026, 11, 28)
ANY_DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_this_week_goes_from_monday_to_today() -> None:
    assert last_weeks(1, SATURDAY) == Period(date(2026, 11, 23), SATURDAY)


def test_four_weeks_are_this_one_and_the_three_before() -> None:
    assert last_weeks(4, SATURDAY) == Period(date(2026, 11, 2), SATURDAY)
    assert len(last_weeks(4, SATURDAY).weeks) == 4


def test_weeks_at_both_ends_are_cut() -> None:
    assert Period(date(2026, 11, 25), date(2026, 12, 1)).weeks == (
        Period(date(2026, 11, 25), date(2026, 11, 29)),
        Period(date(2026, 11, 30), date(2026, 12, 1)),
    )


@given(first=ANY_DAY, length=st.integers(0, 366))
def test_weeks_are_all_the_days_of_a_period_each_once(first: date, length: int) -> None:
    period = Period(first, first + timedelta(length))

    days = [week.first + timedelta(day) for week in period.weeks for day in range((week.last - week.first).days + 1)]

    assert days == [first + timedelta(day) for day in range(length + 1)]
    assert all(week.first.weekday() == 0 for week in period.weeks[1:])


def test_two_days_make_a_period() -> None:
    period = between("2026-11-01", "2026-11-28")

    assert period == Period(date(2026, 11, 1), SATURDAY)
    assert period.name == "01/11/2026–28/11/2026"


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("", "2026-11-28", words.NO_DATE),
        ("2026-11-28", "", words.NO_DATE),
        ("28/11/2026", "2026-11-28", words.NO_DATE),
        ("2026-02-30", "2026-11-28", words.NO_DATE),
        ("\x00", "😀", words.NO_DATE),
        ("2026-11-29", "2026-11-28", words.WRONG_ORDER),
        ("2020-01-01", "2026-11-28", words.TOO_LONG),
    ],
)
def test_what_makes_no_period_is_told_in_words(first: str, last: str, why: str) -> None:
    with pytest.raises(PeriodError, match=why):
        between(first, last)


@given(first=st.text(max_size=12), last=st.text(max_size=12))
def test_any_text_is_a_period_or_told_to_be_none(first: str, last: str) -> None:
    with suppress(PeriodError):  # anything else fails
        period = between(first, last)
        assert period.first <= period.last
