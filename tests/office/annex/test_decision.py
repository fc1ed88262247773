from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.office.annex.decision import find_decision, read_date, written_date


@pytest.mark.parametrize(
    ("title", "decision", "day"),
    [
        (
            "(Kèm theo Quyết định số 506/QĐ-UBND(CT) ngày 21 tháng 7 năm 2020 của Chủ tịch Ủy ban nhân dân tỉnh)",
            "Quyết định 506/QĐ-UBND(CT)",
            "2020-07-21",
        ),
        ("Ban hành kèm theo QUYẾT ĐỊNH SỐ: 1234/QĐ-UBND\nngày 05/3/2024", "Quyết định 1234/QĐ-UBND", "2024-03-05"),
        ("Kèm theo Quyết định 77/QĐ-UBND, ngày 9-2-2022.", "Quyết định 77/QĐ-UBND", "2022-02-09"),
        ("Quyết định số 5/QĐ-BTP.", "Quyết định 5/QĐ-BTP", ""),
        (
            "Quyết định số 1/QĐ-UBND ngày 2/3/2021, căn cứ Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016",
            "Quyết định 1/QĐ-UBND",
            "2021-03-02",
        ),
        ("Quyết định số 1/QĐ-UBND, căn cứ Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016", "Quyết định 1/QĐ-UBND", ""),
        ("Quyết định số      /QĐ-UBND ngày    tháng 7 năm 2020", "", ""),
        ("DANH MỤC THỦ TỤC HÀNH CHÍNH", "", ""),
    ],
)
def test_the_decision_of_a_list_and_its_own_date_are_found(title: str, decision: str, day: str) -> None:
    assert find_decision(title) == (decision, day)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("21/7/2020", "2020-07-21"),
        ("ngày 21 tháng 7 năm 2020", "2020-07-21"),
        ("2020-07-21", "2020-07-21"),
        ("2020-07-21 00:00:00", "2020-07-21"),
        ("31/2/2020", ""),
        ("tháng 7/2020", ""),
        ("", ""),
    ],
)
def test_dates_are_read_as_officials_write_them(written: str, iso: str) -> None:
    assert read_date(written) == iso


@given(st.dates(min_value=date(1945, 9, 2)))
def test_a_date_written_for_officials_is_read_back(day: date) -> None:
    assert read_date(written_date(str(day))) == str(day)


@given(st.text())
def test_no_text_makes_reading_fail(text: str) -> None:
    decision, day = find_decision(f"Quyết định số {text}")

    assert decision or not day
