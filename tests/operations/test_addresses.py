import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import fold
from bot.operations.addresses import spans


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("địa chỉ: 12 Trần Phú, phường Quyết Thắng", "12 Trần Phú"),
        ("địa chỉ 25/3 Phan Đình Phùng, Kon Tum", "25/3 Phan Đình Phùng"),
        ("nhà số 45A đường Lê Hồng Phong xã Đăk Hà", "45A đường Lê Hồng Phong"),
        ("đ/c 20 Trần Phú", "20 Trần Phú"),
        ("tôi ở 123/4 đường Nguyễn Huệ muốn đăng ký tạm trú", "123/4 đường Nguyễn Huệ"),
        ("hẻm 45 Trần Hưng Đạo", "45 Trần Hưng Đạo"),
        ("ở số 7 ngõ 12 thôn 3", "số 7 ngõ 12"),
        ("căn hộ 1205 muốn tách khẩu", "1205"),
    ],
)
def test_houses_are_found_and_the_commune_stays(text: str, house: str) -> None:
    assert found(text) == [house]
    assert found(fold(text)) == [fold(house)]


@pytest.mark.parametrize(
    "text",
    [
        "thửa 125 tờ bản đồ 34",
        "địa chỉ nộp hồ sơ ở đâu",
        "Nghị định 42/2022/NĐ-CP",
        "ngày 15/8/2022 đường nào",
        "mở 2 đường ống nước",
        "xe 2 bánh đi đường",
        "điều 12 khoản 3",
        "mã 1.001193 nộp ở đâu",
        "xã Kon Braih, huyện Kon Rẫy",
        "thôn 2 xã Đăk Hà",
        "lệ phí 500.000 đồng",
    ],
)
def test_what_is_no_house_stays(text: str) -> None:
    assert found(text) == []
    assert found(fold(text)) == []


@given(st.text(max_size=200) | st.text(st.sampled_from("số nhà 12/ab đường Lý,.\n"), max_size=80))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    ends = 0
    for start, end in spans(text):
        assert ends <= start < end <= len(text)
        ends = end
