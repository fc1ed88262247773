import re

import pytest

from bot.knowledge.titles import BRACKETS, capitalised, without_leading


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Thủ tục đăng ký khai sinh", "đăng ký khai sinh"),
        ("THỦ TỤC  Đăng ký hội", "Đăng ký hội"),
        ("Đăng ký khai sinh", "Đăng ký khai sinh"),
        ("Công bố thủ tục hành chính", "Công bố thủ tục hành chính"),
        ("Thủ tục", "Thủ tục"),
    ],
)
def test_a_leading_procedure_is_left_out(title: str, rest: str) -> None:
    assert without_leading(title) == rest


def test_brackets_may_hold_brackets() -> None:
    assert re.findall(BRACKETS, "Cấp (lần đầu (mẫu 1)) và đổi (lại)") == ["(lần đầu (mẫu 1))", "(lại)"]


@pytest.mark.parametrize(("text", "shown"), [("đăng ký VNeID", "Đăng ký VNeID"), ("Ở xã", "Ở xã"), ("", "")])
def test_only_the_first_letter_grows(text: str, shown: str) -> None:
    assert capitalised(text) == shown
