from bot.answers.facts import source
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, ServiceLevel
from bot.office.annex.apply import apply, with_decisions
from bot.office.annex.review import Change, Review
from bot.office.annex.rows import Subject
from tests.small_knowledge import BIRTH, MARRIAGE_AGAIN

PORTAL = "Cổng Dịch vụ công quốc gia"


def settled(*changes: Change) -> Review:
    return Review("Quyết định 506/QĐ-UBND(CT)", "2020-07-21", changes)


def test_only_what_the_list_states_changes_and_the_rest_stays_in_its_order(small: Knowledge) -> None:
    changed = apply(settled(Change(MARRIAGE_AGAIN, Postal.YES, None, "Chắc chắn", 2)), small)

    assert [one.code for one in changed] == [one.code for one in small.procedures]
    again = next(one for one in changed if one.code == MARRIAGE_AGAIN)
    assert (again.postal, again.service_level) == (Postal.YES, ServiceLevel.UNKNOWN)
    assert [one for one in changed if one.code != MARRIAGE_AGAIN] == [
        one for one in small.procedures if one.code != MARRIAGE_AGAIN
    ]


def test_a_citizen_reads_what_the_decision_states_and_when_the_rest_was_read(small: Knowledge) -> None:
    changed = apply(settled(Change(BIRTH, Postal.NO, None, "Chắc chắn", 2)), small)

    birth = next(one for one in changed if one.code == BIRTH)
    assert source(birth) == (
        "Nguồn: bưu chính theo Quyết định 506/QĐ-UBND(CT) ngày 21/7/2020; thông tin khác theo Thử, đọc ngày 18/7/2026."
    )


def test_a_list_on_another_subject_stands_beside_the_first_and_a_later_one_on_the_same_replaces_it() -> None:
    first = with_decisions(PORTAL, {Subject.POSTAL: "Quyết định 1/QĐ ngày 1/1/2020"})
    both = with_decisions(first, {Subject.LEVEL: "Quyết định 2/QĐ ngày 2/2/2022"})
    later = with_decisions(both, {Subject.POSTAL: "Quyết định 3/QĐ ngày 3/3/2023"})

    assert both == (
        "bưu chính theo Quyết định 1/QĐ ngày 1/1/2020; mức độ theo Quyết định 2/QĐ ngày 2/2/2022; "
        f"thông tin khác theo {PORTAL}"
    )
    assert later == both.replace("Quyết định 1/QĐ ngày 1/1/2020", "Quyết định 3/QĐ ngày 3/3/2023")


def test_applying_the_same_review_again_changes_nothing_more(small: Knowledge) -> None:
    review = settled(Change(BIRTH, Postal.NO, ServiceLevel.FULL, "Chắc chắn", 2))
    once = apply(review, small)

    again = [with_decisions(one.source, {Subject.POSTAL: "Quyết định 506/QĐ-UBND(CT) ngày 21/7/2020"}) for one in once]

    assert again[[one.code for one in once].index(BIRTH)] == once[[one.code for one in once].index(BIRTH)].source
