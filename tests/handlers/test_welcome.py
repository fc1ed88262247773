import pytest
from hypothesis import given

from handlers.welcome import is_command
from tests.handlers.messages import any_message


@pytest.mark.parametrize(
    "text",
    [
        "/start",
        "/help",
        "/batdau",
        "/trogiup",
        "/START",
        "  /start  ",
        "/start qr-kon-tum",
        "/start@hoimotcua_bot",
        "/start\nxin chào",
    ],
)
def test_commands_ask_for_the_welcome(text: str) -> None:
    assert is_command(text)


@pytest.mark.parametrize(
    "text", ["", "start", "/", "/startup", "/stop", "khai sinh /start", "//start", "làm giấy khai sinh"]
)
def test_anything_else_does_not(text: str) -> None:
    assert not is_command(text)


@given(any_message)
def test_any_message_is_a_command_or_not(text: str) -> None:
    assert is_command(text) == is_command(f" {text} ")
