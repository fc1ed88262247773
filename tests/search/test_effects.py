"""Two real searches over knowledge bases of a few procedures."""

import pytest

from bot.knowledge.must_find import MustFind
from bot.search.build import build_search
from bot.search.effects import Missed, newly_missed
from bot.search.engine import Search
from bot.search.verdicts import Verdict
from tests.knowledge.examples import faq_entry, procedure, vocabulary
from tests.knowledge.holdings import holding

BIRTH = procedure("1.001193", "Thủ tục đăng ký khai sinh", aliases="làm giấy khai sinh")
MARRIAGE = procedure("1.000894", "Thủ tục đăng ký kết hôn")
ID_CARD = procedure("2.000408", "Cấp thẻ căn cước")
ROAD = procedure("1.000028", "Cấp giấy phép lưu hành xe quá tải")
FAQ = (faq_entry("phi", "nộp phí ở đâu", "trả tiền ở đâu"),)
OUTSIDE = ("hôm nay trời mưa", "đội nào đá bóng hay nhất", "nấu phở thế nào cho ngon")


def search_of(*procedures: object, faq: object = FAQ) -> Search:
    return build_search(holding(*procedures, faq=faq, outside=OUTSIDE, vocabulary=vocabulary()))  # type: ignore[arg-type]


def must_find(question: str, codes: str) -> MustFind:
    return MustFind.model_validate({"question": question, "codes": codes})


@pytest.fixture(scope="module")
def before() -> Search:
    return search_of(BIRTH, MARRIAGE, ID_CARD, ROAD)


@pytest.fixture(scope="module")
def without_birth() -> Search:
    return search_of(MARRIAGE, ID_CARD, ROAD)


def test_nothing_is_newly_missed_by_the_same_search(before: Search) -> None:
    rows = [must_find("làm giấy khai sinh", BIRTH.code), must_find("không có ở đâu cả", BIRTH.code)]

    assert newly_missed(before, before, rows, ["đăng ký kết hôn", "hôm nay trời mưa"]) == ()


def test_a_question_that_must_be_found_and_no_longer_is(before: Search, without_birth: Search) -> None:
    rows = [must_find("làm giấy khai sinh", BIRTH.code), must_find("đăng ký kết hôn", MARRIAGE.code)]

    (missed,) = newly_missed(before, without_birth, rows, [])

    assert missed.question == "làm giấy khai sinh"
    assert missed.before == "1.001193 Thủ tục đăng ký khai sinh"
    assert missed.after.startswith("thủ tục bị bỏ; ")


def test_one_of_several_right_procedures_is_enough(before: Search, without_birth: Search) -> None:
    rows = [must_find("đăng ký", f"{BIRTH.code};{MARRIAGE.code}")]

    assert newly_missed(before, without_birth, rows, []) == ()


def test_what_was_missed_before_is_not_newly_missed(before: Search, without_birth: Search) -> None:
    rows = [must_find("xe quá tải", "1.999999")]

    assert newly_missed(before, without_birth, rows, ["hôm nay trời mưa"]) == ()


def test_an_asked_question_whose_procedure_was_withdrawn(before: Search, without_birth: Search) -> None:
    asked = ["làm giấy khai sinh", "đăng ký kết hôn", "làm giấy khai sinh"]

    missed = newly_missed(before, without_birth, [], asked)

    assert [one.question for one in missed] == ["làm giấy khai sinh"]
    assert missed[0].after.startswith("thủ tục bị bỏ; ")


def test_an_asked_question_that_is_refused_now(before: Search) -> None:
    renamed = BIRTH.model_copy(update={"title": "Ghi vào sổ hộ tịch", "aliases": ()})
    after = search_of(renamed, MARRIAGE, ID_CARD, ROAD)

    assert after.find("làm giấy khai sinh").verdict is Verdict.REFUSE
    assert newly_missed(before, after, [], ["làm giấy khai sinh"]) == (
        Missed(
            question="làm giấy khai sinh",
            before="1.001193 Thủ tục đăng ký khai sinh",
            after="không tìm ra thủ tục nào",
        ),
    )


def test_an_asked_question_that_an_entry_about_the_service_takes_now(before: Search) -> None:
    after = search_of(BIRTH, MARRIAGE, ID_CARD, ROAD, faq=(faq_entry("x", "làm giấy khai sinh", "khai sinh"),))

    (missed,) = newly_missed(before, after, [], ["làm giấy khai sinh"])

    assert missed.after == "trả lời như câu hỏi về dịch vụ"


def test_another_procedure_that_is_answered_now_is_named(before: Search) -> None:
    renamed = BIRTH.model_copy(update={"title": "Ghi vào sổ hộ tịch", "aliases": ()})
    after = search_of(renamed, MARRIAGE, ID_CARD, ROAD.model_copy(update={"title": "Đăng ký khai sinh cho xe"}))

    (missed,) = newly_missed(before, after, [must_find("đăng ký khai sinh", BIRTH.code)], ["đăng ký khai sinh"])

    assert "1.000028 Đăng ký khai sinh cho xe" in missed.after
