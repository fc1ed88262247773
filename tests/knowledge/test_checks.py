from bot.knowledge.checks import (
    MAX_SHARED_ALIAS,
    check_faq,
    check_procedures,
    check_totals,
    check_vocabulary,
    review_aliases,
)
from bot.knowledge.models import Faq, Numbered, Phrase, PublishedTotal, PublishedTotals
from bot.knowledge.problems import Problem, Severity
from bot.language.aspects import Aspect
from tests.knowledge.examples import DAY, faq_entry, procedure, vocabulary


def test_a_doubled_code_names_the_line_where_it_stood_first() -> None:
    rows = [
        Numbered(2, procedure("1.001193")),
        Numbered(5, procedure("1.000894")),
        Numbered(9, procedure("1.001193.000.00.00.H34")),
        Numbered(12, procedure("1.001193")),
    ]

    assert check_procedures("procedures.csv", rows) == [
        Problem("procedures.csv", 9, "code", "mã 1.001193 đã có ở dòng 2"),
        Problem("procedures.csv", 12, "code", "mã 1.001193 đã có ở dòng 2"),
    ]


def test_codes_that_stand_once_are_no_problem() -> None:
    assert check_procedures("procedures.csv", [Numbered(2, procedure("1.001193"))]) == []


def test_an_alias_that_repeats_itself_but_for_accents_is_reviewed() -> None:
    rows = [Numbered(2, procedure(aliases="làm khai sinh;giấy khai sinh;lam khai sinh"))]

    assert list(review_aliases("procedures.csv", rows)) == [
        Problem("procedures.csv", 2, "aliases", "tên gọi “lam khai sinh” ghi hai lần (không kể dấu)", Severity.WARNING),
    ]


def test_an_alias_shared_by_too_many_procedures_is_reviewed() -> None:
    lines = range(2, 2 + MAX_SHARED_ALIAS + 1)
    rows = [Numbered(line, procedure(aliases="xin giấy phép")) for line in lines]

    message = "tên gọi “xin giay phep” chung cho 5 thủ tục, nên bớt"
    assert list(review_aliases("procedures.csv", rows)) == [
        Problem("procedures.csv", 6, "aliases", message, Severity.WARNING),
    ]


def test_an_alias_shared_by_a_few_procedures_is_fine() -> None:
    rows = [Numbered(line, procedure(aliases="xin giấy phép")) for line in range(2, 2 + MAX_SHARED_ALIAS)]

    assert list(review_aliases("procedures.csv", rows)) == []


def test_doubled_ids_of_entries_are_named() -> None:
    faq = Faq(entries=(faq_entry("a", "một", "hai"), faq_entry("b", "ba", "bốn"), faq_entry("a", "năm", "sáu")))

    assert list(check_faq(faq)) == [(("entries", 2, "id"), "“a” ghi hai lần")]


def test_doubled_wordings_are_named_whatever_their_accents() -> None:
    faq = Faq(entries=(faq_entry("a", "Mức độ 3?", "hai"), faq_entry("b", "ba", "muc do 3")))

    assert list(check_faq(faq)) == [(("entries", 1, "questions", 1), "“muc do 3” ghi hai lần")]


def test_a_wording_without_a_word_is_named() -> None:
    faq = Faq(entries=(faq_entry("a", "một", "👍"),))

    assert list(check_faq(faq)) == [(("entries", 0, "questions", 1), "câu hỏi không có chữ nào")]


def test_a_form_that_stands_twice_in_a_section_is_named() -> None:
    doubled = vocabulary(official={"sổ đỏ": "giấy chứng nhận", "Sổ  Đỏ": "giấy khác"})

    assert list(check_vocabulary(doubled)) == [(("official", 1, "forms", 0), "“sổ đỏ” ghi hai lần")]


def test_a_form_that_stands_twice_in_a_phrase_is_named() -> None:
    doubled = vocabulary().model_copy(update={"dialect": (Phrase(forms=("hoà", "mô", "hòa"), means="đâu"),)})

    assert list(check_vocabulary(doubled)) == [(("dialect", 0, "forms", 2), "“hòa” ghi hai lần")]


def test_forms_that_differ_in_accents_or_section_are_fine() -> None:
    fine = vocabulary(official={"mô": "đâu", "mở": "đăng ký"}, teencode={"mô": "đâu"})

    assert list(check_vocabulary(fine)) == []


def test_a_phrase_asked_about_under_two_aspects_is_named() -> None:
    doubled = vocabulary(aspects={Aspect.FEE: ("bao nhiêu",), Aspect.TIME: ("mấy ngày", "bao nhieu")})

    assert list(check_vocabulary(doubled)) == [(("aspects", "time", 1), "“bao nhieu” ghi hai lần")]


def test_a_gap_is_part_of_what_a_phrase_is() -> None:
    fine = vocabulary(aspects={Aspect.STATUS: ("nộp chưa", "nộp … chưa"), Aspect.DOCUMENTS: ("nộp",)})
    doubled = vocabulary(aspects={Aspect.STATUS: ("nộp … chưa", "nop  …  chua")})

    assert list(check_vocabulary(fine)) == []
    assert list(check_vocabulary(doubled)) == [(("aspects", "status", 1), "“nop…chua” ghi hai lần")]


def test_doubled_ids_of_totals_are_named() -> None:
    total = PublishedTotal(id="online", label="Trực tuyến", value=932, source="Báo cáo", as_of=DAY)

    assert list(check_totals(PublishedTotals(totals=(total, total)))) == [(("totals", 1, "id"), "“online” ghi hai lần")]
