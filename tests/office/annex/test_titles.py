import pytest

from bot.office.annex.titles import Titles
from bot.services import Snapshot


@pytest.fixture(scope="module")
def titles(snapshot: Snapshot) -> Titles:
    return Titles(snapshot.knowledge.procedures, snapshot.knowledge.vocabulary)


@pytest.mark.parametrize(
    "written",
    [
        "Cấp Giấy chứng nhận quyền sử dụng đất, lý lịch",
        "THỦ TỤC CẤP GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT VÀ LÍ LỊCH",
        "Cấp  giấy chứng nhận\nquyền sử dụng đất – (lý lịch).",
        "Cấp GCN QSDĐ, lý lịch",
    ],
)
def test_ways_of_writing_leave_the_key_as_it_is(titles: Titles, written: str) -> None:
    assert titles.key(written) == titles.key("Cấp giấy chứng nhận quyền sử dụng đất, lý lịch")


def test_the_place_of_the_tone_mark_leaves_the_key_as_it_is(titles: Titles) -> None:
    assert titles.key("Huỷ hoà giải") == titles.key("Hủy hòa giải")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("đăng ký kết hnô", "đăng ký kết hôn"),
        ("đăng ký kếtt hôn", "đăng ký kết hôn"),
        ("đăng ký kết hôn có yuế tố nước ngoài", "đăng ký kết hôn có yếu tố nước ngoài"),
    ],
)
def test_a_slip_that_makes_no_word_is_the_same_title(titles: Titles, written: str, title: str) -> None:
    assert titles.same(titles.key(written), titles.key(title))


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("đăng ký lại kết hôn", "đăng ký kết hôn"),
        ("cấp lai giấy phép", "cấp lại giấy phép"),
        ("công trình cấp II", "công trình cấp III"),
        ("hồ sơ loại 2", "hồ sơ loại 3"),
        ("cấp tỉnh", "cấp xã"),
        ("kho chứa khí LNG", "kho chứa khí LPG"),
        ("hỗ trợ trồng lụa", "hỗ trợ trồng lúa"),
        ("giám định y khoa", "giảm định y khoa"),
        ("đăng ký khai tử", "đăng ký khai sinh"),
        ("không đăng ký kết hôn", "đăng ký kết hôn"),
        ("đăng ký kết hôn", "đăng ký kết hôn (có yếu tố nước ngoài)"),
    ],
)
def test_a_word_number_level_or_accent_that_differs_is_another_title(titles: Titles, written: str, title: str) -> None:
    assert not titles.same(titles.key(written), titles.key(title))
