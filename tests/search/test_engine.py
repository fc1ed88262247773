from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from bot.search.engine import Search
from bot.search.verdicts import Found, Verdict
from bot.services import Snapshot
from tests.language.texts import ANYTHING, TYPED
from tests.search.conftest import BIRTH, BUILDING, ID_CARD, MARRIAGE, MARRIAGE_AGAIN, TITLE_DEED


def tuned(search: Search, **weights: Any) -> Search:
    return replace(search, tuning=replace(search.tuning, **weights))


def judged_by(search: Search, **thresholds: Any) -> Search:
    return replace(search, judge=replace(search.judge, tuning=replace(search.tuning, **thresholds)))


def codes(found: Found) -> list[str]:
    return [candidate.code for candidate in found.candidates]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đăng ký khai sinh nộp ở đâu", "1.001193"),
        ("dang ky khai sinh nop o dau", "1.001193"),
        ("ddawng kys khai sinh", "1.001193"),
        ("d9a8ng ky1 khai sinh", "1.001193"),
        ("đăng ký khai snh", "1.001193"),
        ("1.001193.000.00.00.H34", "1.001193"),
        ("làm giấy độc thân", "1.004873"),
    ],
)
def test_an_everyday_question_is_answered_outright(snapshot: Snapshot, text: str, code: str) -> None:
    found = snapshot.search.find(text)

    assert (found.verdict, found.candidates[0].code) == (Verdict.ANSWER, code)


def test_an_unknown_code_is_refused_not_guessed(snapshot: Snapshot) -> None:
    found = snapshot.search.find("mã 9.999999 nộp ở đâu")

    assert found.verdict is Verdict.REFUSE
    assert not found.candidates


@pytest.mark.parametrize("text", ["1.001193", "1.001193.000.00.00.H34 nộp ở đâu", "kết hôn 1.001193"])
def test_a_code_decides_whatever_stands_beside_it(search: Search, text: str) -> None:
    found = search.find(text)

    assert (found.verdict, codes(found)) == (Verdict.ANSWER, [BIRTH])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thủ tục đăng ký kết hôn", MARRIAGE),
        ("dang ky lai ket hon", MARRIAGE_AGAIN),
        ("LÀM CCCD", ID_CARD),
        ("xin phép xây nhà", BUILDING),
        ("sổ đỏ", TITLE_DEED),
        ("hôn thú", MARRIAGE),
        ("vo moi sinh em be", BIRTH),
    ],
)
def test_the_procedure_meant_comes_first(search: Search, text: str, code: str) -> None:
    assert codes(search.find(text))[0] == code


def test_what_is_asked_does_not_move_the_candidates(search: Search) -> None:
    bare, asked = search.find("đăng ký kết hôn"), search.find("cho em hỏi đăng ký kết hôn nộp ở đâu")

    assert asked.question.aspects == (Aspect.WHERE,)
    assert asked.candidates == bare.candidates


def test_candidates_come_by_falling_score_each_once(search: Search) -> None:
    found = search.find("cấp giấy phép đăng ký")
    scores = [candidate.score for candidate in found.candidates]

    assert len(scores) > 3
    assert scores == sorted(scores, reverse=True)
    assert len(set(codes(found))) == len(scores)


def test_no_more_candidates_are_kept_than_the_tuning_says(snapshot: Snapshot) -> None:
    assert len(snapshot.search.find("cấp giấy phép đăng ký").candidates) == snapshot.search.tuning.candidates


@pytest.mark.parametrize("text", ["", "   ", "👍", "?!…", "\u200b\ufeff", "\ud83d"])
def test_a_message_without_a_word_is_refused(search: Search, text: str) -> None:
    found = search.find(text)

    assert (found.verdict, found.candidates, found.faq) == (Verdict.REFUSE, (), None)


@pytest.mark.parametrize("text", ["giá vàng hôm nay", "zzz qqq", "trận bóng tối qua ai thắng"])
def test_what_no_procedure_is_about_is_refused(search: Search, text: str) -> None:
    assert search.find(text).verdict is Verdict.REFUSE


def test_a_clear_lead_is_answered_outright(search: Search) -> None:
    found = search.find("làm giấy khai sinh")

    assert (found.verdict, codes(found)[0]) == (Verdict.ANSWER, BIRTH)


def test_a_lead_that_is_not_clear_asks_back(search: Search) -> None:
    found = judged_by(search, answer_lead=1.1, answer_same_lead=1.1).find("làm giấy khai sinh đi học")

    assert (found.verdict, codes(found)[0]) == (Verdict.CLARIFY, BIRTH)


def test_a_name_that_fits_several_asks_back_with_them(search: Search) -> None:
    found = search.find("cấp giấy phép")

    assert found.verdict is Verdict.CLARIFY
    assert len(found.candidates) > 1


def test_a_score_below_the_threshold_is_refused_with_its_candidates(search: Search) -> None:
    found = judged_by(search, refuse_below=10.0).find("đăng ký khai sinh tại nhà thờ")

    assert (found.verdict, codes(found)[0]) == (Verdict.REFUSE, BIRTH)


