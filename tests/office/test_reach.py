from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.places import Locality, Places
from bot.office import reach_wording as words
from bot.office.periods import Period
from bot.office.reach import Figures, Report, Row, report, summed
from bot.services import Services
from bot.storage.desks import Desk
from bot.storage.reach import Count, Event, Happened
from tests.office.withdrawing import withdrawn_services
from tests.small_knowledge import BIRTH, MARRIAGE, MARRIAGE_AGAIN

MONDAY = date(2026, 11, 23)
PERIOD = Period(MONDAY - timedelta(7), MONDAY + timedelta(5))
FIVE = Desk("4072", "Quầy 5", "Trung tâm xã Kon Braih", "xa-kon-braih")
SIX = Desk("5083", "Quầy 6", "Trung tâm tỉnh")
SHUT = Desk("6094", "Quầy 7", "Trung tâm tỉnh", closed_at=datetime(2026, 11, 1, tzinfo=UTC))
DESKS = {desk.number: desk for desk in (FIVE, SIX, SHUT)}
PLACES = Places((Locality("xa-dak-to-re-kon-ray", "xã Kon Braih", "xã Đăk Tờ Re", "huyện Kon Rẫy"),))
TITLES = {BIRTH: "Đăng ký khai sinh", MARRIAGE: "Đăng ký kết hôn"}
NOTHING = Figures(0, 0, 0, 0, 0)
COUNTS = st.lists(
    st.builds(
        Count,
        st.builds(
            Happened,
            st.dates(PERIOD.first, PERIOD.last),
            st.sampled_from(["", *DESKS]),
            st.sampled_from(["", *TITLES]),
            st.sampled_from(Event),
        ),
        st.integers(1, 9),
    ),
    max_size=40,
    unique_by=lambda one: one.happened,
)


def count(event: Event, times: int, desk: str = FIVE.number, procedure: str = "", day: date = MONDAY) -> Count:
    return Count(Happened(day, desk, procedure, event), times)


def made(*counts: Count, desks: Mapping[str, Desk] = DESKS) -> Report:
    return summed(PERIOD, counts, desks, TITLES, PLACES)


def test_each_event_has_its_figure_and_told_of_is_not_among_the_totals() -> None:
    counts = [count(event, times) for times, event in enumerate(Event, start=1)]

    assert made(*counts).totals == Figures(scans=1, conversations=2, questions=3, told=4, taps=6)


def test_every_week_of_the_period_has_a_row_one_without_figures_too() -> None:
    found = made(count(Event.QUESTION, 3), count(Event.QUESTION, 4, desk="")).weeks

    assert [week.period for week in found] == list(PERIOD.weeks)
    assert [(week.figures.questions, week.through_desks.questions) for week in found] == [(0, 0), (7, 3)]


def test_open_desks_are_listed_with_their_noughts_closed_ones_only_with_figures() -> None:
    assert [row.key for row in made(count(Event.SCAN, 2)).desks] == [FIVE.number, SIX.number, ""]
    names = [row.name for row in made(count(Event.SCAN, 2, desk=SHUT.number)).desks]
    assert names[0] == f"Quầy 7, Trung tâm tỉnh ({words.CLOSED})"


def test_who_came_by_themselves_stand_last_however_many_they_are() -> None:
    found = made(count(Event.TOLD, 99, desk=""), count(Event.TOLD, 1))

    assert found.desks[-1] == Row(words.BY_ITSELF, Figures(0, 0, 0, 99, 0))
    assert found.communes[-1] == found.desks[-1]


def test_desks_stand_by_people_told() -> None:
    found = made(count(Event.TOLD, 2), count(Event.TOLD, 5, desk=SIX.number), count(Event.SCAN, 80))

    assert [row.key for row in found.desks] == [SIX.number, FIVE.number, ""]


