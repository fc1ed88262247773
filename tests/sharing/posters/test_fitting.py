import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sharing.posters.fitting import POINT, Style, fit, wrap
from bot.sharing.posters.fonts import Weight, printable, width
from tests.sharing.posters.samples import AWKWARD, LONG_TITLE

HEAD = Style(Weight.HEAD, 60, 12, leading=1.1)
weights = st.sampled_from(Weight)
texts = st.sampled_from(AWKWARD) | st.text(max_size=400) | st.text("aăáẵ ,;/.", max_size=400)


@st.composite
def styles(draw: st.DrawFn) -> Style:
    smallest = draw(st.floats(4, 20))
    return Style(
        draw(weights), smallest * draw(st.floats(1, 6)), smallest, draw(st.floats(1, 1.5)), draw(st.integers(1, 9))
    )


@settings(deadline=None, max_examples=300)
@given(texts, styles(), st.floats(10, 200), st.floats(10, 80))
def test_text_stays_in_its_box(text: str, style: Style, across: float, down: float) -> None:
    fitted = fit(text, style, across, down)
    assert fitted.width <= across + 1e-6
    assert fitted.height <= down + 1e-6
    assert style.smallest <= fitted.size <= style.largest
    assert len(fitted.lines) <= style.lines


@settings(deadline=None)
@given(texts, styles(), st.floats(20, 200), st.floats(10, 80))
def test_text_is_whole_or_ends_in_an_ellipsis(text: str, style: Style, across: float, down: float) -> None:
    lines = fit(text, style, across, down).lines
    written = "".join("".join(lines).split())
    whole = "".join(printable(text).split())
    assert written == whole or (lines[-1].endswith("…") and whole.startswith(written[: -1 - len("...")]))


@given(st.text("ab /", max_size=60), st.floats(1.5, 20))
def test_lines_are_no_wider_than_asked(text: str, measure: float) -> None:
    assert all(width(line, Weight.TEXT) <= measure + 1e-9 for line in wrap(printable(text), Weight.TEXT, measure))


def test_what_has_room_is_as_large_as_allowed() -> None:
    assert fit("Hỏi thủ tục?", HEAD, 200, 40).size == HEAD.largest


def test_a_word_is_made_smaller_rather_than_broken() -> None:
    fitted = fit("nghiêng", HEAD, 30, 60)
    assert fitted.lines == ("nghiêng",)
    assert HEAD.smallest < fitted.size < HEAD.largest


def test_a_word_too_long_at_any_size_is_broken() -> None:
    assert "".join(fit("w" * 60, HEAD, 60, 80).lines) == "w" * 60


def test_what_is_too_long_is_cut_at_a_word() -> None:
    fitted = fit(LONG_TITLE, HEAD, 80, 30)
    assert fitted.size == HEAD.smallest
    assert fitted.lines[-1].endswith(" …")
    assert LONG_TITLE.startswith(" ".join(fitted.lines).removesuffix(" …"))


def test_lines_are_of_like_length() -> None:
    fitted = fit("Cấp đổi giấy phép lái xe do ngành giao thông vận tải cấp", Style(Weight.HEAD, 30, 30), 150, 60)
    longest, shortest = (round(pick(width(line, Weight.HEAD) for line in fitted.lines)) for pick in (max, min))
    assert len(fitted.lines) == 2
    assert shortest > 0.75 * longest


def test_two_lines_part_at_a_comma() -> None:
    fitted = fit("Nộp tại nhà được, không cần đến quầy nộp hồ sơ", Style(Weight.STRONG, 31, 15, lines=2), 174, 26)
    assert fitted.lines == ("Nộp tại nhà được,", "không cần đến quầy nộp hồ sơ")


def test_one_line_a_little_smaller_is_better_than_two() -> None:
    fitted = fit("Đăng ký khai sinh", Style(Weight.HEAD, 82, 19), 174, 50)
    assert fitted.lines == ("Đăng ký khai sinh",)


def test_an_address_is_broken_behind_a_slash_and_other_text_is_not() -> None:
    style = Style(Weight.HEAD, 30, 30)
    assert fit("hoimotcua.example/p/1.001193", style, 110, 60).lines == ("hoimotcua.example/", "p/1.001193")
    assert "anh/chị" in fit("anh/chị anh/chị anh/chị", style, 60, 80).lines


def test_nothing_takes_no_room() -> None:
    fitted = fit(" 👍 ", HEAD, 100, 20)
    assert (fitted.lines, fitted.height, fitted.width) == ((), 0, 0)


def test_a_box_lower_than_a_line_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no line"):
        fit("Hỏi", HEAD, 100, HEAD.smallest * POINT)
