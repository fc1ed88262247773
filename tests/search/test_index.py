from pathlib import Path

import pytest

from bot.language.normalise import pairs
from bot.search.index import FORMS_SEEN, Compounds, Form, LexicalIndex
from bot.search.tuning import TUNING

BIRTH: list[Form] = [("dang", "ki", "khai", "sinh"), ("lam", "giay", "khai", "sinh")]
MARRIAGE: list[Form] = [("dang", "ki", "ket", "hon")]
BUSINESS: list[Form] = [("dang", "ki", "ho", "kinh", "doanh"), ("mo", "quan"), ("ban", "hang")]
ITEMS = [BIRTH, MARRIAGE, BUSINESS]
COMPOUNDS = Compounds(frozenset({("khai", "sinh"), ("ho", "kinh", "doanh")}))


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(ITEMS, COMPOUNDS, TUNING)


def best_item(index: LexicalIndex, *query: str) -> int:
    return next(iter(index.best(index.scores(query), items=1, forms_each=1)))


def test_pairs_are_of_neighbours() -> None:
    assert pairs(("dang", "ki", "khai", "sinh")) == ["dang ki", "ki khai", "khai sinh"]
    assert pairs(("dang",)) == pairs(()) == []


def test_words_of_the_segmenter_stand_beside_the_pairs() -> None:
    phrases = COMPOUNDS.phrases(("ho", "kinh", "doanh", "khai", "sinh"))

    assert phrases == ["ho kinh", "kinh doanh", "doanh khai", "khai sinh", "khai_sinh", "ho_kinh_doanh"]


@pytest.mark.parametrize(
    ("query", "item"), [("khai sinh", 0), ("giay", 0), ("ket hon", 1), ("kinh doanh", 2), ("mo quan", 2)]
)
def test_the_item_that_shares_most_scores_best(index: LexicalIndex, query: str, item: int) -> None:
    assert best_item(index, *query.split()) == item


def test_items_come_by_the_score_of_their_best_form_each_with_its_best(index: LexicalIndex) -> None:
    scores = index.scores(("khai", "sinh", "dang", "ki"))

    best = index.best(scores, items=3, forms_each=2)

    assert len(scores) == 6
    assert list(best) == sorted(best, key=lambda item: -max(scores[place] for place in best[item]))
    assert best[0] == [0, 1]
    assert best[2] == [3]  # the others share no syllable


@pytest.mark.parametrize(("items", "forms_each"), [(1, 1), (2, 1), (3, 3)])
def test_no_more_items_or_forms_are_named_than_asked_for(index: LexicalIndex, items: int, forms_each: int) -> None:
    best = index.best(index.scores(("dang", "ki")), items, forms_each)

    assert len(best) == items
    assert all(1 <= len(places) <= forms_each for places in best.values())


def test_an_item_with_very_many_forms_leaves_room_for_another() -> None:
    many = [("dang", "ki", f"x{number}") for number in range(3 * FORMS_SEEN // 2)]
    index = LexicalIndex.build([many, [("dang", "ki")]], COMPOUNDS, TUNING)

    assert set(index.best(index.scores(("dang", "ki")), items=2, forms_each=3)) == {0, 1}


@pytest.mark.parametrize(
    ("query", "item", "form"),
    [
        ("khai sinh dang ki", 0, BIRTH[0]),
        ("giay khai sinh", 0, BIRTH[1]),
        ("quan", 2, BUSINESS[1]),
        ("hang", 2, BUSINESS[2]),
    ],
)
def test_an_item_names_the_form_by_which_it_scored(index: LexicalIndex, query: str, item: int, form: Form) -> None:
    best = index.best(index.scores(tuple(query.split())), items=1, forms_each=1)

    assert index.forms[best[item][0]] == form


def test_syllables_side_by_side_score_more_than_apart(index: LexicalIndex) -> None:
    together, apart = index.scores(("khai", "sinh")), index.scores(("sinh", "khai"))

    assert together[0] > apart[0] > 0


@pytest.mark.parametrize("query", [(), ("zalo",), ("zalo", "app")])
def test_what_no_form_holds_scores_nothing(index: LexicalIndex, query: Form) -> None:
    assert index.scores(query).tolist() == [0.0] * 6
    assert index.best(index.scores(query), items=3, forms_each=3) == {}


def test_a_syllable_said_twice_counts_once(index: LexicalIndex) -> None:
    assert index.scores(("sinh", "sinh")).tolist() == index.scores(("sinh",)).tolist()


def test_what_is_saved_is_read_back_with_equal_scores(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, ITEMS, COMPOUNDS, TUNING)

    assert loaded.forms == index.forms
    for query in [("dang", "ki", "khai", "sinh"), ("mo", "quan"), ("zalo",), ("ho", "kinh", "doanh")]:
        assert loaded.scores(query).tolist() == index.scores(query).tolist()


def test_nothing_saved_cannot_be_read_back(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="syllables"):
        LexicalIndex.load(tmp_path, ITEMS, COMPOUNDS, TUNING)
