from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from bot.language.normalise import fold_syllable, tokens
from bot.search.build import build_search, forms_of, make_reader
from bot.search.tuning import TUNING, Tuning
from tests.knowledge.examples import procedure, vocabulary
from tests.language.keystrokes import TELEX, VNI, InputMethod

QUESTIONS = ("đăng ký khai sinh", "sổ đỏ ở đâu", "lam cccd", "mức độ 4 là gì", "giấy phép", "zzz")
BUILDING = "Đang tách từ và lập chỉ mục cho 7 thủ tục (chỉ khi dữ liệu đổi) …"
DAMAGED = "Chỉ mục lưu tạm bị hỏng, làm lại từ đầu."


def build(knowledge: Knowledge, cache: Path | None, tuning: Tuning = TUNING) -> tuple[list[object], list[str]]:
    """Return what the search finds for a few questions, and what it told of its progress."""
    told: list[str] = []
    search = build_search(knowledge, cache, told.append, tuning)
    return [search.find(question) for question in QUESTIONS], told


def test_without_a_cache_the_index_is_built_each_time(small: Knowledge) -> None:
    assert build(small, None)[1] == build(small, None)[1] == [BUILDING]


def test_a_second_build_reads_the_cache_and_finds_the_same(small: Knowledge, tmp_path: Path) -> None:
    first, told_first = build(small, tmp_path / "var" / "index")
    second, told_second = build(small, tmp_path / "var" / "index")

    assert (told_first, told_second) == ([BUILDING], [])
    assert first == second


def test_a_cache_holds_one_folder_an_index_and_nothing_half_written(small: Knowledge, tmp_path: Path) -> None:
    build(small, tmp_path)

    (folder,) = tmp_path.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["forms.json", "phrases", "syllables"]


def test_other_weights_make_another_index(small: Knowledge, tmp_path: Path) -> None:
    build(small, tmp_path)

    assert build(small, tmp_path, replace(TUNING, k1=2.0))[1] == [BUILDING]
    assert len(list(tmp_path.iterdir())) == 2
    assert build(small, tmp_path)[1] == []


def test_other_knowledge_makes_another_index(small: Knowledge, tmp_path: Path) -> None:
    build(small, tmp_path)

    assert build(replace(small, version="changed"), tmp_path)[1] == [BUILDING]
    assert len(list(tmp_path.iterdir())) == 2


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def lost(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [emptied, cut_off, zeroed, lost])
def test_a_damaged_cache_is_rebuilt_whichever_file_it_is(
    small: Knowledge, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    sound, _ = build(small, tmp_path)
    (folder,) = tmp_path.iterdir()
    for name in sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file()):
        damage(folder / name)

        assert build(small, tmp_path) == (sound, [DAMAGED, BUILDING]), name
        assert build(small, tmp_path) == (sound, []), name


@pytest.mark.parametrize("content", ["[]", "{}", '{"forms": null, "words": []}', '{"forms": [1], "words": [2]}'])
def test_a_cache_of_another_shape_is_rebuilt(small: Knowledge, tmp_path: Path, content: str) -> None:
    sound, _ = build(small, tmp_path)
    (folder,) = tmp_path.iterdir()

    (folder / "forms.json").write_text(content, encoding="utf-8")

    assert build(small, tmp_path) == (sound, [DAMAGED, BUILDING])


def test_a_file_in_place_of_the_index_does_not_stop_the_build(small: Knowledge, tmp_path: Path) -> None:
    sound, _ = build(small, tmp_path)
    (folder,) = tmp_path.iterdir()
    folder.rename(tmp_path / "elsewhere")
    folder.touch()

    assert build(small, tmp_path) == (sound, [BUILDING])


def test_a_procedure_is_indexed_by_its_title_and_its_aliases_as_written_and_as_read(small: Knowledge) -> None:
    row = procedure(title="Cấp thẻ căn cước", aliases="làm cccd;tôi muốn sổ đỏ")

    assert forms_of(row, make_reader(small)) == [
        ("cap", "the", "can", "cuoc"),
        ("lam", "can", "cuoc"),
        ("toi", "muon", "so", "do"),
        ("giay", "chung", "nhan", "quyen", "su", "dung", "dat"),
    ]


def test_an_alias_that_only_asks_has_no_empty_form(small: Knowledge) -> None:
    assert forms_of(procedure(title="Sổ", aliases="nộp ở đâu"), make_reader(small)) == [
        ("so",),
        ("nop", "o", "dau"),
    ]


@pytest.mark.parametrize(
    ("words", "text", "content"),
    [
        ({"official": {"gia hạn visa": "gia hạn thị thực"}}, "gia hạn visa", "gia han thi thuc"),
        ({"official": {"mở tiệm photo": "hoạt động in"}}, "tôi mở tiệm photo", "toi hoat dong in"),
        ({"abbreviations": {"gks": "giấy khai sinh"}}, "gks", "giay khai sinh"),
        ({"teencode": {"ko bít": "không biết"}}, "ko bit", "khong biet"),
        ({"dialect": {"ở mô": "ở đâu"}}, "ở mô", "o dau"),
        ({"fillers": ("hello ad",)}, "hello ad khai sinh", "khai sinh"),
    ],
)
def test_the_reader_speaks_the_vocabulary_and_takes_none_of_it_for_keystrokes(
    small: Knowledge, words: dict[str, object], text: str, content: str
) -> None:
    reader = make_reader(replace(small, vocabulary=vocabulary(**words)))  # type: ignore[arg-type]

    assert " ".join(reader.read(text).content) == content


def test_a_word_of_the_faq_is_not_taken_for_keystrokes(small: Knowledge) -> None:
    entry = small.faq[0].model_copy(update={"questions": ("test", "thử bot")})

    assert make_reader(replace(small, faq=(entry,))).read("test").words == ("test",)


def test_every_phrase_that_asks_is_heard_in_the_own_vocabulary(knowledge: Knowledge) -> None:
    reader = make_reader(knowledge)
    unheard = {
        (aspect, phrase)
        for aspect, phrases in knowledge.vocabulary.aspects.items()
        for phrase in phrases
        if not reader.read(phrase).aspects
    }

    assert unheard == set()


def test_two_things_asked_at_once_are_both_heard_in_the_own_vocabulary(knowledge: Knowledge) -> None:
    question = make_reader(knowledge).read("đăng ký kết hôn nộp ở đâu và lệ phí bao nhiêu tiền")

    assert question.aspects == (Aspect.WHERE, Aspect.FEE)


@pytest.mark.parametrize("method", [TELEX, VNI], ids=["telex", "vni"])
def test_nearly_all_words_of_titles_are_read_though_typed_with_the_input_method_off(
    knowledge: Knowledge, method: InputMethod
) -> None:
    reader = make_reader(replace(knowledge, vocabulary=vocabulary()))
    typed = {token.typed for row in knowledge.procedures for token in tokens(row.title) if token.typed.isalpha()}
    read = {word for word in typed if reader.read(method.keys(word, tone_last=True)).words == (fold_syllable(word),)}

    assert len(read) / len(typed) >= 0.97


def test_a_cache_that_cannot_be_written_is_told_and_done_without(small: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    _, told = build(small, tmp_path / "file" / "index")

    assert told[-1].startswith(
        f"Không lưu tạm được chỉ mục ở {tmp_path / 'file' / 'index'}: một phần của đường dẫn là tệp"
    )
