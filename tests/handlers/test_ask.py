import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import wording
from bot.conversation import Outcome, Reply, Style, plain_text
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.services import Snapshot
from handlers import ask as handler
from handlers.ask import MAX_CHARACTERS
from tests.handlers.messages import any_message

BIRTH = "đăng ký khai sinh nộp ở đâu"
BIRTH_CODE = "1.001193"

many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ask(text: str, snapshot: Snapshot) -> Reply:
    """Ask at the beginning of a conversation."""
    return handler.ask(text, Dialogue(), snapshot).reply


def first(reply: Reply) -> str:
    return reply.blocks[0].text


def test_a_clear_question_is_answered_for_what_was_asked(snapshot: Snapshot) -> None:
    reply = ask(BIRTH, snapshot)

    assert (reply.outcome, reply.procedure, reply.aspects) == (Outcome.ANSWER, BIRTH_CODE, (Aspect.WHERE,))
    assert first(reply).startswith("Anh/chị không cần đi nộp hồ sơ")


def test_an_unclear_question_is_asked_back_with_five_choices_and_none_of_them(snapshot: Snapshot) -> None:
    reply = ask("đất đai", snapshot)

    assert (reply.outcome, first(reply)) == (Outcome.CLARIFY, wording.CLARIFY)
    assert {choice.value for choice in reply.choices[:-1]} <= {f"p:{code}" for code in reply.candidates}
    assert 2 <= len(reply.choices[:-1]) <= 5
    assert reply.choices[-1].value == "none"


def test_choices_remember_what_was_asked(snapshot: Snapshot) -> None:
    reply = ask("đất đai bao lâu có kết quả", snapshot)

    assert reply.outcome is Outcome.CLARIFY
    assert {choice.value.split(":")[2] for choice in reply.choices[:-1]} == {"time"}


def test_a_question_about_the_service_is_answered_from_the_list(snapshot: Snapshot) -> None:
    reply = ask("Mức độ 4 là gì", snapshot)

    assert (reply.outcome, reply.faq) == (Outcome.FAQ, "muc-do-4")


def test_small_talk_is_answered_as_such(snapshot: Snapshot) -> None:
    assert ask("xin chào", snapshot).outcome is Outcome.CHITCHAT


def test_a_matter_that_is_in_no_procedure_is_refused_kindly(snapshot: Snapshot) -> None:
    reply = ask("xyzzy plugh", snapshot)

    assert [block.text for block in reply.blocks] == [wording.REFUSE, wording.REFUSE_HOW, wording.REFUSE_PERSON]


def test_a_question_without_a_matter_is_asked_for_it(snapshot: Snapshot) -> None:
    reply = ask("nộp ở đâu", snapshot)

    assert (first(reply), reply.aspects) == (wording.CLARIFY, (Aspect.WHERE,))


@pytest.mark.parametrize("text", [BIRTH_CODE, f"mã {BIRTH_CODE}.000.00.00.H34 nộp ở đâu"])
def test_a_code_is_answered_outright(snapshot: Snapshot, text: str) -> None:
    assert ask(text, snapshot).procedure == BIRTH_CODE


@pytest.mark.parametrize("text", ["9.999999", "mã 9.999999 nộp ở đâu"])
def test_an_unknown_code_is_named_and_not_guessed(snapshot: Snapshot, text: str) -> None:
    reply = ask(text, snapshot)

    assert first(reply) == "Mã 9.999999 không có trong dữ liệu của tôi; anh/chị xem lại mã hoặc viết tên thủ tục."
    assert (reply.outcome, reply.procedure) == (Outcome.REFUSE, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "👍",
        "🙏🙏😀",
        "!!!",
        "…",
        "123456",
        "15",
        "100",
        "0912345678",
        "\x00\x07",
        "\u202e\u200b",
        "\ud800",
    ],
    ids=ascii,
)
def test_a_message_without_a_letter_is_told_that_only_words_are_read(snapshot: Snapshot, text: str) -> None:
    reply = ask(text, snapshot)

    assert (reply.outcome, first(reply)) == (Outcome.REFUSE, wording.NO_LETTERS)


@pytest.mark.parametrize("text", ["'; DROP TABLE asked_question; --", "SELECT * FROM asked_question"])
def test_sql_is_words_like_any_other(snapshot: Snapshot, text: str) -> None:
    assert first(ask(text, snapshot)) == wording.REFUSE


@pytest.mark.parametrize(
    "text",
    [
        "<b>đăng ký khai sinh</b> nộp ở đâu",
        "đăng ký\u202e khai sinh nộp ở đâu",
        "\u200bđăng\u200b ký khai\u00a0sinh nộp ở đâu",
        "đăng\x00ký\x07khai sinh nộp ở đâu",
        "đăng ký \ud800khai sinh nộp ở đâu",
        "😀đăng ký khai sinh👍nộp ở đâu",
        "ĐĂNG KÝ KHAI SINH NỘP Ở ĐÂU???",
        unicodedata.normalize("NFD", BIRTH),
    ],
    ids=ascii,
)
def test_odd_characters_do_not_change_the_answer(snapshot: Snapshot, text: str) -> None:
    assert plain_text(ask(text, snapshot)) == plain_text(ask(BIRTH, snapshot))


@pytest.mark.parametrize(("length", "told"), [(MAX_CHARACTERS, False), (MAX_CHARACTERS + 1, True), (10_000, True)])
def test_a_message_longer_than_is_read_is_told_to_be(snapshot: Snapshot, length: int, *, told: bool) -> None:
    reply = ask(BIRTH.ljust(length, "."), snapshot)

    last = reply.blocks[-1]
    assert reply.procedure == BIRTH_CODE
    assert ((last.style, last.text) == (Style.NOTE, wording.TOO_LONG)) is told


def test_of_a_long_message_the_first_part_counts(snapshot: Snapshot) -> None:
    reply = ask(BIRTH.ljust(MAX_CHARACTERS, ".") + " 9.999999", snapshot)

    assert reply.procedure == BIRTH_CODE


def test_ten_thousand_characters_of_one_word_are_answered(snapshot: Snapshot) -> None:
    assert wording.TOO_LONG in plain_text(ask("đ" * 10_000, snapshot))


def test_every_way_to_tell_a_life_event_gets_a_reply_that_one_can_go_on_from(snapshot: Snapshot) -> None:
    for event in snapshot.knowledge.events:
        for phrase in event.phrases:
            reply = ask(phrase, snapshot)
            assert reply.outcome is not Outcome.REFUSE or reply.links, phrase
            assert len(set(reply.choices)) == len(reply.choices), phrase


@given(text=any_message)
@many
def test_any_message_gets_a_reply_that_one_can_go_on_from(snapshot: Snapshot, text: str) -> None:
    reply = ask(text, snapshot)

    assert all(block.text for block in reply.blocks)
    assert reply.outcome is not Outcome.REFUSE or reply.links
    assert (reply.procedure is not None) == (reply.outcome is Outcome.ANSWER)
    assert not reply.choices or reply.outcome in (Outcome.CLARIFY, Outcome.ANSWER)
    assert reply.choices or reply.outcome is not Outcome.CLARIFY


@given(text=st.text(max_size=100))
@many
def test_a_message_is_read_alike_in_every_unicode_form(snapshot: Snapshot, text: str) -> None:
    composed, parted = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert ask(composed, snapshot) == ask(parted, snapshot)
