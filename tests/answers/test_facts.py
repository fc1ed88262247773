import pytest

from bot.answers import facts, wording
from bot.knowledge.values import Receiver
from tests.answers.samples import birth


@pytest.mark.parametrize(
    ("texts", "phrase"),
    [
        (["a"], "a"),
        (["a", "b"], "a hoặc b"),
        (["a", "b", "c"], "a, b hoặc c"),
    ],
)
def test_alternatives_read_as_one_phrase(texts: list[str], phrase: str) -> None:
    assert facts.alternatives(texts) == phrase


def test_offices_are_named_in_plain_words_in_the_order_of_the_source() -> None:
    procedure = birth(receivers="công an xã;công an tỉnh;trung tâm tỉnh")

    assert facts.offices(procedure) == ("Công an xã, phường", "Công an tỉnh", "Trung tâm Phục vụ hành chính công tỉnh")
    assert facts.where(procedure) == ("Công an xã, phường, Công an tỉnh hoặc Trung tâm Phục vụ hành chính công tỉnh")


def test_every_kind_of_office_has_words() -> None:
    assert set(wording.OFFICES) == set(Receiver)


@pytest.mark.parametrize(
    ("in_person", "online", "postal", "time"),
    [
        ("", "", "", ""),
        ("5 ngày", "", "", "nộp trực tiếp 5 ngày"),
        ("", "3 ngày làm việc", "", "nộp qua mạng 3 ngày làm việc"),
        ("", "", "7 ngày", "gửi bưu điện 7 ngày"),
        ("5 ngày", "5 ngày", "5 ngày", "5 ngày"),
        ("5 ngày", "5 ngày", "", "5 ngày"),
        ("5 ngày", "3 ngày", "5 ngày", "nộp trực tiếp 5 ngày, nộp qua mạng 3 ngày, gửi bưu điện 5 ngày"),
        ("05 ngày", "5 ngày", "", "5 ngày"),
        ("01 giờ", "", "", "nộp trực tiếp 1 giờ"),
        ("10 ngày", "0 ngày", "", "nộp trực tiếp 10 ngày, nộp qua mạng 0 ngày"),
    ],
)
def test_the_time_is_said_once_where_all_ways_take_the_same(
    in_person: str, online: str, postal: str, time: str
) -> None:
    procedure = birth(days_in_person=in_person, days_online=online, days_postal=postal)

    assert facts.time(procedure) == time


def test_applicants_are_listed_in_words() -> None:
    assert facts.applicants(birth(applicants="công dân;hợp tác xã")) == "công dân, hợp tác xã"


def test_applicants_that_the_source_does_not_name_are_nothing() -> None:
    assert facts.applicants(birth()) == ""


@pytest.mark.parametrize(
    ("as_of", "read"),
    [
        ("2026-07-18", "đọc ngày 18/7/2026"),
        ("2026-07", "đọc tháng 7/2026"),
        ("2025", "dữ liệu năm 2025"),
        ("2026-06/2026-07", "đọc tháng 6/2026 đến 7/2026"),
        ("2026-07-01/2026-07-18", "đọc ngày 1/7/2026 đến 18/7/2026"),
        ("2025/2026", "dữ liệu năm 2025 đến 2026"),
    ],
)
def test_the_source_says_when_it_was_read(as_of: str, read: str) -> None:
    assert facts.source(birth(as_of=as_of)) == f"Nguồn: Cổng Dịch vụ công quốc gia, {read}."
