from pathlib import Path

import numpy as np
import pytest

from bot.language.normalise import pairs
from bot.search.index import Compounds, Form, LexicalIndex
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
    return int(np.argmax(index.best_of_items(index.scores(query))))


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


def test_every_form_has_a_score_and_every_item_that_of_its_best(index: LexicalIndex) -> None:
    scores = index.scores(("khai", "sinh", "dang", "ki"))

    assert len(scores) == 6
    assert index.best_of_items(scores).tolist() == [
        max(scores[0], scores[1]),
        scores[2],
        max(scores[3], scores[4], scores[5]),
    ]


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
    assert index.forms[index.best_forms(item, index.scores(tuple(query.split())), 1)[0]] == form


def test_syllables_side_by_side_score_more_than_apart(index: LexicalIndex) -> None:
    together, apart = index.scores(("khai", "sinh")), index.scores(("sinh", "khai"))

    assert together[0] > apart[0] > 0


@pytest.mark.parametrize("query", [(), ("zalo",), ("zalo", "app")])
def test_what_no_form_holds_scores_nothing(index: LexicalIndex, query: Form) -> None:
    assert index.scores(query).tolist() == [0.0] * 6


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
