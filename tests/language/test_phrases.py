from itertools import pairwise

import pytest
from hypothesis import given, settings

from bot.language.normalise import tokens
from bot.language.phrases import Match, PhraseTable
from tests.language.texts import TYPED

TABLE = PhraseTable.of(
    (tokens(phrase), value)
    for phrase, value in [
        ("sổ đỏ", "title"),
        ("làm sổ đỏ", "new title"),
        ("đăng ký", "register"),
        ("ở đâu", "where"),
        ("mở", "open"),
        ("đồ cổ", "antiques"),
    ]
)


def found(message: str) -> list[tuple[int, int, str]]:
    return [(match.start, match.end, match.value) for match in TABLE.find(tokens(message))]


def test_the_longest_phrase_at_a_place_is_taken() -> None:
    assert found("tôi làm sổ đỏ ở đâu") == [(1, 4, "new title"), (4, 6, "where")]


def test_a_shorter_phrase_is_taken_where_the_longer_does_not_fit() -> None:
    assert found("xem sổ đỏ") == [(1, 3, "title")]


def test_a_shorter_phrase_at_the_end_ends_where_the_message_does() -> None:
    table = PhraseTable.of([(tokens("lệ phí trước bạ"), "tax"), (tokens("lệ phí"), "fee")])

    assert list(table.find(tokens("xin lệ phí"))) == [Match(1, 3, "fee")]


def test_a_longer_phrase_cut_off_at_the_end_is_not_found() -> None:
    assert found("làm sổ") == []


@pytest.mark.parametrize("message", ["so do", "SỔ ĐỎ", "sổ do", "sỗ đõ", "so\u0302\u0309 đo\u0309"])
def test_several_syllables_match_with_their_accents_or_without(message: str) -> None:
    assert found(message) == [(0, 2, "title")]


@pytest.mark.parametrize("message", ["đăng kí", "dang ki", "ĐĂNG KÝ"])
def test_y_and_i_match_alike(message: str) -> None:
    assert found(message) == [(0, 2, "register")]


@pytest.mark.parametrize("message", ["đồ cơ", "đỗ có", "số đo"])
def test_several_syllables_with_other_accents_are_other_words(message: str) -> None:
    assert found(message) == []


def test_one_syllable_matches_exactly_as_written() -> None:
    assert found("Mở cửa hàng") == [(0, 1, "open")]


@pytest.mark.parametrize("message", ["mo", "mô", "mỡ"])
def test_one_syllable_with_other_accents_or_none_is_another_word(message: str) -> None:
    assert found(message) == []


def test_membership_is_asked_for_phrases_of_one_syllable() -> None:
    assert "mở" in TABLE
    assert "mo" not in TABLE
    assert "sổ" not in TABLE


def test_a_phrase_given_twice_keeps_its_first_value() -> None:
    table = PhraseTable.of([(tokens("sổ đỏ"), 1), (tokens("sổ đỏ"), 2), (tokens("mở"), 3), (tokens("mở"), 4)])

    assert [match.value for match in table.find(tokens("mở sổ đỏ"))] == [3, 1]


def test_an_empty_phrase_is_never_found() -> None:
    table = PhraseTable.of([(tokens("!!!"), "nothing")])

    assert list(table.find(tokens("sổ đỏ"))) == []


def test_overlapping_phrases_are_found_on_request() -> None:
    table = PhraseTable.of([(tokens("sổ đỏ"), "title"), (tokens("đỏ đen"), "colours")])
    message = tokens("sổ đỏ đen")

    assert list(table.find(message)) == [Match(0, 2, "title")]
    assert list(table.find_all(message)) == [Match(0, 2, "title"), Match(1, 3, "colours")]


@given(TYPED)
@settings(max_examples=200, deadline=None)
def test_matches_stand_in_order_and_never_overlap(text: str) -> None:
    message = tokens(text + " sổ đỏ " + text)
    matches = list(TABLE.find(message))

    assert all(0 <= match.start < match.end <= len(message) for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))
