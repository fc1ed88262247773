from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.snapshot import Knowledge
from bot.language.input_methods import restore
from bot.language.normalise import fold, fold_syllable, tokens
from bot.language.syllables import is_syllable
from tests.language.keystrokes import TELEX, TELEX_SHORT, VNI, InputMethod
from tests.language.texts import ANYTHING

# What a person types while the input method is off; most of it is about one's own affairs.
KEYS = st.text(alphabet="aadeeioouwyghnmcptkbvlsrxfjz0123456789", max_size=9)


@pytest.fixture(scope="session")
def syllables(knowledge: Knowledge) -> Counter[str]:
    """Every accented syllable of the titles, with how often it is used."""
    typed = (token.typed for procedure in knowledge.procedures for token in tokens(procedure.title))
    return Counter(syllable for syllable in typed if is_syllable(fold(syllable)))


@pytest.mark.parametrize("tone", ["last", "at its vowel"])
@pytest.mark.parametrize("method", [TELEX, TELEX_SHORT, VNI], ids=["telex", "telex_short", "vni"])
def test_nearly_all_syllables_of_titles_are_restored(syllables: Counter[str], method: InputMethod, tone: str) -> None:
    restored = Counter(
        {
            syllable: count
            for syllable, count in syllables.items()
            if fold_syllable(restore(method.keys(syllable, tone_last=tone == "last"))) == fold_syllable(syllable)
        }
    )

    assert len(restored) / len(syllables) >= 0.97
    assert restored.total() / syllables.total() >= 0.99


def test_no_plain_syllable_of_a_title_is_changed(syllables: Counter[str]) -> None:
    plain = {fold(syllable) for syllable in syllables}

    assert {syllable: restore(syllable) for syllable in plain if restore(syllable) != syllable} == {}


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("ddawng", "dang"),
        ("kys", "ky"),
        ("khai", "khai"),
        ("giaays", "giay"),
        ("coong", "cong"),
        ("khoong", "khong"),
        ("ddoocj", "doc"),
        ("quoocs", "quoc"),
        ("truwowngf", "truong"),
        ("truowngf", "truong"),
        ("truongwf", "truong"),
        ("trwowngf", "truong"),
        ("nghieepj", "nghiep"),
        ("nghiepej", "nghiep"),
        ("dduwowngf", "duong"),
        ("thuees", "thue"),
        ("nhaf", "nha"),
        ("ddaats", "dat"),
    ],
)
def test_telex_is_restored(keys: str, meant: str) -> None:
    assert restore(keys) == meant


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        ("d9a8ng", "dang"),
        ("dang98", "dang"),
        ("ky1", "ky"),
        ("gia6y1", "giay"),
        ("giay61", "giay"),
        ("tru7o7ng2", "truong"),
        ("truong72", "truong"),
        ("d9o6ng2", "dong"),
        ("o73", "o"),
        ("o6", "o"),
        ("u7", "u"),
    ],
)
def test_vni_is_restored(keys: str, meant: str) -> None:
    assert restore(keys) == meant


@pytest.mark.parametrize(
    "word",
    [
        "a1",
        "b2",
        "c1",
        "d15",
        "e1",
        "42",
        "2026",
        "h34",
        "cccd",
        "bhyt",
        "zalo",
        "vneid",
        "xoong",
        "mooc",
        "c/o",
        "đ",
        "",
    ],
)
def test_what_is_no_residue_stays(word: str) -> None:
    assert restore(word) == word


@given(ANYTHING | KEYS)
@settings(max_examples=200, deadline=None)
def test_restoring_gives_a_syllable_or_the_text_itself(text: str) -> None:
    restored = restore(text)

    assert restored == text or is_syllable(restored)


@given(KEYS)
@settings(max_examples=200, deadline=None)
def test_restoring_twice_is_restoring_once(keys: str) -> None:
    assert restore(restore(keys)) == restore(keys)
