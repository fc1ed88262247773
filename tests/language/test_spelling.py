import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.spelling import Speller

SPELLER = Speller.of(
    [
        ("dang", "ki", "khai", "sinh"),
        ("khai", "tu"),
        ("ket", "hon"),
        ("dang", "ki", "ket", "hon"),
        ("ho", "chieu"),
        ("a1",),
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khia sinh", "khai sinh"),
        ("khai snh", "khai sinh"),
        ("khai sinhh", "khai sinh"),
        ("kai sinh", "khai sinh"),
        ("ket hom", "ket hon"),
        ("chiue", "chieu"),
    ],
)
def test_an_unknown_syllable_becomes_the_known_one_at_one_edit(typed: str, meant: str) -> None:
    assert SPELLER.repair(typed.split()) == tuple(meant.split())


def test_of_several_known_the_one_that_fits_its_neighbours_is_taken() -> None:
    speller = Speller.of([("an", "sinh"), ("xin", "linh"), ("xin", "linh"), ("khai", "sinh")])

    assert speller.repair(["khai", "tinh"]) == ("khai", "sinh")
    assert speller.repair(["xin", "tinh"]) == ("xin", "linh")


def test_without_neighbours_the_more_frequent_is_taken() -> None:
    speller = Speller.of([("sinh",), ("linh",), ("linh",)])

    assert speller.repair(["tinh"]) == ("linh",)


def test_a_known_syllable_that_fits_stays() -> None:
    assert SPELLER.repair(["ket", "hon"]) == ("ket", "hon")


def test_a_known_syllable_changes_only_for_one_that_fits() -> None:
    speller = Speller.of([("khai", "sinh"), ("sanh", "vai")])

    assert speller.repair(["khai", "sanh"]) == ("khai", "sinh")
    assert speller.repair(["muon", "sanh"]) == ("muon", "sanh")


@pytest.mark.parametrize("word", ["ka", "x", "zzzz", "khaaii", "a12", "2026", "c/o"])
def test_what_is_too_short_too_far_or_no_word_stays(word: str) -> None:
    assert SPELLER.repair([word]) == (word,)


def test_a_repaired_syllable_helps_the_next() -> None:
    assert SPELLER.repair(["danh", "ki", "kai", "sih"]) == ("dang", "ki", "khai", "sinh")


def test_nothing_is_repaired_to_nothing() -> None:
    assert SPELLER.repair([]) == ()


def test_a_speller_that_knows_nothing_changes_nothing() -> None:
    assert Speller.of([]).repair(["khai", "sinh"]) == ("khai", "sinh")


@given(st.lists(st.text(max_size=8), max_size=8))
@settings(max_examples=150, deadline=None)
def test_repair_keeps_the_number_of_words_and_adds_only_known_ones(words: list[str]) -> None:
    repaired = SPELLER.repair(words)

    assert len(repaired) == len(words)
    assert all(after == before or after in SPELLER.syllables for before, after in zip(words, repaired, strict=True))
