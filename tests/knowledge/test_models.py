from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import BaseModel, ValidationError

from bot.knowledge.models import FaqEntry, Link, Phrase, Procedure, PublishedTotal, Vocabulary, plain_code
from bot.knowledge.problems import explain
from bot.knowledge.values import Applicant, Government, LevelsBasis, Postal, Receiver, ServiceLevel
from bot.language.aspects import Aspect
from tests.knowledge.examples import FACTS, faq_entry, procedure, vocabulary
from tests.language.texts import ANYTHING


def faults(model: type[BaseModel], data: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (field, message) of what `model` has against `data`."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    return [(".".join(map(str, error["loc"])), explain(error)) for error in caught.value.errors()]


def procedure_faults(**facts: str) -> list[tuple[str, str]]:
    return faults(Procedure, {"code": "1.001193", "title": "Khai sinh"} | FACTS | facts)


@pytest.mark.parametrize(
    "written",
    ["1.001193", " 1.001193 ", "1.001193.000.00.00.H34", "1.001193.000.00.00.h34", "1.001193.001.12.34.H48"],
)
def test_a_code_is_read_without_the_suffix_of_a_province(written: str) -> None:
    assert plain_code(written) == "1.001193"


@pytest.mark.parametrize(
    "written", ["", "1.00119", "1.0011933", "0.001193", "1,001193", "1001193", "1.001193.000", "1.001193 H34", "một"]
)
def test_what_is_no_code_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match=r"không phải mã thủ tục; mã có dạng 1\.001193$"):
        plain_code(written)


@given(ANYTHING)
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_code_or_refused(text: str) -> None:
    try:
        code = plain_code(text)
    except ValueError:
        return
    assert text.strip().startswith(code)


def test_the_words_of_a_row_become_values() -> None:
    row = procedure(
        levels="tỉnh;xã",
        levels_basis="suy ra",
        receivers="trung tâm xã;công an xã",
        service_level="toàn trình",
        postal="có",
        applicants="công dân; doanh nghiệp",
    )

    assert row.levels == (Government.PROVINCE, Government.COMMUNE)
    assert row.levels_basis is LevelsBasis.INFERRED
    assert row.receivers == (Receiver.COMMUNE, Receiver.POLICE_COMMUNE)
    assert (row.service_level, row.postal) == (ServiceLevel.FULL, Postal.YES)
    assert row.applicants == (Applicant.CITIZEN, Applicant.BUSINESS)


def test_what_a_source_need_not_say_is_empty_when_left_out() -> None:
    row = procedure()

    assert (row.aliases, row.applicants) == ((), ())
    assert (row.field, row.ministry, row.agency, row.agency_before_2025_07) == ("", "", "", "")
    assert (row.result, row.days_in_person, row.days_online, row.days_postal, row.url) == ("", "", "", "", "")


def test_aliases_are_parted_and_trimmed() -> None:
    assert procedure(aliases=" làm khai sinh ;; giấy khai sinh;").aliases == ("làm khai sinh", "giấy khai sinh")


@pytest.mark.parametrize("column", ["title", "result", "agency"])
def test_texts_that_are_shown_are_cleaned(column: str) -> None:
    row = procedure(**{column: " Giấy\u200b khai\n sinh\x07"})

    assert getattr(row, column) == "Giấy khai sinh"


def test_the_portal_is_written_out_in_the_source() -> None:
    assert procedure(source="Cổng DVCQG").source == "Cổng Dịch vụ công quốc gia"


@pytest.mark.parametrize("as_of", ["2026-07-18", "2026-07", "2025", "2026-06/2026-07", "2025/2026-12-31"])
def test_a_day_a_month_a_year_or_a_span_says_when_a_row_was_true(as_of: str) -> None:
    assert procedure(as_of=as_of).as_of == as_of


@pytest.mark.parametrize(
    "as_of", ["18/07/2026", "2026-13", "2026-00", "2026-07-32", "2026-7-1", "07-2026", "2026/", "nay"]
)
def test_another_moment_is_refused_with_the_forms_allowed(as_of: str) -> None:
    message = f"“{as_of}” phải là ngày dạng 2026-07-18, tháng 2026-07, năm 2025, hoặc 2026-06/2026-07"

    assert procedure_faults(as_of=as_of) == [("as_of", message)]


