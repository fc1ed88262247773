from typing import Any

from bot.knowledge.differences import differences
from bot.knowledge.models import Procedure
from bot.knowledge.problems import Problem, Severity
from bot.knowledge.suspicions import suspicions
from bot.knowledge.values import Government, Postal, ServiceLevel
from tests.knowledge.examples import procedure
from tests.knowledge.holdings import holding, rows


def found(before: list[Procedure], after: list[Procedure]) -> list[Problem]:
    old, new = holding(*before), holding(*after)
    return suspicions(differences(old, new), old)


def with_changed(before: list[Procedure], count: int, **update: Any) -> list[Procedure]:
    return [one.model_copy(update=update) if place < count else one for place, one in enumerate(before)]


def columns(problems: list[Problem]) -> list[str]:
    return [problem.column for problem in problems]


def test_nothing_is_suspicious_in_no_difference() -> None:
    assert found(rows(3), rows(3)) == []


def test_a_third_of_the_rows_gone_is_told_with_the_numbers() -> None:
    before = rows(30)

    (warning,) = found(before, before[10:])

    assert warning.severity is Severity.WARNING
    assert warning.file == "procedures.csv"
    assert warning.message.startswith("10 trên 30 thủ tục đang có không còn trong tệp mới (33%); xin xem lại")
    assert found(before, before[9:]) == []


def test_all_rows_gone_warns_of_that_and_of_the_new_ones() -> None:
    other = [procedure("2.000001")]

    assert [problem.message.split(";")[0] for problem in found(rows(3), other)] == [
        "3 trên 3 thủ tục đang có không còn trong tệp mới (100%)",
        "1 thủ tục mới, trong khi đang có 3",
    ]


def test_a_third_of_post_or_levels_changed_is_suspicious() -> None:
    before = rows(30, postal="không", service_level="trực tuyến")

    assert columns(found(before, with_changed(before, 10, postal=Postal.YES))) == ["postal"]
    assert found(before, with_changed(before, 9, postal=Postal.YES)) == []
    assert columns(found(before, with_changed(before, 10, service_level=ServiceLevel.FULL))) == ["service_level"]
    assert columns(found(before, with_changed(before, 10, levels=(Government.PROVINCE,)))) == ["levels"]


def test_a_tenth_of_what_was_known_turned_unknown_is_suspicious() -> None:
    before = [*rows(20, postal="có"), procedure("2.000001")]

    (warning,) = found(before, with_changed(before, 2, postal=Postal.UNKNOWN))

    assert warning.message.startswith("2 trên 20 thủ tục đã rõ “Bưu chính công ích” nay thành “chưa rõ” (10%)")
    assert found(before, with_changed(before, 1, postal=Postal.UNKNOWN)) == []


def test_a_tenth_of_the_titles_changed_is_suspicious() -> None:
    before = rows(20)

    assert columns(found(before, with_changed(before, 2, title="Khác"))) == ["title"]
    assert found(before, with_changed(before, 1, title="Khác")) == []


def test_everyday_names_lost_are_counted_among_the_rows_that_had_some() -> None:
    before = [*rows(3, aliases="làm giấy"), *(procedure(f"2.{number:06}") for number in range(100, 200))]

    (warning,) = found(before, with_changed(before, 3, aliases=()))

    assert warning.column == "aliases"
    assert warning.message.startswith("3 trên 3 thủ tục có tên thường gọi nay mất hết (100%)")
    assert found(before, with_changed(before, 3, aliases=("làm giấy tờ",))) == []


def test_a_newer_source_and_date_in_all_rows_is_not_suspicious() -> None:
    assert found(rows(3), rows(3, source="Cổng Dịch vụ công quốc gia", as_of="2026-09-01")) == []
