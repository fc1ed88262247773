import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.answers import procedure as answers
from bot.answers import replies
from bot.channels.telegram import render
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from tests.fakes.telegram import shown

LIMIT = 4096
ALL_ASPECTS = tuple(Aspect)
any_text = st.text(min_size=1, max_size=300)
long_text = st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=60), st.integers(1, 400))


def reply(*blocks: Block, choices: tuple[Choice, ...] = (), links: tuple[Link, ...] = ()) -> Reply:
    return Reply(blocks=blocks, outcome=Outcome.ANSWER, choices=choices, links=links)


def whole_text(given: Reply) -> str:
    """Return the one text of a reply that fits one."""
    [text] = render.texts(given)
    return text


def buttons(markup: InlineKeyboardMarkup | None) -> list[tuple[str, object]]:
    assert markup is not None
    assert all(len(row) == 1 for row in markup.inline_keyboard)
    return [(row[0].text, row[0].callback_data) for row in markup.inline_keyboard]


def test_each_style_has_its_form_and_facts_stand_close_together() -> None:
    whole = whole_text(
        reply(
            Block(Style.LEAD, "Anh/chị không cần đi."),
            Block(Style.TITLE, "Đăng ký khai sinh (mã 1.001193)"),
            Block(Style.FACT, "Nộp được", "Qua mạng"),
            Block(Style.FACT, "5 ngày", "Thời hạn"),
            Block(Style.NOTE, "Nguồn: Cổng."),
            links=(Link("Trang chính thức", "https://dichvucong.gov.vn/a?b=1&c=2"),),
        )
    )

    assert whole == (
        "<b>Anh/chị không cần đi.</b>\n\n"
        "Đăng ký khai sinh (mã 1.001193)\n"
        "• Qua mạng: Nộp được\n"
        "• Thời hạn: 5 ngày\n\n"
        "<i>Nguồn: Cổng.</i>\n\n"
        '<a href="https://dichvucong.gov.vn/a?b=1&amp;c=2">Trang chính thức</a>'
    )


def test_choices_are_numbered_in_the_text_and_on_the_buttons() -> None:
    asked_back = reply(
        Block(Style.LEAD, "Anh/chị hỏi về thủ tục nào?"),
        choices=(Choice("Đăng ký khai sinh", "p:1.001193"), Choice("Không có thủ tục tôi cần", "none")),
    )

    assert whole_text(asked_back).endswith("\n\n1. Đăng ký khai sinh\n2. Không có thủ tục tôi cần")
    assert buttons(render.keyboard(asked_back)) == [
        ("1. Đăng ký khai sinh", "p:1.001193"),
        ("2. Không có thủ tục tôi cần", "none"),
    ]


def test_a_reply_without_choices_has_no_keyboard() -> None:
    assert render.keyboard(reply(Block(Style.TEXT, "Chào anh/chị."))) is None


def test_a_long_button_is_cut_at_a_word_and_the_text_keeps_it_whole() -> None:
    label = "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con"
    asked_back = reply(Block(Style.LEAD, "?"), choices=(Choice(label, "p:1.000689"),))

    assert buttons(render.keyboard(asked_back)) == [("1. Đăng ký khai sinh kết hợp đăng ký …", "p:1.000689")]
    assert f"1. {label}" in whole_text(asked_back)


@pytest.mark.parametrize("style", list(Style))
def test_html_is_escaped_in_every_style(style: Style) -> None:
    hostile = "<b>&\"'</i>"

    whole = whole_text(reply(Block(style, hostile, hostile)))

    assert hostile in shown(whole)


def test_a_link_whose_taps_are_counted_leads_over_the_address_that_counts() -> None:
    link = Link("Trang chính thức", "https://dichvucong.gov.vn/a", tap="https://hoi.example.vn/di/1.001193?k=4072")

    [html] = render.texts(reply(links=(link,)))

    assert html == '<a href="https://hoi.example.vn/di/1.001193?k=4072">Trang chính thức</a>'


def test_html_is_escaped_in_choices_and_links() -> None:
    hostile = "<b>&\"'</i>"

    whole = whole_text(
        reply(Block(Style.TEXT, "a"), choices=(Choice(hostile, "none"),), links=(Link(hostile, 'https://a/"><b>'),))
    )

    assert shown(whole) == f"a\n\n1. {hostile}\n\n{hostile}"


