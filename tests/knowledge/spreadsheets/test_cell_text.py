import datetime as dt

import pytest

from bot.knowledge.spreadsheets.cell_text import cell_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" Thu\u0309 tu\u0323c\r\nmột ", "Thủ tục\nmột"),
        ("", ""),
        (True, "có"),
        (False, "không"),
        (12, "12"),
        (12.0, "12"),
        (2603862345.0, "2603862345"),
        (0.1 + 0.2, "0.3"),
        (1.5, "1.5"),
        (1.00119, "1.001190"),
        (1.0011930000000001, "1.001193"),
        (2.001, "2.001000"),
        (10.00119, "10.00119"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (dt.date(2026, 7, 18), "2026-07-18"),
        (dt.datetime(2026, 7, 18), "2026-07-18"),  # noqa: DTZ001
        (dt.datetime(2026, 7, 18, 7, 30), "2026-07-18 07:30"),  # noqa: DTZ001
        (dt.time(7, 30), "07:30"),
        (dt.time(7, 30, 5), "07:30:05"),
        (dt.timedelta(hours=36), "36:00"),
    ],
)
def test_a_value_becomes_the_text_that_an_official_sees(value: object, text: str) -> None:
    assert cell_text(value) == text
