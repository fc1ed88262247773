import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.intervals import bootstrap


def test_an_interval_holds_the_share_and_narrows_with_more_questions() -> None:
    few, many = bootstrap([1.0, 1.0, 0.0, 1.0]), bootstrap([1.0, 1.0, 0.0, 1.0] * 50)

    assert few[0] < many[0] < 0.75 < many[1] < few[1]


@pytest.mark.parametrize(("values", "interval"), [([], (0, 0)), ([1.0], (1, 1)), ([0.0] * 9, (0, 0))])
def test_what_does_not_vary_has_no_width(values: list[float], interval: tuple[float, float]) -> None:
    assert bootstrap(values) == interval


def test_the_normal_approximation_is_near() -> None:
    low, high = bootstrap([1.0] * 80 + [0.0] * 20)

    assert (low, high) == pytest.approx((0.80 - 1.96 * 0.04, 0.80 + 1.96 * 0.04), abs=0.015)


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=50))
def test_an_interval_is_the_same_each_time_and_within_bounds(values: list[float]) -> None:
    low, high = bootstrap(values)

    assert (low, high) == bootstrap(values)
    assert 0 <= low <= high <= 1
