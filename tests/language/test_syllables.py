from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.snapshot import Knowledge
from bot.language.normalise import fold, tokens
from bot.language.syllables import ONSETS, is_syllable


@pytest.mark.parametrize(
    "syllable",
    [
        "a",
        "y",
        "u",
        "o",
        "dang",
        "ky",
        "nghieng",
        "truong",
        "quoc",
        "gi",
        "gia",
        "giay",
        "khuyu",
        "ngoeo",
        "xoong",
        "moc",
    ],
)
def test_vietnamese_spelling_is_known(syllable: str) -> None:
    assert is_syllable(syllable)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "kng",
        "ddang",
        "kys",
        "coong",
        "doocj",
        "zalo",
        "facebook",
        "cccd",
        "d9ang",
        "nghieng ",
        "Dang",
        "đang",
        "da\n",
    ],
)
def test_what_is_not_spelled_like_a_syllable_is_refused(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("onset", ONSETS)
def test_every_onset_takes_a_rime(onset: str) -> None:
    assert is_syllable(onset + "a")


@given(st.sampled_from(ONSETS), st.sampled_from(["f", "j", "w", "z"]))
@settings(max_examples=50, deadline=None)
def test_letters_that_only_telex_uses_end_no_syllable(onset: str, key: str) -> None:
    assert not is_syllable(f"{onset}a{key}")


def test_nearly_every_word_of_a_title_is_a_syllable(knowledge: Knowledge) -> None:
    words = Counter(fold(token.typed) for procedure in knowledge.procedures for token in tokens(procedure.title))
    lettered = Counter({word: count for word, count in words.items() if word.isalpha() and word.isascii()})
    spelled = sum(count for word, count in lettered.items() if is_syllable(word))

    assert spelled / lettered.total() > 0.99
