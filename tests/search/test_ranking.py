from dataclasses import replace

import numpy as np
import pytest

from bot.language.question import Question
from bot.search.ranking import MANY_NAMES, Forms, Signals, Weights, prior, signals
from bot.search.tuning import TUNING
from tests.knowledge.examples import procedure

FORMS = [("dang", "ki", "khai", "sinh"), ("dang", "ki", "ket", "hon"), ("dang", "ki", "lai", "ket", "hon")]
WEIGHTS = Weights.of(FORMS)


def test_a_rarer_syllable_weighs_more() -> None:
    assert WEIGHTS.idf["khai"] > WEIGHTS.idf["ket"] > WEIGHTS.idf["dang"] > 0


def test_a_syllable_repeated_in_a_form_counts_once() -> None:
    assert Weights.of([("ki", "ki"), ("dang",)]).idf["ki"] == Weights.of([("ki",), ("dang",)]).idf["ki"]


def test_an_unknown_syllable_weighs_no_less_than_any_known() -> None:
    assert WEIGHTS.sum(["zalo"]) >= max(WEIGHTS.idf.values())


def test_weights_add_up() -> None:
    assert WEIGHTS.sum(["khai", "sinh"]) == pytest.approx(WEIGHTS.idf["khai"] + WEIGHTS.idf["sinh"])
    assert WEIGHTS.sum([]) == 0


def compared(text: str, everyday: str = "") -> Signals:
    """Return what speaks for each of FORMS, in order, none of which the index scored."""
    content = tuple(text.split())
    said = tuple(everyday.split()) or content
    question = Question(text, content, said, content, (), None)
    return signals(Forms.of(FORMS), np.arange(len(FORMS)), question, np.zeros(len(FORMS), dtype=np.float32), TUNING)


@pytest.mark.parametrize(
    ("query", "form", "likeness"),
    [("dang ki ket hon", 1, 1.0), ("hon ket ki dang", 1, 1.0), ("ket hon", 2, 1.0), ("xxx", 0, 0.0)],
)
def test_likeness_looks_at_the_words_and_not_their_order(query: str, form: int, likeness: float) -> None:
    assert compared(query).similar[form] == pytest.approx(likeness)


def test_coverage_weighs_what_question_and_form_share() -> None:
    found = compared("ket hon zalo")
    shared = WEIGHTS.sum(["ket", "hon"])

    assert found.form_covered[1] == pytest.approx(shared / WEIGHTS.sum(FORMS[1]))
    assert found.query_covered[1] == pytest.approx(shared / (shared + WEIGHTS.unknown))
    assert found.query_covered[0] == found.form_covered[0] == 0


def test_everyday_words_cover_the_form_but_not_the_question() -> None:
    plain, said = compared("ket hon"), compared("ket hon", everyday="dang ki")

    assert said.form_covered[1] > plain.form_covered[1]
    assert said.query_covered[1] == plain.query_covered[1]


@pytest.mark.parametrize("signal", ["lexical", "similar", "form_covered", "query_covered"])
def test_every_signal_raises_the_evidence(signal: str) -> None:
    half = np.array([0.5])
    signals_given = Signals(lexical=half, similar=half, form_covered=half, query_covered=half)

    assert replace(signals_given, **{signal: np.array([0.9])}).evidence(TUNING) > signals_given.evidence(TUNING)


def test_what_citizens_and_communes_meet_has_a_head_start() -> None:
    rare = procedure(levels="tỉnh", applicants="doanh nghiệp")
    names = ";".join(f"tên gọi {number}" for number in range(MANY_NAMES))
    common = procedure(levels="tỉnh;xã", applicants="doanh nghiệp;công dân", aliases=names)

    assert prior(rare, TUNING) == 0
    assert prior(common, TUNING) == pytest.approx(TUNING.citizen + TUNING.commune + TUNING.everyday_names)
