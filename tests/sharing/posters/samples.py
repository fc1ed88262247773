"""Posters to draw, well-behaved and not."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.sharing.posters.poster import Poster, for_procedure, general
from tests.answers.samples import birth

SITE = "https://hoimotcua.quangngai.gov.vn"
OFFICE, DESK = "Trung tâm Phục vụ hành chính công xã Kon Braih", "Quầy 5"
LONG_TITLE = "Xác nhận thông tin hộ tịch và chuyển đổi mục đích sử dụng đất nghiêng/ngả " * 14
AWKWARD = ("", " ", "Đ", "👍" * 40, "漢字のみ", 'Quầy "số 5" <b>\x00\u202e\ufeff', "ẴỆỠỰ" * 60, "w" * 400, LONG_TITLE)


def any_question() -> Poster:
    """The general poster of a desk."""
    return general(f"{SITE}/k/4072", "hoimotcua.quangngai.gov.vn/k/4072", OFFICE, DESK)


def of_birth(**changes: object) -> Poster:
    """The poster of a procedure changed so."""
    address = f"{SITE}/p/1.001193?k=4072"
    return for_procedure(birth(**changes), address, address.removeprefix("https://"), OFFICE, DESK)


@st.composite
def posters(draw: st.DrawFn) -> Poster:
    """Any poster: texts as people, clumsy or not, write them."""
    text = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=300))
    title = draw(st.text(min_size=1, max_size=1200).filter(str.strip) | st.just(LONG_TITLE[:1000]))
    kinds = st.sampled_from(["toàn trình", "một phần", "trực tuyến", "không trực tuyến", "chưa rõ"])
    posted = st.sampled_from(["có", "không", "chưa rõ"])
    receivers = st.sampled_from(["công an tỉnh", "trung tâm xã;trung tâm tỉnh;công an xã;bảo hiểm xã hội"])
    made = of_birth(
        title=title,
        service_level=draw(kinds),
        postal=draw(posted),
        receivers=draw(receivers),
        levels_basis=draw(st.sampled_from(["nguồn ghi", "suy ra"])),
    )
    shown = draw(st.sampled_from([made.shown, "a.vn", "hoimotcua." + "rat-dai." * 12 + "vn/p/1.001193?k=4072", ""]))
    return replace(draw(st.sampled_from([made, any_question()])), office=draw(text), desk=draw(text), shown=shown)