def test_what_is_too_long_for_one_message_goes_on_in_the_next() -> None:
    first, second = render.texts(
        reply(
            Block(Style.LEAD, "Câu trả lời."),
            Block(Style.TITLE, "a" * 3000),
            Block(Style.FACT, "b" * 2000, "Kết quả"),
            Block(Style.NOTE, "Nguồn: Cổng."),
        )
    )

    assert first == f"<b>Câu trả lời.</b>\n\n{'a' * 3000}"
    assert second == f"• Kết quả: {'b' * 2000}\n\n<i>Nguồn: Cổng.</i>"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (f"{'a b ' * 600}\n{'c d ' * 600}", ["a b " * 600, "c d " * 600]),
        (f"{'a' * 3000} {'b' * 3000}", ["a" * 3000, "b" * 3000]),
        ("a" * 5000, ["a" * 4096, "a" * 904]),
    ],
    ids=["at a line", "at a word", "anywhere"],
)
def test_a_paragraph_longer_than_a_message_is_cut(text: str, pieces: list[str]) -> None:
    assert render.texts(reply(Block(Style.TEXT, text))) == pieces


def test_each_piece_of_a_paragraph_has_its_form() -> None:
    first, second = render.texts(reply(Block(Style.NOTE, f"{'a' * 4000} {'b' * 4000}")))

    assert (first, second) == (f"<i>{'a' * 4000}</i>", f"<i>{'b' * 4000}</i>")


def test_characters_that_count_twice_are_counted_so() -> None:
    assert [len(text) for text in render.texts(reply(Block(Style.TEXT, "👍" * 4096)))] == [2048, 2048]


def visible(text: str) -> str:
    return "".join(text.split())


@settings(deadline=None)
@given(
    st.lists(
        st.builds(Block, st.sampled_from(Style), any_text | long_text, any_text).filter(
            lambda block: visible(block.text)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_of_any_reply_nothing_is_lost_and_each_piece_is_html_that_fits(blocks: list[Block]) -> None:
    texts = render.texts(reply(*blocks))

    seen = [shown(text) for text in texts]
    said = (f"•{block.label}:{block.text}" if block.style is Style.FACT else block.text for block in blocks)
    assert all(visible(text) for text in seen)
    assert all(len(text.encode("utf-16-le")) // 2 <= LIMIT for text in texts)
    assert visible("".join(seen)) == visible("".join(said))


@pytest.mark.parametrize("aspects", [(), ALL_ASPECTS], ids=["nothing asked", "everything asked"])
def test_the_answer_about_every_procedure_loses_nothing_to_the_limit(
    knowledge: Knowledge, aspects: tuple[Aspect, ...]
) -> None:
    for procedure in knowledge.procedures:
        answer = answers.answer(procedure, aspects)
        whole = whole_text(answer)
        seen = shown(whole)
        assert len(whole) <= LIMIT, procedure.code
        assert all(block.text in seen for block in answer.blocks), procedure.code


def test_every_procedure_as_a_choice_fits_a_button(knowledge: Knowledge) -> None:
    for procedure in knowledge.procedures:
        asked_back = replies.clarify([procedure], ALL_ASPECTS, ())
        for label, data in buttons(render.keyboard(asked_back)):
            assert 1 <= len(str(data).encode()) <= 64, procedure.code
            assert 4 <= len(label) <= render.BUTTON_CHARACTERS + 2, procedure.code


def test_asking_back_with_the_longest_titles_fits_one_message(knowledge: Knowledge) -> None:
    longest = sorted(knowledge.procedures, key=lambda procedure: len(procedure.title))[-5:]
    asked_back = replies.clarify(longest, ALL_ASPECTS, ())

    whole = shown(whole_text(asked_back))

    assert all(choice.label in whole for choice in asked_back.choices)


def test_every_answer_about_the_service_loses_nothing_to_the_limit(knowledge: Knowledge) -> None:
    for entry in knowledge.faq:
        whole = shown(whole_text(replies.faq(entry)))
        assert entry.answer in whole, entry.id
