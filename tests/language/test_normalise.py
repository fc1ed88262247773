import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.normalise import Token, canonical, clean, fold, fold_syllable, folded, tokens
from tests.language.texts import ANYTHING, PLAIN, TYPED


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Đăng\tký \r\n khai  sinh ", "Đăng ký khai sinh"),
        ("Đa\u0306ng ky\u0301", "Đăng ký"),
        ("ＣＣＣＤ １２", "CCCD 12"),
        ("sổ\u00a0đỏ", "sổ đỏ"),
        ("\ufeffkhai\u200b sinh\u200d", "khai sinh"),
        ("\u202ekhai sinh\u202c", "khai sinh"),
        ("khai\u00adsinh", "khaisinh"),
        ("khai sinh 👶🏻", "khai sinh"),
        ("khai👶sinh", "khai sinh"),
        ("👨‍👩‍👧 nhập hộ khẩu ❤️", "nhập hộ khẩu"),
        ("🇻🇳 hộ chiếu", "hộ chiếu"),
        ("khai\x00sinh\x1b", "khai sinh"),
        ("khai\ud83dsinh", "khai sinh"),
        ("khai\ue000sinh", "khai sinh"),
        ("\u0301khai sinh", "khai sinh"),
        ("👍", ""),
        ("", ""),
    ],
)
def test_cleaning_keeps_words_and_drops_what_is_no_text(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"),
        ("hoá", "hóa"),
        ("toả", "tỏa"),
        ("xoã", "xõa"),
        ("hoạ", "họa"),
        ("loè", "lòe"),
        ("khoé", "khóe"),
        ("khoẻ", "khỏe"),
        ("loẽ", "lõe"),
        ("loẹ", "lọe"),
        ("thuỳ", "thùy"),
        ("thuý", "thúy"),
        ("thuỷ", "thủy"),
        ("luỹ", "lũy"),
        ("luỵ", "lụy"),
        ("HOÀ GIẢI", "hòa giải"),
        ("Tiêu huỷ, hoá chất", "tiêu hủy, hóa chất"),
    ],
)
def test_a_tone_mark_in_the_old_place_moves_to_the_new_one(old: str, new: str) -> None:
    assert canonical(old) == new


@pytest.mark.parametrize("word", ["quý", "quỳ", "quỹ", "hoàn", "toán", "khoẻn", "huỳnh", "thuyền", "hòa", "ngoài"])
def test_a_tone_mark_in_its_only_place_stays(word: str) -> None:
    assert canonical(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà giải", "hòa giải"),
        ("kỹ thuật", "kĩ thuật"),
        ("lý lịch", "lí lịch"),
        ("Mỹ", "mĩ"),
        ("quy hoạch", "qui hoạch"),
        ("quý", "quí"),
        ("công ty", "công ti"),
        ("ĐĂNG KÝ", "dang ky"),
        ("Sổ đỏ", "so do"),
    ],
)
def test_two_spellings_of_a_word_read_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("y tế", "i te"), ("tay", "tai"), ("thủy", "thủi"), ("máy", "mái")])
def test_y_and_i_stay_apart_where_they_are_different_words(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("C/O form D", ("c/o", "form", "d")),
        ("cấp C/O.", ("cap", "c/o")),
        ("có", ("co",)),
        ("và/hoặc", ("va", "hoac")),
        ("km/h", ("km", "h")),
        ("1/2", ("1", "2")),
        ("sổ-đỏ,(nhà)…đất_ở", ("so", "do", "nha", "dat", "o")),
        ("hạng A1/B2", ("hang", "a1", "b2")),
        ("Nghị định 42/2022/NĐ-CP", ("nghi", "dinh", "42", "2022", "nd", "cp")),
        ("👍 ?!", ()),
        ("", ()),
    ],
)
def test_a_text_is_parted_into_folded_syllables(text: str, syllables: tuple[str, ...]) -> None:
    assert folded(text) == syllables


def test_a_token_keeps_the_accents_beside_the_folded_form() -> None:
    assert tokens("Kỹ HOÀ") == (Token("kỹ", "ki"), Token("hòa", "hoa"))


@pytest.mark.parametrize(
    ("text", "bare"), [("Đăng ký", "dang ky"), ("ƯỚC", "uoc"), ("đƯỜng", "duong"), ("nghiệp", "nghiep"), ("Ỵ", "y")]
)
def test_folding_drops_accents_and_capitals(text: str, bare: str) -> None:
    assert fold(text) == bare


@pytest.mark.parametrize(
    ("syllable", "bare"), [("kỹ", "ki"), ("quỹ", "qui"), ("y", "y"), ("ý", "y"), ("uy", "uy"), ("thuý", "thuy")]
)
def test_a_final_y_after_a_consonant_is_i(syllable: str, bare: str) -> None:
    assert fold_syllable(syllable) == bare


@pytest.mark.parametrize("said", ["cổ", "cỗ", "co"])
def test_a_word_may_be_said_with_its_accents_or_hoi_for_nga_or_none(said: str) -> None:
    assert Token(said, "co").may_be(Token("cổ", "co"))


@pytest.mark.parametrize("said", ["cơ", "cô", "cố", "có"])
def test_a_word_with_other_accents_is_another_word(said: str) -> None:
    assert not Token(said, "co").may_be(Token("cổ", "co"))


def test_a_word_may_be_said_with_i_for_y() -> None:
    assert Token("kĩ", "ki").may_be(Token("kỹ", "ki"))


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_normal_forms(text: str) -> None:
    for token in tokens(text):
        assert token.typed
        assert not any(character.isspace() for character in token.typed)


@given(TYPED)
@settings(max_examples=200, deadline=None)
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TYPED)
@settings(max_examples=200, deadline=None)
def test_the_canonical_form_is_its_own_canonical_form(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(TYPED)
@settings(max_examples=200, deadline=None)
def test_cleaned_text_holds_only_visible_characters(text: str) -> None:
    unwanted = {"Cc", "Cf", "Cs", "Co", "Cn", "So", "Mn", "Me"}

    assert not unwanted & {unicodedata.category(character) for character in clean(text)}


@given(ANYTHING | TYPED, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
@settings(max_examples=200, deadline=None)
def test_every_normal_form_of_a_text_reads_alike(text: str, form: str) -> None:
    normalised = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # hypothesis loses the literal type

    assert tokens(normalised) == tokens(text)


@given(PLAIN)
@settings(max_examples=200, deadline=None)
def test_capitals_change_nothing(text: str) -> None:
    assert tokens(text.upper()) == tokens(text)


@given(PLAIN)
@settings(max_examples=200, deadline=None)
def test_folded_vietnamese_is_ascii_and_folds_to_itself(text: str) -> None:
    once = fold(text)

    assert once.isascii()
    assert fold(once) == once


def test_a_broken_letter_of_official_titles_is_read_as_meant() -> None:
    assert folded("tổ chức, cá nhân nƣớc ngoài") == folded("tổ chức, cá nhân nước ngoài")