@pytest.mark.parametrize("url", ["http://dichvucong.gov.vn", "dichvucong.gov.vn", "javascript:alert(1)"])
def test_a_link_that_is_not_https_is_refused(url: str) -> None:
    assert procedure_faults(url=url) == [
        ("url", f"“{url}” phải là đường dẫn bắt đầu bằng https://, hoặc để trống"),
    ]


@pytest.mark.parametrize("column", ["code", "title", "levels_basis", "service_level", "postal", "source", "as_of"])
def test_what_a_row_must_have_is_refused_when_empty(column: str) -> None:
    assert [where for where, _ in procedure_faults(**{column: ""})] == [column]


@pytest.mark.parametrize("column", ["levels", "receivers"])
def test_a_row_names_at_least_one_level_and_one_receiver(column: str) -> None:
    assert procedure_faults(**{column: ""}) == [(column, "chưa đủ, phải có ít nhất 1 mục")]


def test_every_fault_of_a_row_is_named() -> None:
    found = procedure_faults(code="x", postal="maybe", url="ftp://x")

    assert [where for where, _ in found] == ["code", "postal", "url"]


def test_a_field_that_is_not_known_is_refused() -> None:
    assert procedure_faults(fee="50.000") == [("fee", "không phải tên được dùng ở đây (đang là “50.000”)")]


def test_what_is_read_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        procedure().title = "Khác"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["muc-do-3", "vneid", "4"])
def test_an_id_of_lower_case_letters_digits_and_hyphens_is_taken(name: str) -> None:
    assert faq_entry(name, "một", "hai").id == name


@pytest.mark.parametrize("name", ["Mức", "a b", "a_b", "", "a\n"])
def test_another_id_is_refused(name: str) -> None:
    assert faults(FaqEntry, faq_entry("a", "một", "hai").model_dump() | {"id": name})[0][0] == "id"


def test_an_entry_needs_two_wordings() -> None:
    data = faq_entry("a", "một", "hai").model_dump() | {"questions": ["một"]}

    assert faults(FaqEntry, data) == [("questions", "chưa đủ, phải có ít nhất 2 mục")]


def test_an_answer_must_fit_a_message() -> None:
    entry = faq_entry("a", "một", "hai")

    assert len(faq_entry("a", "một", "hai", answer="ạ" * 900).answer) == 900
    assert faults(FaqEntry, entry.model_dump() | {"answer": "ạ" * 901}) == [("answer", "dài quá, nhiều nhất 900 ký tự")]


def test_an_entry_is_of_one_of_two_kinds() -> None:
    data = faq_entry("a", "một", "hai").model_dump() | {"kind": "other"}

    assert faults(FaqEntry, data) == [("kind", "chỉ được là 'service' hoặc 'chitchat' (đang là “other”)")]


@pytest.mark.parametrize("url", ["http://dichvucong.gov.vn", "tel:18001096"])
def test_a_link_of_an_entry_is_https(url: str) -> None:
    assert faults(Link, {"label": "Cổng", "url": url}) == [
        ("url", f"phải là đường dẫn bắt đầu bằng https:// (đang là “{url}”)"),
    ]


def test_a_phrase_needs_a_form_and_a_meaning() -> None:
    assert faults(Phrase, {"forms": [], "means": " "}) == [
        ("forms", "chưa đủ, phải có ít nhất 1 mục"),
        ("means", "đang để trống, phải có (đang là “ ”)"),
    ]


def test_an_aspect_that_is_not_known_is_refused() -> None:
    data = vocabulary(aspects={Aspect.FEE: ("lệ phí",)}).model_dump() | {"aspects": {"price": ["giá"]}}

    assert faults(Vocabulary, data) == [
        ("aspects.price.[key]", "giá trị không có trong danh sách cho phép (đang là “price”)"),
    ]


def test_a_total_is_a_number_from_nought() -> None:
    data = {"id": "online", "label": "Trực tuyến", "value": -1, "source": "Báo cáo", "as_of": "2021-06-23"}

    assert faults(PublishedTotal, data) == [("value", "phải từ 0 trở lên")]


def test_a_page_number_of_the_national_portal_is_written_out() -> None:
    number = "019d2bfd-3fe0-70ac-b9d6-5e9e20d6eef7"

    assert procedure(url=number).url == f"https://dichvucong.gov.vn/thu-tuc-hanh-chinh/{number}"
