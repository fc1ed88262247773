from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.snapshot import Knowledge
from bot.knowledge.ways import NO_WAY, Ways
from bot.language.normalise import fold
from handlers.wish_phrases import Asked, Kind, read
from tests.handlers.messages import any_message

BOTH = Ways.ONLINE | Ways.POSTAL
TELL = {
    "báo cho tôi": NO_WAY,
    "báo cho tôi khi có": NO_WAY,
    "báo tôi khi có nhé": NO_WAY,
    "Có thì báo em": NO_WAY,
    "khi nào có thì báo cho bác với": NO_WAY,
    "bao giờ được thì cho tôi biết": NO_WAY,
    "báo cho tôi biết khi nào có nhé": NO_WAY,
    "khi nào nộp qua mạng được thì báo tôi": Ways.ONLINE,
    "khi nào làm online đc thì báo e nha": Ways.ONLINE,
    "Nhắc tôi khi thủ tục này có trực tuyến toàn trình": Ways.ONLINE,
    "bao giờ có online thì báo cho bác với": Ways.ONLINE,
    "bao giờ gửi bưu điện được thì nhắn em với ạ": Ways.POSTAL,
    "thông báo cho em khi có thể nộp hồ sơ qua mạng hoặc bưu điện": BOTH,
    "theo dõi": NO_WAY,
    "theo dõi thủ tục này": NO_WAY,
    "tôi muốn theo dõi thủ tục này": NO_WAY,
}
NAMED = {
    "theo dõi thủ tục đăng ký kết hôn giúp tôi": ("đăng ký kết hôn", NO_WAY),
    "báo tôi khi đăng ký kết hôn nộp qua mạng được": ("đăng ký kết hôn", Ways.ONLINE),
    "khi nào làm căn cước online được thì báo tôi biết với": ("làm căn cước", Ways.ONLINE),
    "khi nộp qua mạng được thủ tục kết hôn thì báo tôi": ("kết hôn", Ways.ONLINE),
}
STOP = [
    "thôi báo",
    "thôi báo nữa",
    "đừng báo nữa",
    "thôi đừng báo nữa",
    "không cần báo cho tôi nữa",
    "ngừng theo dõi",
    "bỏ theo dõi thủ tục này",
    "thôi không theo dõi nữa",
    "tắt thông báo",
]
OTHERS = [
    "theo dõi hồ sơ",
    "theo dõi hồ sơ đã nộp",
    "hủy theo dõi mấy page nhảm",
    "khi nào có kết quả thì báo tôi",
    "khi nào có kết quả qua mạng thì báo tôi",
    "khi làm xong thì gọi cho tôi",
    "cho tôi biết khi nào có căn cước",
    "cho tôi biết nộp ở đâu",
    "có online chưa",
    "khi nào có",
    "nhắn tôi",
    "báo mất giấy tờ",
    "báo tăng lao động",
    "thôi việc",
    "thôi quốc tịch",
    "báo cáo",
    "",
    "???",
]


@pytest.mark.parametrize(("text", "wish"), TELL.items())
def test_asking_to_be_told_is_heard_with_the_way_that_is_named(text: str, wish: Ways) -> None:
    assert read(text) == Asked(Kind.TELL, "", wish)


@pytest.mark.parametrize(("text", "asked"), NAMED.items())
def test_a_procedure_that_is_named_is_heard_in_the_persons_own_letters(text: str, asked: tuple[str, Ways]) -> None:
    found = read(text)

    assert found
    assert (found.matter, found.wish) == asked


@pytest.mark.parametrize("text", STOP)
def test_asking_to_be_told_no_more_is_heard(text: str) -> None:
    assert read(text) == Asked(Kind.STOP)


def test_all_are_ended_or_the_named_one() -> None:
    assert read("thôi báo tất cả") == Asked(Kind.STOP_ALL)
    assert read("bỏ theo dõi thủ tục Đăng ký kết hôn") == Asked(Kind.STOP, "đăng ký kết hôn")


@pytest.mark.parametrize("text", ["danh sách theo dõi", "tôi đang theo dõi gì", "xem các thủ tục đang theo dõi"])
def test_asking_what_is_followed_is_heard(text: str) -> None:
    assert read(text) == Asked(Kind.LIST)


@pytest.mark.parametrize("text", OTHERS)
def test_what_means_something_else_is_left_to_others(text: str) -> None:
    assert read(text) is None


PHRASES = [*TELL, *STOP, "thôi báo tất cả", "danh sách theo dõi"]
polite = st.lists(st.sampled_from(["nhé", "nha", "với", "ạ", "giúp", "luôn"]), max_size=3).map(" ".join)


@given(st.sampled_from(PHRASES), polite, st.sampled_from([str, str.upper, str.capitalize, fold]))
def test_accents_letters_politeness_and_marks_change_nothing(
    phrase: str, end: str, typed: Callable[[str], str]
) -> None:
    said = f"{phrase} {end}" if "danh sách" not in phrase else phrase

    assert read(f"  {typed(said)}!  ") == read(phrase)


@given(any_message)
def test_any_message_at_all_is_read(text: str) -> None:
    assert read(text) is None or isinstance(read(text), Asked)


def questions(knowledge: Knowledge) -> Iterator[str]:
    """Yield everything that the knowledge base knows people to say about other things."""
    for procedure in knowledge.procedures:
        yield procedure.title
        yield from procedure.aliases
    for entry in knowledge.faq:
        yield from entry.questions
    for event in knowledge.events:
        yield from event.phrases
    yield from (one.row.question for one in knowledge.must_find)
    yield from knowledge.outside


def test_nothing_that_people_say_about_other_things_is_taken_for_a_wish(knowledge: Knowledge) -> None:
    assert [text for text in questions(knowledge) if read(text)] == []
