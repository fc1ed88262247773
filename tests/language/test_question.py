import unicodedata

import pytest
from hypothesis import given, settings

from bot.language.aspects import Aspect
from bot.language.normalise import fold
from bot.language.question import MAX_TOKENS, Lexicon, Reader
from tests.language.keystrokes import TELEX, VNI, InputMethod
from tests.language.texts import ANYTHING, TYPED

LEXICON = Lexicon.of(
    written_out={"cccd": "căn cước công dân", "ko": "không", "mô": "đâu", "gks": "giấy khai sinh", "ở mô": "ở đâu"},
    official={
        "sổ đỏ": "giấy chứng nhận quyền sử dụng đất",
        "mất tiền": "bồi thường",
        "gia hạn visa": "gia hạn thị thực",
    },
    aspects={
        "ở đâu": Aspect.WHERE,
        "nộp ở đâu": Aspect.WHERE,
        "mất bao lâu": Aspect.TIME,
        "bao nhiêu tiền": Aspect.FEE,
        "tiền": Aspect.FEE,
        "gửi bưu điện được không": Aspect.POSTAL,
        "làm qua mạng được không": Aspect.LEVEL,
        "hồ sơ … tới mô": Aspect.STATUS,
        "lệ phí": Aspect.FEE,
    },
    matter=["lệ phí trước bạ"],
    fillers=["cho em hỏi", "tôi muốn", "với ạ", "mất"],
)
READER = Reader(LEXICON, known=frozenset({"visa", "gia", "han"}))


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("sổ đỏ nộp ở đâu", (Aspect.WHERE,)),
        ("sổ đỏ mất bao lâu", (Aspect.TIME,)),
        ("sổ đỏ bao nhiêu tiền", (Aspect.FEE,)),
        ("sổ đỏ gửi bưu điện được ko", (Aspect.POSTAL,)),
        ("lam qua mang duoc khong", (Aspect.LEVEL,)),
        ("sổ đỏ ở mô", (Aspect.WHERE,)),
        ("hồ sơ sổ đỏ của tôi tới đâu rồi", (Aspect.STATUS,)),
        ("lệ phí sổ đỏ", (Aspect.FEE,)),
        ("lệ phí trước bạ", ()),
        ("sổ đỏ", ()),
    ],
)
def test_what_is_asked_is_told_from_the_phrase(text: str, aspects: tuple[Aspect, ...]) -> None:
    assert READER.read(text).aspects == aspects


def test_two_aspects_stand_in_the_order_asked() -> None:
    assert READER.read("bao nhiêu tiền và nộp ở đâu").aspects == (Aspect.FEE, Aspect.WHERE)
    assert READER.read("nộp ở đâu và bao nhiêu tiền").aspects == (Aspect.WHERE, Aspect.FEE)


def test_an_aspect_asked_twice_counts_once() -> None:
    assert READER.read("nộp ở đâu, sổ đỏ, ở đâu").aspects == (Aspect.WHERE,)


def test_the_matter_is_left_when_frames_and_what_is_asked_are_gone() -> None:
    question = READER.read("Cho em hỏi tôi muốn đăng ký kết hôn thì nộp ở đâu với ạ?")

    assert question.words == tuple("cho em hoi toi muon dang ki ket hon thi nop o dau voi a".split())  # noqa: SIM905
    assert question.everyday == ("dang", "ki", "ket", "hon", "thi")
    assert question.content == question.everyday


def test_only_what_is_asked_leaves_no_matter() -> None:
    question = READER.read("nộp ở đâu")

    assert (question.everyday, question.content) == ((), ())


def test_what_stands_in_a_gap_is_matter() -> None:
    assert READER.read("hồ sơ sổ đỏ tới đâu").everyday == ("so", "do")


def test_matter_that_holds_a_phrase_that_asks_is_kept_whole() -> None:
    question = READER.read("lệ phí trước bạ bao nhiêu tiền")

    assert question.everyday == ("le", "phi", "truoc", "ba")
    assert question.aspects == (Aspect.FEE,)


def test_everyday_words_are_exchanged_for_official_ones() -> None:
    question = READER.read("tôi muốn sổ đỏ")

    assert question.everyday == ("so", "do")
    assert question.content == ("giay", "chung", "nhan", "quyen", "su", "dung", "dat")


def test_short_forms_are_written_out() -> None:
    assert READER.read("CCCD").words == ("can", "cuoc", "cong", "dan")


