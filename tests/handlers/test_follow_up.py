import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import wording
from bot.conversation import Choice, Outcome
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.services import Snapshot
from handlers.follow_up import NO_LIST, OUT_OF_RANGE, chosen
from tests.handlers.talk import Talk, shown

THREE = Dialogue(
    procedure="1.001193",
    choices=(Choice("Khai sinh lại", "p:1.000001"), Choice("Cấp xã", "p:1.000002"), Choice("Không có", "none")),
)
BIRTH, MARRIAGE, AGAIN = "1.001193", "1.000894", "1.004746"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "p:1.000001"),
        (" 2 ", "p:1.000002"),
        ("số 2", "p:1.000002"),
        ("cái thứ 2", "p:1.000002"),
        ("cai thu 2 nha", "p:1.000002"),
        ("cái thứ hai", "p:1.000002"),
        ("chọn cái đầu tiên", "p:1.000001"),
        ("câu 1 ạ", "p:1.000001"),
        ("cái cuối", "none"),
        ("3", "none"),
        ("không có cái nào", "none"),
        ("ko phai cai nao het", "none"),
        ("đều không phải", "none"),
        ("cap xa", "p:1.000002"),
        ("CẤP XÃ!", "p:1.000002"),
        ("4", OUT_OF_RANGE),
        ("0", OUT_OF_RANGE),
        ("99", OUT_OF_RANGE),
        ("quay lại", "back"),
        ("tro lai di", "back"),
        ("👍", "good:1.001193"),
        ("👎👎", "bad:1.001193"),
        ("/-strong", "good:1.001193"),
        (" /-strong /-strong", "good:1.001193"),
        ("/-weak", "bad:1.001193"),
        ("danh mục", "b:"),
        ("/thutuc", "b:"),
    ],
)
def test_what_is_typed_stands_for_a_choice(text: str, value: str) -> None:
    assert chosen(text, THREE) == value


@pytest.mark.parametrize("text", ["khai sinh", "2 vợ chồng em muốn ly hôn", "không có giấy khai sinh", "123456", "hai"])
def test_a_question_stands_for_none(text: str) -> None:
    assert chosen(text, THREE) is None


@pytest.mark.parametrize("text", ["1", "không có", "👍", "cái cuối"])
def test_without_a_list_and_an_answer_nothing_is_picked(text: str) -> None:
    assert chosen(text, Dialogue()) is None


@pytest.mark.parametrize("text", ["cái thứ 2", "số 3", "cái thứ hai"])
def test_counting_without_a_list_is_told_from_a_question(text: str) -> None:
    assert chosen(text, Dialogue()) == NO_LIST


@given(st.text(max_size=40))
def test_any_text_stands_for_one_of_the_choices_or_none(text: str) -> None:
    value = chosen(text, THREE)

    assert value is None or value in {
        OUT_OF_RANGE, "back", "b:", "c:", "good:1.001193", "bad:1.001193", *(choice.value for choice in THREE.choices)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("còn gửi bưu điện được không", (Aspect.POSTAL,)),
        ("con gui buu dien dc k", (Aspect.POSTAL,)),
        ("thế nộp ở đâu", (Aspect.WHERE,)),
        ("mất mấy ngày", (Aspect.TIME,)),
        ("thủ tục này cần giấy tờ gì vậy", (Aspect.DOCUMENTS,)),
        ("cái đó bao nhiêu tiền ạ", (Aspect.FEE,)),
    ],
)
async def test_a_question_that_names_nothing_is_about_the_last_answer(
    snapshot: Snapshot, text: str, aspects: tuple[Aspect, ...]
) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký kết hôn")

    reply = await talk.say(text)

    assert (reply.procedure, reply.aspects) == (MARRIAGE, aspects)


@pytest.mark.parametrize("code", ["1.000894", "1.000894.000.00.00.H34"])
async def test_a_question_that_names_a_code_is_about_that_one(snapshot: Snapshot, code: str) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký khai sinh")

    assert (await talk.say(f"{code} nộp ở đâu")).procedure == "1.000894"
    assert (await talk.say("9.999999 nộp ở đâu")).procedure is None


async def test_it_is_asked_for_when_nothing_was_answered_before(snapshot: Snapshot) -> None:
    reply = await Talk(snapshot).say("nộp ở đâu vậy")

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.REFUSE, wording.CLARIFY)


async def test_what_was_just_shown_is_not_shown_again(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    first = await talk.say("đăng ký kết hôn nộp ở đâu")
    then = await talk.say("còn gửi bưu điện được không")

    assert len(then.blocks) < len(first.blocks)
    assert not any(block.label for block in then.blocks)


async def test_a_correction_is_searched_together_with_what_was_talked_about(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký kết hôn")

    assert (await talk.say("không phải, ý em là đăng ký lại")).procedure == AGAIN
    assert (await talk.say("quay lại")).procedure == MARRIAGE


async def test_back_without_anything_earlier_says_so(snapshot: Snapshot) -> None:
    assert shown(await Talk(snapshot).say("quay lại")).startswith(wording.NOTHING_EARLIER)


async def test_a_new_topic_is_asked_about_as_the_last_one_was(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký khai sinh mất bao lâu")

    reply = await talk.say("còn đăng ký kết hôn thì sao")

    assert (reply.procedure, reply.aspects) == (MARRIAGE, (Aspect.TIME,))


async def test_the_same_question_is_never_asked_twice_in_a_row(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("đất đai")

    assert (await talk.say("đất đai")).blocks[0].text == wording.REPHRASE


async def test_who_finds_nothing_twice_is_led_to_a_person(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("đất đai")
    assert (await talk.say("không có cái nào")).blocks[0].text == wording.REPHRASE
    await talk.say("chứng thực")

    assert (await talk.say("không có cái nào")).blocks[0].text == wording.PERSON


async def test_a_number_beyond_the_list_shows_it_again(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    asked = await talk.say("đất đai")

    again = await talk.say("44")

    assert again.blocks[0].text == wording.NO_SUCH_NUMBER.format(count=len(asked.choices))
    assert again.choices == asked.choices


async def test_two_people_never_share_a_conversation(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký kết hôn", person="lan")
    await talk.say("đăng ký khai sinh", person="minh")

    assert (await talk.say("nộp ở đâu", person="lan")).procedure == MARRIAGE
    assert (await talk.say("nộp ở đâu", person="minh")).procedure == BIRTH


async def test_who_asks_to_be_forgotten_begins_anew(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("tôi ở xã Măng Ri")
    await talk.say("đăng ký kết hôn")

    assert shown(await talk.say("xóa dữ liệu của tôi")) == wording.FORGOTTEN
    assert (await talk.say("nộp ở đâu")).outcome is Outcome.REFUSE


async def test_two_needs_in_one_message_are_both_served(snapshot: Snapshot) -> None:
    reply = await Talk(snapshot).say("đăng ký kết hôn và làm giấy xác nhận tình trạng hôn nhân")

    assert reply.candidates[:2] == (MARRIAGE, "1.004873")
    assert shown(reply).startswith(wording.BOTH)
