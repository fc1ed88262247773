import pytest
from hypothesis import given, settings

from bot.language.aspects import MAX_GAP, Asking, Aspect, AspectTable
from bot.language.normalise import tokens
from tests.language.texts import TYPED

TABLE = AspectTable.of(
    whole=[
        (tokens("ở đâu"), Aspect.WHERE),
        (tokens("lệ phí"), Aspect.FEE),
        (tokens("lệ phí trước bạ"), None),
        (tokens("hồ sơ gồm"), Aspect.DOCUMENTS),
        (tokens("mẫu"), Aspect.FORM),
    ],
    gapped=[
        ([tokens("hồ sơ"), tokens("tới đâu")], Aspect.STATUS),
        ([tokens("nộp"), tokens("rồi"), tokens("chưa")], Aspect.STATUS),
    ],
)


def asked(text: str) -> list[tuple[Aspect | None, list[int]]]:
    return [(asking.aspect, sorted(asking.places)) for asking in TABLE.find(tokens(text))]


def test_a_phrase_asks_where_it_stands() -> None:
    assert asked("xin mẫu ở đâu") == [(Aspect.FORM, [1]), (Aspect.WHERE, [2, 3])]


def test_a_phrase_with_a_gap_asks_by_its_pieces_only() -> None:
    assert asked("hồ sơ khai sinh của tôi tới đâu rồi") == [(Aspect.STATUS, [0, 1, 6, 7])]


def test_a_gap_may_be_empty() -> None:
    assert asked("hồ sơ tới đâu") == [(Aspect.STATUS, [0, 1, 2, 3])]


def test_a_phrase_with_two_gaps_asks_by_three_pieces() -> None:
    assert asked("tôi nộp hôm kia rồi xong chưa") == [(Aspect.STATUS, [1, 4, 6])]


@pytest.mark.parametrize(("between", "count"), [(MAX_GAP, 1), (MAX_GAP + 1, 0)])
def test_a_gap_has_a_widest(between: int, count: int) -> None:
    assert len(asked("hồ sơ " + "x " * between + "tới đâu")) == count


@pytest.mark.parametrize("text", ["tới đâu hồ sơ", "hồ sơ", "tới đâu", "nộp rồi", "chưa nộp rồi"])
def test_pieces_missing_or_in_another_order_ask_nothing(text: str) -> None:
    assert asked(text) == []


def test_no_token_asks_twice_and_what_has_a_gap_goes_first() -> None:
    assert asked("hồ sơ gồm gì tới đâu") == [(Aspect.STATUS, [0, 1, 4, 5])]


def test_what_only_looks_like_asking_has_no_aspect() -> None:
    assert asked("lệ phí trước bạ, lệ phí") == [(None, [0, 1, 2, 3]), (Aspect.FEE, [4, 5])]


def test_missing_accents_ask_the_same() -> None:
    assert asked("ho so cua toi toi dau") == [(Aspect.STATUS, [0, 1, 4, 5])]


def test_an_empty_message_asks_nothing() -> None:
    assert TABLE.find([]) == []


@given(TYPED)
@settings(max_examples=150, deadline=None)
def test_what_is_asked_comes_in_order_and_shares_no_token(text: str) -> None:
    found: list[Asking] = TABLE.find(tokens(f"{text} hồ sơ {text} tới đâu ở đâu"))
    places = [place for asking in found for place in asking.places]

    assert [min(asking.places) for asking in found] == sorted(min(asking.places) for asking in found)
    assert len(places) == len(set(places))
