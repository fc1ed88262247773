import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.scope import Scope
from bot.search.tuning import TUNING

INSIDE = [("dang", "ki", "khai", "sinh"), ("lam", "giay", "khai", "sinh"), ("dang", "ki", "ket", "hon")]
OUTSIDE = [("troi", "mua", "to"), ("hom", "nay", "troi", "mua"), ("dang", "ki", "kenh", "youtube")]
SCOPE = Scope.of(INSIDE, OUTSIDE, TUNING)


@pytest.mark.parametrize(
    ("nearer", "stranger"),
    [
        (("khai", "sinh"), ("troi", "mua")),
        (("dang", "ki", "khai", "sinh"), ("dang", "ki", "kenh", "youtube")),
        (("dang", "ki", "ket", "hon"), ("dang", "ki")),
        (("khai", "sinh"), ("khai", "sinh", "troi", "mua")),
    ],
)
def test_words_of_other_subjects_are_stranger(nearer: tuple[str, ...], stranger: tuple[str, ...]) -> None:
    assert SCOPE.strangeness(nearer) < SCOPE.strangeness(stranger)


@pytest.mark.parametrize("words", [(), ("zzz",), ("zzz", "qqq")])
def test_what_is_unknown_says_nothing(words: tuple[str, ...]) -> None:
    assert SCOPE.strangeness(words) == 0


def test_a_word_said_twice_counts_once() -> None:
    assert Scope.of([("a", "a")], [("b",)], TUNING) == Scope.of([("a", "a")], [("b",)], TUNING)
    assert SCOPE.odds["troi mua"] > 0 > SCOPE.odds["khai sinh"]


def test_without_any_text_nothing_is_strange() -> None:
    assert Scope.of([], [], TUNING).strangeness(("khai", "sinh")) == 0


@given(st.lists(st.sampled_from(["khai", "sinh", "troi", "mua", "zzz"]), max_size=30))
def test_strangeness_is_a_number_for_any_words(words: list[str]) -> None:
    assert -100 < SCOPE.strangeness(words) < 100