def test_a_desk_counts_for_its_commune_one_without_for_the_province() -> None:
    found = made(count(Event.SCAN, 2), count(Event.SCAN, 3, desk=SIX.number), count(Event.SCAN, 4, desk=SHUT.number))

    assert [(row.name, row.figures.scans) for row in found.communes] == [
        (words.WHOLE_PROVINCE, 7),
        ("Xã Kon Braih", 2),
        (words.BY_ITSELF, 0),
    ]


def test_a_procedure_counts_people_told_of_it() -> None:
    found = made(
        count(Event.TOLD, 4),
        count(Event.TOLD_OF, 4, procedure=BIRTH),
        count(Event.TOLD_OF, 1, procedure=MARRIAGE),
        count(Event.TAP, 2, procedure=MARRIAGE),
    )

    assert [(row.key, row.name, row.figures.told, row.figures.taps) for row in found.procedures] == [
        (BIRTH, TITLES[BIRTH], 4, 0),
        (MARRIAGE, TITLES[MARRIAGE], 1, 2),
    ]


def test_a_desk_that_nobody_knows_any_more_is_named_by_its_number() -> None:
    assert made(count(Event.SCAN, 1), desks={}).desks[0].name == words.UNKNOWN_DESK.format(number=FIVE.number)


@given(COUNTS)
def test_weeks_desks_and_communes_each_add_up_to_the_totals(counts: Sequence[Count]) -> None:
    found = made(*counts)

    def added(figures: Sequence[Figures]) -> Figures:
        return Figures(
            scans=sum(one.scans for one in figures),
            conversations=sum(one.conversations for one in figures),
            questions=sum(one.questions for one in figures),
            told=sum(one.told for one in figures),
            taps=sum(one.taps for one in figures),
        )

    assert added([week.figures for week in found.weeks]) == found.totals
    assert added([row.figures for row in found.desks]) == found.totals
    assert added([row.figures for row in found.communes]) == found.totals


def test_nothing_at_all_is_noughts() -> None:
    found = made(desks={})

    assert found.totals == NOTHING
    assert found.desks == found.communes == (Row(words.BY_ITSELF, NOTHING),)
    assert found.procedures == ()


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    """Four procedures of which the second marriage is withdrawn."""
    async with withdrawn_services(tmp_path) as opened:
        yield opened


async def of_services(services: Services, period: Period, desk: str = "") -> Report:
    assert services.outreach
    assert services.office
    return await report(period, services.outreach, services.snapshot, services.office.withdrawn, desk)


async def test_the_report_reads_its_period_alone_and_names_what_is_withdrawn(services: Services) -> None:
    assert services.outreach
    desk = await services.outreach.desks.register("Quầy 5", "Trung tâm xã", "", "lan")
    happened = [
        Happened(day, desk.number, code, Event.SCAN)
        for day in (PERIOD.first - timedelta(1), PERIOD.first, PERIOD.last, PERIOD.last + timedelta(1))
        for code in (BIRTH, MARRIAGE_AGAIN, "9.999999")
    ]
    await services.outreach.reach.add(happened)

    found = await of_services(services, PERIOD)

    assert found.totals.scans == 6
    assert {(row.key, row.name) for row in found.procedures} == {
        (BIRTH, "Thủ tục đăng ký khai sinh"),
        (MARRIAGE_AGAIN, "Thủ tục đăng ký lại kết hôn"),
        ("9.999999", words.NO_TITLE),
    }


async def test_the_report_of_one_desk_has_only_its_figures(services: Services) -> None:
    assert services.outreach
    five, six = [await services.outreach.desks.register(name, "Trung tâm", "", "lan") for name in ("Quầy 5", "Quầy 6")]
    await services.outreach.reach.add(Happened(MONDAY, one, "", Event.SCAN) for one in (five.number, six.number, ""))

    found = await of_services(services, PERIOD, six.number)

    assert found.totals.scans == 1
    assert found.desks[0] == Row("Quầy 6, Trung tâm", Figures(1, 0, 0, 0, 0), six.number)
