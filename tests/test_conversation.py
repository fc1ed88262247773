from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Block, Choice, Link, Outcome, Reply, Style, plain_text

ANY_TEXT = st.text(st.characters())  # with lone surrogates
BLOCKS = st.builds(Block, st.sampled_from(Style), ANY_TEXT, ANY_TEXT)
REPLIES = st.builds(
    Reply,
    blocks=st.lists(BLOCKS, min_size=1, max_size=5).map(tuple),
    outcome=st.sampled_from(Outcome),
    choices=st.lists(st.builds(Choice, ANY_TEXT, ANY_TEXT), max_size=5).map(tuple),
    links=st.lists(st.builds(Link, ANY_TEXT, ANY_TEXT), max_size=3).map(tuple),
)


def written(*blocks: Block) -> str:
    return plain_text(Reply(blocks, Outcome.ANSWER))


def test_one_block_is_its_text() -> None:
    assert written(Block(Style.TEXT, "Chào anh/chị.")) == "Chào anh/chị."


def test_paragraphs_are_set_apart_by_an_empty_line() -> None:
    text = written(Block(Style.LEAD, "Được."), Block(Style.NOTE, "Nguồn: A."), Block(Style.NOTE, "Nguồn: B."))

    assert text == "Được.\n\nNguồn: A.\n\nNguồn: B."


def test_facts_follow_their_title_as_a_list() -> None:
    text = written(
        Block(Style.TITLE, "Đăng ký khai sinh"),
        Block(Style.FACT, "Có", "Bưu điện"),
        Block(Style.FACT, "Trung tâm xã", "Nơi nộp"),
        Block(Style.NOTE, "Nguồn: A."),
    )

    assert text == "Đăng ký khai sinh\n- Bưu điện: Có\n- Nơi nộp: Trung tâm xã\n\nNguồn: A."


def test_facts_without_a_title_are_set_apart_from_what_is_before() -> None:
    assert written(Block(Style.LEAD, "Được."), Block(Style.FACT, "Có", "Bưu điện")) == "Được.\n\n- Bưu điện: Có"


def test_choices_are_numbered_from_one_and_show_labels_only() -> None:
    reply = Reply(
        (Block(Style.LEAD, "Thủ tục nào?"),),
        Outcome.CLARIFY,
        choices=(Choice("Đăng ký kết hôn", "p:1.000894"), Choice("Không có thủ tục tôi cần", "none")),
    )

    assert plain_text(reply) == "Thủ tục nào?\n\n1. Đăng ký kết hôn\n2. Không có thủ tục tôi cần"


def test_links_are_written_out_last() -> None:
    reply = Reply(
        (Block(Style.LEAD, "Thủ tục nào?"),),
        Outcome.CLARIFY,
        choices=(Choice("Đăng ký kết hôn", "p:1.000894"),),
        links=(Link("Cổng", "https://dichvucong.gov.vn"), Link("Trang", "https://example.vn")),
    )

    assert plain_text(reply) == (
        "Thủ tục nào?\n\n1. Đăng ký kết hôn\n\nCổng: https://dichvucong.gov.vn\nTrang: https://example.vn"
    )


@given(REPLIES)
def test_whatever_a_reply_holds_all_of_it_is_written_in_order(reply: Reply) -> None:
    parts = [block.text for block in reply.blocks]
    parts += [f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, start=1)]
    parts += [f"{link.label}: {link.url}" for link in reply.links]

    rest = plain_text(reply)

    for part in parts:
        before, found, rest = rest.partition(part) if part else ("", "", rest)
        assert found == part, before


@given(st.lists(st.sampled_from(Style), min_size=1, max_size=8))
def test_an_empty_line_stands_between_two_blocks_unless_facts_are_listed(styles: list[Style]) -> None:
    listed = {(Style.FACT, Style.FACT)} | {(Style.TITLE, style) for style in Style}
    empty_lines = sum(pair not in listed for pair in pairwise(styles))

    lines = written(*(Block(style, "chữ") for style in styles)).split("\n")

    assert (lines.count("chữ"), lines.count("")) == (len(styles), empty_lines)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_fits_the_column_that_stores_it(outcome: Outcome) -> None:
    assert len(outcome) <= 20
