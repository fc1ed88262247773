import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalise import fold
from bot.operations.names import spans

ANNOUNCED = ["tôi tên {}", "Tôi tên là {}", "tên tôi là {}", "em tên {}", "họ và tên: {}", "họ tên là {}", "tên: {}"]
NAMES = ["Nguyễn Văn An", "Trần Thị Hiền", "Lê Hồng Phong", "A Phương", "Y Blan", "Rơ Châm Hlan", "Siu Black"]
GOING_ON = [
    "",
    ", muốn làm khai sinh",
    " muốn làm khai sinh",
    " ở xã Kon Braih",
    ". Cho hỏi",
    " cần hỏi",
    " sinh năm 1990",
]


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize("announcement", ANNOUNCED)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("going_on", GOING_ON)
def test_an_announced_name_is_found(announcement: str, name: str, going_on: str) -> None:
    text = announcement.format(name) + going_on

    assert found(text) == [name]


@pytest.mark.parametrize("name", ["nguyen van an", "tran thi hien", "le thi hoa", "y blan", "siu black"])
@pytest.mark.parametrize("announcement", ["toi ten {}", "toi ten la {}", "ten toi la {}", "con ten {}"])
def test_a_name_in_small_letters_without_accents_is_found(announcement: str, name: str) -> None:
    assert found(f"{announcement.format(name)} muon lam can cuoc") == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tôi là Nguyễn Thị Hiền ở xã Kon Braih", "Nguyễn Thị Hiền"),
        ("toi la le thi hoa can hoi", "le thi hoa"),
        ("ông Nguyễn Văn Bé mất thì khai tử ở đâu", "Nguyễn Văn Bé"),
        ("TÔI TÊN LÀ TRẦN VĂN BÌNH MUỐN LÀM CĂN CƯỚC", "TRẦN VĂN BÌNH"),
        ("em tên Lan", "Lan"),
    ],
)
def test_names_are_found_where_people_tell_them(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "tôi là đảng viên",
        "toi la dang vien muon chuyen sinh hoat",
        "tôi là vợ liệt sĩ",
        "tôi là người khuyết tật",
        "toi la truong thon",
        "con tôi là học sinh",
        "họ tên trên giấy khai sinh bị sai",
        "thay đổi họ tên cho con",
        "tên tôi trong sổ đỏ bị sai",
        "giấy này tên là gì",
        "con tên gì cũng được",
        "anh chị cho hỏi",
        "ông bà nội làm giấy",
        "sang tên sổ đỏ",
        "đăng ký khai sinh nộp ở đâu",
        "đổi tên hộ kinh doanh",
    ],
)
def test_words_that_are_no_name_stay(text: str) -> None:
    assert found(text) == []
    assert found(fold(text)) == []


@given(st.text(max_size=200) | st.text(st.sampled_from("toi tên là Nguyễn Văn An:,' \n"), max_size=80))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    ends = 0
    for start, end in spans(text):
        assert ends <= start < end <= len(text)
        ends = end
