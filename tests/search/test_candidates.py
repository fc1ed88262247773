import pytest
from hypothesis import given, settings

from bot.search.engine import Search
from bot.search.ranking import Candidate
from tests.language.texts import TYPED
from tests.search.conftest import BIRTH, BUILDING, MARRIAGE, MARRIAGE_AGAIN, WELL


def candidates(search: Search, text: str) -> dict[str, Candidate]:
    """Return what is found for `text`, best first, by code."""
    return {found.code: found for found in search.find(text).candidates}


def test_a_title_said_in_full_is_covered_and_covers_the_question(search: Search) -> None:
    found = candidates(search, "đăng ký kết hôn")[MARRIAGE]

    assert found.form_covered == pytest.approx(1.0)
    assert found.query_covered == pytest.approx(1.0)


def test_a_part_of_a_title_covers_less_of_it_but_all_of_the_question(search: Search) -> None:
    found = candidates(search, "khai thác nước")[WELL]

    assert 0 < found.form_covered < 1
    assert found.query_covered == pytest.approx(1.0)


def test_words_beside_the_title_leave_part_of_the_question_uncovered(search: Search) -> None:
    found = candidates(search, "đăng ký kết hôn tại chùa")[MARRIAGE]

    assert found.form_covered == pytest.approx(1.0)
    assert 0 < found.query_covered < 1


def test_an_alias_that_fits_counts_as_the_whole_name(search: Search) -> None:
    assert candidates(search, "làm giấy khai sinh")[BIRTH].form_covered == pytest.approx(1.0)


def test_a_longer_sibling_comes_after_the_one_named(search: Search) -> None:
    assert list(candidates(search, "đăng ký kết hôn"))[:2] == [MARRIAGE, MARRIAGE_AGAIN]
    assert list(candidates(search, "đăng ký lại kết hôn"))[:2] == [MARRIAGE_AGAIN, MARRIAGE]


@pytest.mark.parametrize("text", ["cấp phép xay dunhg", "giấy phép xây dng"])
def test_a_mistyped_word_is_repaired_before_the_search(search: Search, text: str) -> None:
    assert next(iter(candidates(search, text))) == BUILDING


@pytest.mark.parametrize("text", ["", "nộp ở đâu", "cho em hỏi", "zzz"])
def test_a_question_without_a_known_word_finds_nothing(search: Search, text: str) -> None:
    assert candidates(search, text) == {}


@given(TYPED)
@settings(max_examples=100, deadline=None)
def test_coverage_is_a_share(search: Search, text: str) -> None:
    for found in candidates(search, f"khai sinh {text}").values():
        assert 0 <= found.form_covered <= 1.000001
        assert 0 <= found.query_covered <= 1.000001