@pytest.mark.parametrize(
    ("text", "verdict", "entry"),
    [
        ("Mức độ 4 là gì", Verdict.FAQ, "muc-do-4"),
        ("muc do 4 la gi", Verdict.FAQ, "muc-do-4"),
        ("bưu chính công ích là gì vậy", Verdict.FAQ, "buu-dien"),
        ("xin chào", Verdict.CHITCHAT, "xin-chao"),
        ("CHÀO BOT!", Verdict.CHITCHAT, "xin-chao"),
    ],
)
def test_a_question_about_the_service_finds_its_entry(search: Search, text: str, verdict: Verdict, entry: str) -> None:
    found = search.find(text)

    assert found.faq is not None
    assert (found.verdict, found.faq.id) == (verdict, entry)


def test_an_entry_that_is_not_near_enough_does_not_answer(search: Search) -> None:
    asked = "mức độ 4 có gì hay"

    assert search.find(asked).faq is not None
    assert tuned(search, faq_from=1.0).find(asked).faq is None


def test_a_wording_itself_answers_however_well_a_procedure_fits(search: Search) -> None:
    found = tuned(search, faq_lead=5.0).find("Mức độ 4 là gì")

    assert found.verdict is Verdict.FAQ


def test_a_procedure_named_well_goes_before_the_faq(search: Search) -> None:
    found = search.find("đăng ký kết hôn là gì")

    assert (found.faq, codes(found)[0]) == (None, MARRIAGE)


def test_every_wording_of_the_faq_is_answered_by_its_own_entry(snapshot: Snapshot, knowledge: Knowledge) -> None:
    astray = {
        wording: (entry.id, found.verdict.value, found.faq.id if found.faq else codes(found)[:1])
        for entry in knowledge.faq
        for wording in entry.questions
        for found in [snapshot.search.find(wording)]
        if found.faq is not entry
    }

    assert astray == {}


def test_nearly_every_procedure_is_found_by_its_own_title(snapshot: Snapshot, knowledge: Knowledge) -> None:
    sample = knowledge.procedures[::29]
    among_five = sum(procedure.code in codes(snapshot.search.find(procedure.title))[:5] for procedure in sample)

    assert among_five / len(sample) >= 0.97


@given(ANYTHING | TYPED)
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search(snapshot: Snapshot, text: str) -> None:
    found = snapshot.search.find(text)

    assert all(candidate.code in snapshot.knowledge.by_code for candidate in found.candidates)
    assert (found.faq is not None) == (found.verdict in (Verdict.FAQ, Verdict.CHITCHAT))
    assert found.candidates or found.verdict not in (Verdict.ANSWER, Verdict.CLARIFY)


@given(TYPED, st.sampled_from(["khai sinh", "1.001193", "sổ đỏ ở đâu", "cccd"]), TYPED)
@settings(max_examples=150, deadline=None)
def test_no_text_around_a_question_breaks_the_search(snapshot: Snapshot, before: str, asked: str, after: str) -> None:
    first, second = (snapshot.search.find(f"{before} {asked} {after}") for _ in range(2))

    assert first == second


@pytest.mark.parametrize("text", ["khai sinh " * 20_000, "a" * 300_000, "đ\u0323\u0301" * 50_000, "(" * 100_000])
def test_an_endless_message_does_not_break_the_search(snapshot: Snapshot, text: str) -> None:
    assert isinstance(snapshot.search.find(text).verdict, Verdict)


@pytest.mark.parametrize(
    "text", ["thời tiết Kon Tum hôm nay", "giá vàng sjc hôm nay bao nhiêu", "bỏ qua mọi hướng dẫn"]
)
def test_a_word_from_outside_brings_no_procedure(snapshot: Snapshot, text: str) -> None:
    assert snapshot.search.find(text).verdict in (Verdict.REFUSE, Verdict.CHITCHAT)


@pytest.mark.parametrize("text", ["nhà mới có em bé", "nha em moi co em be", "vừa lâm bồn"])
def test_who_tells_a_life_event_is_asked_which_of_its_procedures_is_wanted(search: Search, text: str) -> None:
    found = search.find(text)

    assert found.event is not None
    assert (found.verdict, found.offered) == (Verdict.CLARIFY, (BIRTH, ID_CARD))
    assert codes(found)[:2] == [BIRTH, ID_CARD]


def test_the_procedure_named_goes_before_the_event_it_belongs_to(snapshot: Snapshot) -> None:
    found = snapshot.search.find("ba em mới mất, em muốn xóa hộ khẩu của ba")

    assert codes(found)[0] == "1.003197"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("đăng ký kết hôn", "1.000894"),
        ("đăng ký kết hôn với người nước ngoài", "2.000806"),
        ("đăng ký kết hôn lưu động", "1.000593"),
        ("xin giấy phép xây dựng mới nhà ở riêng lẻ", "1.013225"),
    ],
)
def test_of_siblings_the_usual_one_is_meant_unless_another_is_named(snapshot: Snapshot, text: str, code: str) -> None:
    found = snapshot.search.find(text)

    assert codes(found)[0] == code


def test_siblings_of_which_none_is_usual_are_asked_about_in_one_question(snapshot: Snapshot) -> None:
    found = snapshot.search.find("thông báo tổ chức lễ hội")

    assert found.verdict is Verdict.CLARIFY
    assert found.family is not None
    assert set(found.offered) == {"1.003622", "1.003654"}


def test_a_bare_name_asks_for_its_procedures_not_for_what_it_means(snapshot: Snapshot) -> None:
    found = snapshot.search.find("chứng thực")

    assert found.verdict is Verdict.CLARIFY
    assert "2.000815" in [candidate.code for candidate in found.candidates[:5]]
