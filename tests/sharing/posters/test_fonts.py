import unicodedata

from font_source_sans_pro import font_directory
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from bot.sharing.posters.fonts import ASCENT, DESCENT, Weight, printable, white_before, width

VOWELS = "aăâeêioôơuưy"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = "".join(
    dict.fromkeys(unicodedata.normalize("NFC", vowel + mark) for vowel in VOWELS + VOWELS.upper() for mark in MARKS)
)


def font(weight: Weight) -> TTFont:
    return TTFont(f"{font_directory}/SourceSansPro-{weight}.ttf")


def test_every_vietnamese_letter_is_printed_as_it_is() -> None:
    assert printable(VIETNAMESE + "đĐ") == VIETNAMESE + "đĐ"


@given(st.text())
def test_nothing_is_left_that_any_weight_would_print_as_a_box(text: str) -> None:
    left = {ord(letter) for letter in printable(text)}
    assert all(left <= KNOWN[weight] for weight in Weight)


KNOWN = {weight: set(font(weight).getBestCmap()) for weight in Weight}


@given(st.text())
def test_printable_text_stays(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_decomposed_letters_are_composed() -> None:
    assert printable(unicodedata.normalize("NFD", "Quầy tiếp nhận")) == "Quầy tiếp nhận"


def test_what_the_typeface_lacks_is_written_likely_or_left_out() -> None:
    assert printable("Nghƣời dân 👍 漢字 Quầy\x00\u200b5\n") == "Nghười dân Quầy 5"


def test_a_fraction_is_written_out() -> None:
    assert printable("½ ngày") == "1/2 ngày"


def test_quotes_and_dashes_stay() -> None:
    assert printable("“Quầy” 'số' – \"5\" & <1>") == "“Quầy” 'số' – \"5\" & <1>"


def test_width_is_that_of_the_font() -> None:
    for weight in Weight:
        metrics, names = font(weight)["hmtx"].metrics, font(weight).getBestCmap()
        assert abs(width("Quầy", weight) * 1000 - sum(metrics[names[ord(letter)]][0] for letter in "Quầy")) < 0.01


def test_letters_reach_no_further_than_said() -> None:
    for weight in Weight:
        glyphs, names = font(weight)["glyf"], font(weight).getBestCmap()
        drawn = [glyphs[names[ord(letter)]] for letter in VIETNAMESE + "đĐgpqy"]
        assert max(glyph.yMax for glyph in drawn) <= ASCENT * 1000
        assert min(glyph.yMin for glyph in drawn) >= -DESCENT * 1000


def test_a_stem_begins_behind_the_pen() -> None:
    assert 0.04 < white_before("Hỏi", Weight.HEAD) < 0.1
