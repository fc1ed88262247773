from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.choices import feedback_choices
from bot.channels.zalo_oa.messages import MAX_CHARACTERS, messages
from bot.conversation import Block, Choice, Outcome, Reply, Style

ASKED = Reply(
    blocks=(Block(Style.LEAD, "Anh/chị cần việc nào?"),),
    outcome=Outcome.CLARIFY,
    choices=(Choice("Đăng ký khai sinh", "p:1.001193"), Choice("Cấp bản sao khai sinh", "p:2.000635")),
)


def buttons(reply: Reply) -> list[tuple[str, str]]:
    offered = messages(reply, buttons=True)[-1]["attachment"]["payload"]["buttons"]
    return [(button["title"], button["payload"]) for button in offered]


def test_without_the_setting_there_is_text_alone() -> None:
    assert all(message.keys() == {"text"} for message in messages(ASKED, buttons=False))


def test_the_numbered_text_is_there_with_buttons_too() -> None:
    (message,) = messages(ASKED, buttons=True)

    assert "1. Đăng ký khai sinh\n2. Cấp bản sao khai sinh" in message["text"]


def test_a_tap_says_the_number_that_would_be_typed() -> None:
    assert buttons(ASKED) == [("1. Đăng ký khai sinh", "1"), ("2. Cấp bản sao khai sinh", "2")]


def test_an_answer_offers_both_thumbs() -> None:
    reply = replace(ASKED, choices=(), feedback=feedback_choices("1.001193"))

    assert [payload[0] for _, payload in buttons(reply)] == ["👍", "👎"]


def test_of_many_choices_five_have_a_button_and_all_a_number() -> None:
    many = replace(ASKED, choices=tuple(Choice(f"Thủ tục {n}", f"p:{n}") for n in range(1, 9)))

    assert [payload for _, payload in buttons(many)] == ["1", "2", "3", "4", "5"]
    assert "8. Thủ tục 8" in messages(many, buttons=True)[-1]["text"]


def test_a_title_is_at_most_a_hundred_characters() -> None:
    long = replace(ASKED, choices=(Choice("dài " * 50, "p:1"),))

    assert len(buttons(long)[0][0]) == 100


def test_a_reply_without_anything_to_tap_has_no_buttons() -> None:
    assert "attachment" not in messages(replace(ASKED, choices=()), buttons=True)[-1]


def test_buttons_stand_below_the_last_piece() -> None:
    long = replace(ASKED, blocks=(Block(Style.TEXT, "Một dòng nữa.\n" * 400),))

    said = messages(long, buttons=True)

    assert [("attachment" in message) for message in said] == [False] * (len(said) - 1) + [True]


@given(st.text(min_size=1, max_size=6000), st.booleans())
def test_no_message_is_empty_or_over_the_limit(text: str, with_buttons: bool) -> None:  # noqa: FBT001
    said = messages(replace(ASKED, blocks=(Block(Style.TEXT, text),)), buttons=with_buttons)

    assert all(0 < len(message["text"].encode("utf-16-le", "surrogatepass")) // 2 <= MAX_CHARACTERS for message in said)
