import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import replies, wording
from bot.channels.text_menu import split, texts
from bot.conversation import Block, Choice, Link, Outcome, Reply, Style

BIRTH = Choice("Đăng ký khai sinh", "p:1.001193")
NONE = Choice("Không có thủ tục tôi cần", "none")
LINK = Link("Trang chính thức", "https://dichvucong.gov.vn")
FEEDBACK = (Choice(wording.GOOD, "f:good"), Choice(wording.BAD, "f:bad"))


def answer(*choices: Choice, links: tuple[Link, ...] = (), feedback: tuple[Choice, ...] = ()) -> Reply:
    blocks = (Block(Style.LEAD, "Anh/chị nộp qua mạng."), Block(Style.FACT, "Có", "Bưu điện"))
    return Reply(blocks, Outcome.ANSWER, choices=choices, links=links, feedback=feedback)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_link_is_written_out_as_the_address_where_it_leads_in_the_end() -> None:
    [text] = texts(answer(links=(Link(LINK.label, LINK.url, tap="https://hoi.example.vn/di/1.001193"),)), 2000)

    assert text.endswith(f"{LINK.label}: {LINK.url}")


def test_choices_are_numbered_with_a_word_on_how_to_pick_before_links_and_feedback() -> None:
    reply = answer(BIRTH, NONE, links=(LINK,), feedback=FEEDBACK)

    [text] = texts(reply, 2000)

    assert text == (
        "Anh/chị nộp qua mạng.\n"
        "\n"
        "- Bưu điện: Có\n"
        "\n"
        "1. Đăng ký khai sinh\n"
        "2. Không có thủ tục tôi cần\n"
        "Trả lời bằng số, ví dụ 1.\n"
        "\n"
        "Trang chính thức: https://dichvucong.gov.vn\n"
        "\n"
        "Có ích không? Nhắn 👍 hoặc 👎."
    )


def test_asking_back_says_once_how_to_pick_and_nothing_of_tapping() -> None:
    [text] = texts(replies.ask_back("Anh/chị hỏi về thủ tục nào?", [BIRTH, NONE]), 2000)

    assert text == (
        "Anh/chị hỏi về thủ tục nào?\n\n1. Đăng ký khai sinh\n2. Không có thủ tục tôi cần\nTrả lời bằng số, ví dụ 1."
    )


def test_without_choices_nothing_is_said_of_numbers() -> None:
    assert texts(answer(), 2000) == ["Anh/chị nộp qua mạng.\n\n- Bưu điện: Có"]


@pytest.mark.parametrize(
    ("whole", "limit", "pieces"),
    [
        ("một hai\nba bốn", 14, ["một hai\nba bốn"]),
        ("một hai\nba bốn", 13, ["một hai", "ba bốn"]),
        ("một hai\nba bốn", 7, ["một hai", "ba bốn"]),
        ("một\n\nhai", 4, ["một", "hai"]),
        ("một hai ba", 8, ["một hai", "ba"]),
        ("một hai ba", 7, ["một hai", "ba"]),
        ("một hai ba", 6, ["một", "hai ba"]),
        ("mộthaiba", 3, ["một", "hai", "ba"]),
        ("a👍b", 2, ["a", "👍", "b"]),
        ("👍👍", 4, ["👍👍"]),
        (" \n ", 5, []),
    ],
)
def test_a_long_text_is_cut_at_lines_then_at_words_then_anywhere(whole: str, limit: int, pieces: list[str]) -> None:
    assert split(whole, limit) == pieces


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_every_piece_fits_and_nothing_but_spaces_is_lost(whole: str, limit: int) -> None:
    pieces = split(whole, limit)

    assert all(piece.strip() and utf16(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(whole.split())
