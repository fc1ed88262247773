from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import replies
from bot.answers.procedure import answer
from bot.answers.ways import steps
from bot.conversation import Block, Choice, Outcome, Reply, Style, Turn
from bot.dialogue import Dialogue
from bot.knowledge.models import Procedure
from bot.knowledge.reading import load_knowledge
from bot.storage.reach import Event, Happened
from handlers.counting import answered, counted, follows_link, told_of
from handlers.step import Step
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN, write_small_knowledge

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(6)
ASKED = Turn("telegram", "làm giấy khai sinh", person="lan")
Known = dict[str, Procedure]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    folder = write_small_knowledge(tmp_path_factory.mktemp("small"))
    return dict(load_knowledge(Path(folder)).by_code)


def of(outcome: Outcome) -> Reply:
    return Reply((Block(Style.TEXT, "…"),), outcome)


def events(happened: tuple[Happened, ...]) -> list[tuple[Event, str]]:
    return [(one.event, one.procedure) for one in happened]


def test_the_first_question_begins_a_conversation_is_answered_and_tells_of_a_way(known: Known) -> None:
    happened, after = counted(ASKED, Step(answer(known[BIRTH]), Dialogue(desk="4072")), known, MONDAY)

    assert events(happened) == [
        (Event.CONVERSATION, ""),
        (Event.QUESTION, BIRTH),
        (Event.TOLD, ""),
        (Event.TOLD_OF, BIRTH),
    ]
    assert {(one.day, one.desk) for one in happened} == {(MONDAY, "4072")}
    assert after == Dialogue(desk="4072", begun=True, told_week="2026-11-23", told=(BIRTH,))


def test_the_same_answer_again_is_only_another_question(known: Known) -> None:
    _, after = counted(ASKED, Step(answer(known[BIRTH]), Dialogue()), known, MONDAY)

    happened, again = counted(ASKED, Step(answer(known[BIRTH]), after), known, SUNDAY)

    assert events(happened) == [(Event.QUESTION, BIRTH)]
    assert again == after


def test_another_procedure_is_told_of_but_nobody_is_told_for_the_first_time_twice(known: Known) -> None:
    _, after = counted(ASKED, Step(answer(known[BIRTH]), Dialogue()), known, MONDAY)

    happened, again = counted(ASKED, Step(answer(known[MARRIAGE]), after), known, MONDAY)

    assert events(happened) == [(Event.QUESTION, MARRIAGE), (Event.TOLD_OF, MARRIAGE)]
    assert again.told == (BIRTH, MARRIAGE)


def test_the_next_week_everybody_is_told_anew(known: Known) -> None:
    _, after = counted(ASKED, Step(answer(known[BIRTH]), Dialogue()), known, SUNDAY)

    happened, again = counted(ASKED, Step(answer(known[MARRIAGE]), after), known, SUNDAY + timedelta(1))

    assert events(happened) == [(Event.QUESTION, MARRIAGE), (Event.TOLD, ""), (Event.TOLD_OF, MARRIAGE)]
    assert (again.told_week, again.told) == ("2026-11-30", (MARRIAGE,))


@pytest.mark.parametrize("code", [MARRIAGE_AGAIN, ID_CARD])
def test_a_procedure_without_a_way_or_of_which_none_is_known_tells_nobody(known: Known, code: str) -> None:
    happened, after = counted(ASKED, Step(answer(known[code]), Dialogue()), known, MONDAY)

    assert events(happened) == [(Event.CONVERSATION, ""), (Event.QUESTION, code)]
    assert after.told == ()


def test_both_procedures_of_one_answer_are_told_of(known: Known) -> None:
    parts = answer(known[BIRTH]), answer(known[MARRIAGE])
    both = Reply(
        tuple(block for part in parts for block in part.blocks),
        Outcome.ANSWER,
        procedure=BIRTH,
        candidates=(BIRTH, MARRIAGE),
    )

    happened, _ = counted(ASKED, Step(both, Dialogue(begun=True)), known, MONDAY)

    assert answered(both, known) == (BIRTH, MARRIAGE)
    assert events(happened) == [
        (Event.QUESTION, BIRTH),
        (Event.TOLD, ""),
        (Event.TOLD_OF, BIRTH),
        (Event.TOLD_OF, MARRIAGE),
    ]


