import pytest

from bot.channels.web.admin.desk import number_of


@pytest.mark.parametrize(
    ("written", "number"), [("12", 12), ("٣", 3), ("", 0), ("-1", 0), ("1.5", 0), ("1" * 10, 0), ("x", 0), ("²", 0)]
)
def test_a_number_is_read_or_is_none(written: str, number: int) -> None:
    assert number_of(written) == number
