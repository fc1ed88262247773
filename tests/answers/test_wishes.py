import pytest
from telegram.constants import MessageLimit

from bot.answers import wishes, wording
from bot.answers.procedure import answer
from bot.channels.telegram import render
from bot.channels.text_menu import texts
from bot.conversation import Outcome, Style, plain_text
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.ways import Ways
from tests.answers.samples import birth

BOTH = Ways.ONLINE | Ways.POSTAL
OFFLINE = birth(service_level="chưa rõ", postal="chưa rõ")
POSTED = birth(service_level="chưa rõ", postal="có")
ZALO_CHARACTERS = 2000


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Ways.ONLINE, "Vâng. Khi thủ tục này nộp được qua mạng, tôi báo anh/chị ở đây."),
        (Ways.POSTAL, "Vâng. Khi thủ tục này gửi được qua bưu điện, tôi báo anh/chị ở đây."),
        (BOTH, "Vâng. Khi thủ tục này nộp được qua mạng hoặc gửi được qua bưu điện, tôi báo anh/chị ở đây."),
    ],
)
def test_what_is_noted_is_said_with_the_procedure_what_is_kept_how_long_and_the_way_out(wish: Ways, said: str) -> None:
    lead, title, note = wishes.noted(OFFLINE, wish).blocks

    assert lead.text == said
    assert title.text == "Đăng ký khai sinh (mã 1.001193)"
    assert all(words in note.text for words in ("mã cuộc trò chuyện", "nhiều nhất một năm", "thôi báo"))


def test_where_one_way_is_there_already_it_is_said_before_the_other_is_waited_for() -> None:
    lead, *_ = wishes.noted(POSTED, Ways.ONLINE).blocks

    assert lead.text == ("Thủ tục này gửi được qua bưu điện rồi. Khi nộp được qua mạng, tôi báo anh/chị ở đây.")


def test_on_a_page_the_chats_are_named_with_what_to_type_and_linked() -> None:
    reply = wishes.elsewhere(OFFLINE, {"Zalo": "https://zalo.me/1", "Telegram": "https://t.me/bot?start=p_1_001193"})

    assert "vào Zalo hoặc Telegram, nhắn: /theodoi 1.001193." in reply.blocks[0].text
    assert [(link.label, link.url) for link in reply.links] == [
        ("Hỏi trên Zalo", "https://zalo.me/1"),
        ("Hỏi trên Telegram", "https://t.me/bot?start=p_1_001193"),
    ]


def test_without_any_chat_the_official_page_is_given() -> None:
    assert wishes.elsewhere(OFFLINE, {}).links[0].url == OFFLINE.url
    assert wishes.elsewhere(None, {}).links[0].url == wording.PORTAL


def test_where_nobody_need_wait_that_is_said_before_the_answer() -> None:
    reply = wishes.already(BOTH, answer(birth()))

    assert reply.blocks[0].text == (
        "Thủ tục này nộp được qua mạng và gửi được qua bưu điện rồi, anh/chị không phải chờ."
    )
    assert reply.blocks[1:] == answer(birth()).blocks


def test_the_list_names_what_is_waited_for_and_each_choice_ends_it() -> None:
    known = {"1.001193": OFFLINE}

    reply = wishes.following([("1.001193", BOTH), ("9.999999", Ways.POSTAL)], known, wording.WISH_LIST)

    assert [(choice.label, choice.value) for choice in reply.choices] == [
        ("Đăng ký khai sinh: khi nộp được qua mạng hoặc gửi được qua bưu điện", "unfollow:1.001193"),
        ("9.999999: khi gửi được qua bưu điện", "unfollow:9.999999"),
        ("Thôi báo tất cả", "unfollow:all"),
    ]


def test_of_one_wish_no_all_is_offered_and_of_none_the_way_to_one_is_told() -> None:
    [only] = wishes.following([("1.001193", BOTH)], {}, wording.WISH_LIST).choices

    assert only.value == "unfollow:1.001193"
    assert "báo cho tôi" in wishes.following([], {}, wording.WISH_LIST).blocks[0].text


def test_a_long_list_has_pages_and_beyond_the_last_there_is_none() -> None:
    many = [(f"1.{number:06}", BOTH) for number in range(20)]

    pages = [wishes.following(many, {}, wording.WISH_LIST, page).choices for page in range(3)]

    assert [len(page) for page in pages] == [10, 10, 5]
    assert [page[-2].value for page in pages[:2]] == ["follows:1", "follows:2"]
    with pytest.raises(IndexError):
        wishes.following(many, {}, wording.WISH_LIST, 3)


def test_the_news_say_what_changed_what_it_means_the_page_the_source_and_that_it_is_done() -> None:
    reply = wishes.news(birth(service_level="toàn trình", postal="không"), Ways.ONLINE)

    assert [(block.style, block.text) for block in reply.blocks] == [
        (Style.LEAD, "Anh/chị nhờ tôi báo: thủ tục này nay nộp được qua mạng."),
        (Style.TITLE, "Đăng ký khai sinh (mã 1.001193)"),
        (
            Style.TEXT,
            f"{wording.NO_NEED_ONLINE} Nếu nộp trực tiếp thì đến Trung tâm Phục vụ hành chính công xã, phường.",
        ),
        (Style.NOTE, "Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026."),
        (Style.NOTE, wording.NEWS_DONE),
    ]
    assert [link.url for link in reply.links] == [birth().url]
    assert (reply.outcome, reply.procedure) == (Outcome.ANSWER, "1.001193")


def test_news_carry_no_choices_whose_numbers_would_mean_others() -> None:
    assert wishes.news(birth(), BOTH).choices == ()
    assert wishes.news(birth(), BOTH).feedback == ()


def test_of_a_procedure_not_done_wholly_online_it_is_said_that_one_may_have_to_come() -> None:
    for level in ("một phần", "trực tuyến"):
        assert wording.MAYBE_VISIT in {block.text for block in wishes.news(birth(service_level=level), BOTH).blocks}


def test_before_another_answer_the_news_name_the_procedure_and_write_out_its_page() -> None:
    first, *notes = wishes.news_before(birth(service_level="toàn trình"), BOTH)

    assert first.text == (
        "Anh/chị nhờ tôi báo: thủ tục Đăng ký khai sinh (mã 1.001193) nay nộp được qua mạng và gửi được qua bưu điện. "
        "Trang chính thức của thủ tục: https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-sinh"
    )
    assert [note.text for note in notes] == [
        "Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026.",
        wording.NEWS_DONE,
    ]


def test_news_of_every_procedure_are_one_message_on_every_channel(knowledge: Knowledge) -> None:
    for procedure in knowledge.procedures:
        reply = wishes.news(procedure, BOTH)
        assert [len(text) < MessageLimit.MAX_TEXT_LENGTH for text in render.texts(reply)] == [True]
        assert len(texts(reply, ZALO_CHARACTERS)) == 1, plain_text(reply)