def test_those_that_the_question_might_also_have_meant_are_not_answered(known: Known) -> None:
    assert answered(answer(known[BIRTH], candidates=(BIRTH, MARRIAGE)), known) == (BIRTH,)


def test_the_steps_of_a_way_are_about_their_procedure(known: Known) -> None:
    assert answered(steps(known[BIRTH], "online"), known) == (BIRTH,)


def test_a_procedure_that_a_reload_took_away_meanwhile_is_a_question_and_no_more(known: Known) -> None:
    happened, _ = counted(ASKED, Step(answer(known[BIRTH]), Dialogue(begun=True)), {}, MONDAY)

    assert events(happened) == [(Event.QUESTION, BIRTH)]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.FAQ, [Event.CONVERSATION, Event.QUESTION]),
        (Outcome.CLARIFY, [Event.CONVERSATION]),
        (Outcome.REFUSE, [Event.CONVERSATION]),
        (Outcome.CHITCHAT, []),
    ],
)
def test_what_is_asked_begins_a_conversation_and_only_what_is_answered_is_a_question(
    known: Known, outcome: Outcome, expected: list[Event]
) -> None:
    happened, after = counted(ASKED, Step(of(outcome), Dialogue()), known, MONDAY)

    assert [one.event for one in happened] == expected
    assert after.begun is bool(expected)


@pytest.mark.parametrize("text", ["/start", "/start p_1_001193_k_4072", "/START k_4072", "k4072", "K 4072 1.001193"])
def test_who_follows_a_link_is_told_but_has_not_asked(known: Known, text: str) -> None:
    turn = Turn("telegram", text, person="lan")

    happened, after = counted(turn, Step(answer(known[BIRTH]), Dialogue(desk="4072")), known, MONDAY)

    assert events(happened) == [(Event.TOLD, ""), (Event.TOLD_OF, BIRTH)]
    assert (after.begun, after.told) == (False, (BIRTH,))


@pytest.mark.parametrize("text", ["k4072 làm khai sinh", "1.001193", "startup", "k40729"])
def test_who_types_a_question_has_asked_even_behind_a_desk_s_number(text: str) -> None:
    assert not follows_link(Turn("zalo_oa", text))


def test_a_choice_is_no_link_whatever_stands_in_its_text() -> None:
    assert not follows_link(Turn("web", "/start", choice="p:1.001193"))


def test_without_a_person_a_question_counts_and_nothing_about_persons(known: Known) -> None:
    happened, after = counted(Turn("web", "khai sinh"), Step(answer(known[BIRTH]), Dialogue()), known, MONDAY)

    assert events(happened) == [(Event.QUESTION, BIRTH)]
    assert after == Dialogue()


def test_what_was_asked_is_counted_for_the_desk_that_the_step_came_to(known: Known) -> None:
    happened, _ = counted(ASKED, Step(of(Outcome.FAQ), Dialogue(desk="5083")), known, MONDAY)

    assert {one.desk for one in happened} == {"5083"}


def test_asking_back_after_a_way_was_told_tells_nothing(known: Known) -> None:
    reply = replies.ask_back("Việc nào?", [Choice("Khai sinh", f"p:{BIRTH}")], candidates=(BIRTH,))

    assert counted(ASKED, Step(reply, Dialogue(begun=True)), known, MONDAY) == ((), Dialogue(begun=True))


@given(
    days=st.lists(st.integers(0, 40), max_size=30).map(sorted),
    codes=st.lists(st.sampled_from([BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD]), min_size=30, max_size=30),
)
def test_in_any_order_of_days_each_week_counts_a_person_once_and_each_procedure_once(
    known: Known, days: list[int], codes: list[str]
) -> None:
    dialogue, happened = Dialogue(), list[Happened]()
    for day, code in zip(days, codes, strict=False):
        new, dialogue = told_of([known[code]], dialogue, MONDAY + timedelta(day))
        happened += new

    useful = [(day // 7, code) for day, code in zip(days, codes, strict=False) if code in (BIRTH, MARRIAGE)]
    told = [one for one in happened if one.event is Event.TOLD]
    told_of_each = [((one.day - MONDAY).days // 7, one.procedure) for one in happened if one.event is Event.TOLD_OF]
    assert [(one.day - MONDAY).days // 7 for one in told] == sorted({week for week, _ in useful})
    assert sorted(told_of_each) == sorted(set(useful))
