from dataclasses import replace

import pytest

from bot.search.ranking import MANY_NAMES, Signals, Weights, prior, similar
from bot.search.tuning import TUNING
from tests.knowledge.examples import procedure

FORMS = [("dang", "ki", "khai", "sinh"), ("dang", "ki", "ket", "hon"), ("dang", "ki", "lai", "ket", "hon")]
WEIGHTS = Weights.of(FORMS)
SIGNALS = Signals(lexical=0.5, similar=0.5, form_covered=0.5, query_covered=0.5)


def test_a_rarer_syllable_weighs_more() -> None:
    assert WEIGHTS.idf["khai"] > WEIGHTS.idf["ket"] > WEIGHTS.idf["dang"] > 0


def test_a_syllable_repeated_in_a_form_counts_once() -> None:
    assert Weights.of([("ki", "ki"), ("dang",)]).idf["ki"] == Weights.of([("ki",), ("dang",)]).idf["ki"]


def test_an_unknown_syllable_weighs_no_less_than_any_known() -> None:
    assert WEIGHTS.sum(["zalo"]) >= max(WEIGHTS.idf.values())


def test_weights_add_up() -> None:
    assert WEIGHTS.sum(["khai", "sinh"]) == pytest.approx(WEIGHTS.idf["khai"] + WEIGHTS.idf["sinh"])
    assert WEIGHTS.sum([]) == 0


@pytest.mark.parametrize(
    ("query", "form", "likeness"),
    [
        (("khai", "sinh"), ("khai", "sinh"), 1.0),
        (("sinh", "khai"), ("khai", "sinh"), 1.0),
        (("khai", "sinh"), ("dang", "ki", "khai", "sinh"), 1.0),
        (("xxx",), ("khai", "sinh"), 0.0),
    ],
)
def test_likeness_looks_at_the_words_and_not_their_order(
    query: tuple[str, ...], form: tuple[str, ...], likeness: float
) -> None:
    assert similar(" ".join(query), " ".join(form)) == pytest.approx(likeness)


@pytest.mark.parametrize("signal", ["lexical", "similar", "form_covered", "query_covered"])
def test_every_signal_raises_the_evidence(signal: str) -> None:
    assert replace(SIGNALS, **{signal: 0.9}).evidence(TUNING) > SIGNALS.evidence(TUNING)


def test_what_citizens_and_communes_meet_has_a_head_start() -> None:
    rare = procedure(levels="tỉnh", applicants="doanh nghiệp")
    names = ";".join(f"tên gọi {number}" for number in range(MANY_NAMES))
    common = procedure(levels="tỉnh;xã", applicants="doanh nghiệp;công dân", aliases=names)

    assert prior(rare, TUNING) == 0
    assert prior(common, TUNING) == pytest.approx(TUNING.citizen + TUNING.commune + TUNING.everyday_names)
