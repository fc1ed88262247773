import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.charts import LABEL_LENGTH, Bar, bars

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Thành lập và hoạt động của tổ chức tín dụng nước ngoài tại Việt Nam"


def drawn(rows: list[Bar], legend: tuple[str, ...] = ("đã rõ", "chưa rõ"), title: str = "Còn chưa rõ") -> ET.Element:
    return ET.fromstring(bars(title, rows, legend))  # noqa: S314 (our own SVG)


def groups(svg: ET.Element) -> list[ET.Element]:
    return svg.findall(f"{SVG}g")


def test_a_reader_that_sees_nothing_hears_the_title_and_every_number() -> None:
    svg = drawn([Bar("Thuế", (1200, 14)), Bar("Hải quan", (3, 0))])

    named = {element.get("id"): element.text for element in svg if element.get("id")}
    heard = [named[name] for name in str(svg.get("aria-labelledby")).split()]
    assert svg.get("role") == "img"
    assert heard == ["Còn chưa rõ", "Thuế: 1.200 đã rõ, 14 chưa rõ. Hải quan: 3 đã rõ, 0 chưa rõ."]


def test_widths_follow_the_numbers_and_parts_stand_end_to_end() -> None:
    svg = drawn([Bar("Thuế", (30, 50)), Bar("Hải quan", (0, 20))])

    boxes = [[(box.get("x"), box.get("width")) for box in group.findall(f"{SVG}rect")] for group in groups(svg)]
    assert boxes == [[("0.00%", "37.50%"), ("37.50%", "62.50%")], [("0.00%", "25.00%")]]


def test_the_parts_are_told_apart_without_colour() -> None:
    svg = drawn([Bar("Thuế", (1, 1, 1, 1, 1))], ("a", "b", "c", "d", "e"))

    lines = [path.get("d") for path in svg.iter(f"{SVG}path")]
    assert len(set(lines)) == 5


def test_a_long_label_is_cut_and_whole_on_pointing_at_it() -> None:
    (group,) = groups(drawn([Bar(LONG, (1, 2))]))

    label = group.find(f"{SVG}text")
    assert label is not None
    assert label.text is not None
    assert len(label.text) <= LABEL_LENGTH
    assert label.text.endswith("…")
    assert LONG in (group.findtext(f"{SVG}title") or "")


def test_nothing_that_the_pages_forbid_is_in_it() -> None:
    svg = bars('"><script>x</script>', [Bar("<b onload='x'>", (1,))], ("<i>",))

    assert not re.search(r"<script|<b |<i>|style=", svg)


def test_no_rows_and_only_zeros_are_drawn_without_bars() -> None:
    assert groups(drawn([])) == []
    assert [group.findall(f"{SVG}rect") for group in groups(drawn([Bar("Thuế", (0, 0))]))] == [[]]


def test_two_charts_of_one_page_share_no_ids() -> None:
    ids = [{e.get("id") for e in drawn([], title=title).iter() if e.get("id")} for title in ("Một", "Hai")]

    assert not ids[0] & ids[1]


@pytest.mark.parametrize("legend", [("a",), ("a", "b", "c"), tuple("abcdef")])
def test_parts_must_be_as_many_as_their_names(legend: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="legend"):
        bars("Tên", [Bar("Thuế", (1, 2))], legend)


@given(st.lists(st.tuples(st.text(), st.integers(0, 10**6), st.integers(0, 10**6)), max_size=5))
def test_bars_never_reach_beyond_the_picture(rows: list[tuple[str, int, int]]) -> None:
    svg = bars("Tên", [Bar(label, parts) for label, *counts in rows for parts in [tuple(counts)]], ("a", "b"))

    ends = [float(x) + float(width) for x, width in re.findall(r'x="([\d.]+)%" y="\d+" width="([\d.]+)%"', svg)]
    assert all(end <= 100.02 for end in ends)
