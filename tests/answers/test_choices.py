from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.choices import MAX_VALUE_BYTES, SHARE, leading_to, procedure_choice, read_choice
from bot.conversation import Choice
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect

ALL_ASPECTS = tuple(Aspect)
BIRTH = "1.001193"


def test_a_choice_carries_the_procedure_and_what_was_asked() -> None:
    choice = procedure_choice(BIRTH, "Đăng ký khai sinh", (Aspect.WHERE, Aspect.TIME))

    assert (choice.label, choice.value) == ("Đăng ký khai sinh", "p:1.001193:where+time")


def test_a_choice_of_which_nothing_was_asked_is_the_procedure_alone() -> None:
    assert procedure_choice(BIRTH, "", ()).value == "p:1.001193"


@pytest.mark.parametrize("count", range(len(ALL_ASPECTS) + 1))
def test_every_combination_of_aspects_comes_back_as_far_as_64_bytes_allow(count: int) -> None:
    for aspects in combinations(ALL_ASPECTS, count):
        value = procedure_choice(BIRTH, "", aspects).value

        code, kept = read_choice(value)

        assert (code, kept) == (BIRTH, aspects[: len(kept)])
        assert len(value) <= MAX_VALUE_BYTES
        assert kept == aspects or len(f"{value}+{aspects[len(kept)]}") > MAX_VALUE_BYTES


@given(st.permutations(ALL_ASPECTS))
def test_what_was_asked_first_is_kept_first(aspects: list[Aspect]) -> None:
    value = procedure_choice(BIRTH, "", tuple(aspects)).value

    _, kept = read_choice(value)

    assert len(kept) >= 4
    assert kept == tuple(aspects[: len(kept)])


def test_every_procedure_comes_back_from_its_choice(knowledge: Knowledge) -> None:
    for procedure in knowledge.procedures:
        choice = procedure_choice(procedure.code, "", (Aspect.WHERE,))
        assert read_choice(choice.value) == (procedure.code, (Aspect.WHERE,))


@pytest.mark.parametrize(
    "value",
    [
        "",
        "none",
        "p",
        "p:",
        "p::where",
        "x:1.001193",
        "P:1.001193",
        "p:1.00119",
        "p:1.001193:everything",
        "p:1.001193:where:time",
        "p:1.001193:where time",
        "p:1.001193\x00",
        "p:\ud800",
    ],
)
def test_a_forged_value_is_refused(value: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  of an unknown code or an unknown aspect alike
        read_choice(value)


def test_a_code_with_a_suffix_is_read_as_the_plain_one() -> None:
    assert read_choice("p:1.001193.000.00.00.H34:time") == ("1.001193", (Aspect.TIME,))


def test_an_aspect_that_a_forged_value_repeats_counts_once() -> None:
    assert read_choice("p:1.001193:where+time+where+where") == ("1.001193", (Aspect.WHERE, Aspect.TIME))


@given(st.text(max_size=80).map(lambda text: f"p:{text}") | st.text(max_size=80))
def test_any_value_is_read_or_refused_and_nothing_else(value: str) -> None:
    try:
        code, _ = read_choice(value)
    except ValueError:
        return
    assert code in value


def test_choices_of_procedures_can_lead_to_something_else_of_them() -> None:
    asked = procedure_choice(BIRTH, "Đăng ký khai sinh", (Aspect.WHERE,))
    none = Choice("Không có", "none")

    assert leading_to(SHARE, (asked, none)) == (Choice("Đăng ký khai sinh", f"share:{BIRTH}"), none)