@pytest.mark.parametrize("text", ["mất tiền", "mat tien", "tôi muốn mất tiền"])
def test_an_everyday_name_keeps_its_words_though_they_ask_or_frame(text: str) -> None:
    question = READER.read(text)

    assert question.everyday == ("mat", "tien")
    assert question.content == ("boi", "thuong")


def test_the_same_words_outside_the_name_are_dropped() -> None:
    assert READER.read("mất sổ đỏ tiền").everyday == ("so", "do")


def test_a_phrase_of_the_lexicon_is_found_in_a_written_out_message() -> None:
    lexicon = Lexicon.of({"ko": "không"}, {"ko giấy": "thất lạc"}, {"có ko": Aspect.CONDITIONS}, [])

    question = Reader(lexicon).read("không giấy có không")

    assert question.content == ("that", "lac")
    assert question.aspects == (Aspect.CONDITIONS,)


@pytest.mark.parametrize("method", [TELEX, VNI], ids=["telex", "vni"])
def test_a_message_typed_with_the_input_method_off_reads_as_meant(method: InputMethod) -> None:
    meant = "đăng ký sổ đỏ nộp ở đâu"
    typed = " ".join(method.keys(word, tone_last=True) for word in meant.split())

    question = READER.read(typed)

    assert question.content == READER.read(meant).content
    assert question.aspects == (Aspect.WHERE,)


def test_words_known_to_the_knowledge_base_are_not_taken_for_keystrokes() -> None:
    assert READER.read("gia hạn visa").content == ("gia", "han", "thi", "thuc")


def test_short_forms_are_not_taken_for_keystrokes() -> None:
    reader = Reader(Lexicon.of({"gks": "giấy khai sinh", "tks": "cảm ơn"}, {}, {}, []))

    assert reader.read("gks tks").words == ("giay", "khai", "sinh", "cam", "on")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.001193", "1.001193"),
        ("mã 1.001193 nộp ở đâu", "1.001193"),
        ("1.001193.000.00.00.H34", "1.001193"),
        ("(1.001193.000.00.00.h34)", "1.001193"),
        ("2.000408.000.00.00.H48, 1.001193", "2.000408"),
        ("１.００１１９３", "1.001193"),
        ("1.001\u200b193", "1.001193"),
        ("thủ tục 1.001193.", "1.001193"),
    ],
)
def test_a_procedure_code_is_read_without_its_suffix(text: str, code: str) -> None:
    assert READER.read(text).code == code


@pytest.mark.parametrize(
    "text", ["0.001193", "1.00119", "1.0011934", "21.001193", "1,001193", "1 001193", "3.1.001193", "0912.345678", ""]
)
def test_other_numbers_are_no_procedure_code(text: str) -> None:
    assert READER.read(text).code is None


def test_a_code_and_its_suffix_are_no_words_of_the_message() -> None:
    assert READER.read("1.001193.000.00.00.H34 khai sinh").words == ("khai", "sinh")


def test_only_the_first_syllables_of_an_endless_message_are_read() -> None:
    question = READER.read("giấy " * MAX_TOKENS + "sổ đỏ nộp ở đâu")

    assert question.words == ("giay",) * MAX_TOKENS
    assert question.aspects == ()


def test_a_code_behind_an_endless_message_is_still_read() -> None:
    assert READER.read("giấy " * 10 * MAX_TOKENS + "1.001193").code == "1.001193"


def test_the_text_is_kept_cleaned_with_accents_and_capitals() -> None:
    assert READER.read(" Sổ\u200b ĐỎ \n👍").text == "Sổ ĐỎ"


@given(ANYTHING | TYPED)
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    question = READER.read(text)

    assert set(question.everyday) <= set(question.words)
    assert len(set(question.aspects)) == len(question.aspects)


@given(ANYTHING | TYPED)
@settings(max_examples=200, deadline=None)
def test_composed_and_decomposed_text_ask_the_same(text: str) -> None:
    composed, decomposed = (READER.read(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))

    assert composed == decomposed


@pytest.mark.parametrize("text", ["Sổ đỏ nộp ở đâu, mất bao lâu", "Cho em hỏi đăng ký kết hôn bao nhiêu tiền"])
def test_capitals_and_missing_accents_ask_the_same(text: str) -> None:
    asked = READER.read(text)

    for variant in (text.upper(), fold(text)):
        question = READER.read(variant)
        assert (question.words, question.content, question.aspects) == (asked.words, asked.content, asked.aspects)
