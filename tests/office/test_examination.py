from pathlib import Path

import pytest

from bot.knowledge.files import FAQ, MUST_FIND, PROCEDURES, read_folder
from bot.knowledge.problems import Severity
from bot.knowledge.reading import read_knowledge
from bot.office.examination import Examined, build_index, examine
from bot.office.submission import Upload
from bot.search import build
from bot.search.prepared import index_key, unpack
from tests.office.books import HEADER, ROW, book, opened
from tests.office.uploads import changed, far_cell, too_large, without, zip_bomb
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE

MISSPELLED = ["toàn trìn" if cell == "toàn trình" else cell for cell in ROW]


@pytest.fixture
def base(folder: Path) -> dict[str, bytes]:
    return read_folder(folder)


def refused(found: Examined) -> bool:
    return not found.report.is_sound and found.files is None and found.index is None


def test_a_faulty_sheet_is_told_by_sheet_row_and_column_and_comes_back_marked(
    base: dict[str, bytes], tmp_path: Path
) -> None:
    upload = Upload("a.xlsx", book({"Thủ tục": [HEADER, ROW, MISSPELLED]}))

    found = examine(base, [upload], [], tmp_path)

    [problem] = found.report.problems
    assert (problem.file, problem.sheet, problem.line, problem.column) == ("a.xlsx", "Thủ tục", 3, "service_level")
    assert "có phải “toàn trình”?" in problem.message
    assert refused(found)
    assert found.marked
    assert opened(found.marked)["Thủ tục"].cell(3, MISSPELLED.index("toàn trìn") + 1).comment


def test_a_fault_between_rows_is_told_where_the_office_sees_it(base: dict[str, bytes], tmp_path: Path) -> None:
    upload = Upload("a.xlsx", book({"Thủ tục": [["DANH SÁCH"], HEADER, ROW, [], ROW]}))

    found = examine(base, [upload], [], tmp_path)

    [problem] = found.report.problems
    assert (problem.file, problem.sheet, problem.line, problem.column) == ("a.xlsx", "Thủ tục", 5, "code")
    assert problem.message.startswith(f"mã {BIRTH} đã có ở dòng 3")
    assert refused(found)
    assert found.marked
    assert opened(found.marked)["Thủ tục"].cell(5, 1).comment


def test_what_is_served_already_changes_nothing(base: dict[str, bytes], index_cache: Path) -> None:
    found = examine(base, [Upload("cu.csv", base[PROCEDURES])], [], index_cache)

    assert found.report.changes_nothing
    assert (found.files, found.index, found.marked) == (None, None, None)


def test_a_sound_load_comes_with_its_files_and_its_differences(base: dict[str, bytes], index_cache: Path) -> None:
    found = examine(base, [changed(("toàn trình,có", "một phần,không"))], [], index_cache)

    assert found.report.words == ("1 thủ tục không còn nhận qua bưu điện.", "1 thủ tục từ toàn trình thành một phần.")
    assert [(one.code, one.field) for one in found.report.differences.changed] == [
        (BIRTH, "service_level"),
        (BIRTH, "postal"),
    ]
    assert found.files
    assert {name for name in base if found.files[name] != base[name]} == {PROCEDURES}


def test_a_sound_load_comes_with_an_index_that_others_need_not_build(
    base: dict[str, bytes], index_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examine(base, [changed(("làm giấy khai sinh", "khai sinh cho con"))], [], index_cache)
    assert found.files
    assert found.index
    knowledge = read_knowledge(found.files)
    unpack(found.index.packed, tmp_path / "elsewhere" / found.index.key)
    monkeypatch.setattr(build, "_prepare", None)

    search = build.build_search(knowledge, tmp_path / "elsewhere")

    assert found.index.key == index_key(knowledge)
    assert search.find("khai sinh cho con").candidates[0].code == BIRTH


def test_an_index_can_be_built_by_itself(base: dict[str, bytes], index_cache: Path, tmp_path: Path) -> None:
    index = build_index(base, index_cache)

    unpack(index.packed, tmp_path / "index")
    assert (tmp_path / "index" / "forms.json").is_file()


def test_a_third_of_the_rows_gone_is_a_warning_and_no_fault(base: dict[str, bytes], index_cache: Path) -> None:
    rows = base[PROCEDURES].decode().splitlines(keepends=True)

    report = examine(base, [Upload("moi.csv", "".join(rows[:3]).encode())], [], index_cache).report

    assert report.is_sound
    assert any(one.message.startswith("2 trên 4 thủ tục đang có không còn trong tệp mới") for one in report.warnings)
    assert {one.severity for one in report.warnings} == {Severity.WARNING}


def test_a_new_doubt_is_told_with_the_name_of_the_upload_and_an_old_one_is_not_told_again(
    base: dict[str, bytes], index_cache: Path
) -> None:
    doubled = changed(("làm giấy khai sinh", "làm khai sinh; lam khai sinh"), name="ten.csv")
    first = examine(base, [doubled], [], index_cache)
    assert first.files

    again = examine(
        first.files,
        [Upload("ten.csv", doubled.data.replace(b",x\xc3\xa3,", b",x\xc3\xa3; t\xe1\xbb\x89nh,", 1))],
        [],
        index_cache,
    )

    assert [(one.file, one.line, one.column) for one in first.report.warnings] == [("ten.csv", 2, "aliases")]
    assert again.report.is_sound
    assert not again.report.changes_nothing
    assert [one for one in again.report.warnings if one.column == "aliases"] == []


def test_a_question_that_must_be_found_and_would_be_missed_is_listed(base: dict[str, bytes], index_cache: Path) -> None:
    [missed] = examine(base, [without(MARRIAGE)], [], index_cache).report.missed

    assert missed.question == "đăng ký kết hôn"
    assert missed.before == f"{MARRIAGE} Thủ tục đăng ký kết hôn"
    assert missed.after.startswith("thủ tục bị bỏ; ")


def test_a_question_that_people_asked_and_would_be_missed_is_listed(base: dict[str, bytes], index_cache: Path) -> None:
    asked = ["cấp thẻ căn cước", "đăng ký khai sinh"]

    report = examine(base, [without(ID_CARD)], asked, index_cache).report

    assert [(one.question, one.before) for one in report.missed] == [
        ("cấp thẻ căn cước", f"{ID_CARD} Cấp thẻ căn cước")
    ]


def test_another_part_can_be_replaced_alone(base: dict[str, bytes], index_cache: Path) -> None:
    faq = Upload(FAQ, base[FAQ].replace("Chào anh/chị.".encode(), "Kính chào anh/chị.".encode()))

    found = examine(base, [faq], [], index_cache)

    assert found.report.is_sound
    assert found.report.differences.other
    assert found.files
    assert found.files[FAQ] == faq.data


def test_a_table_and_its_questions_come_in_one_load(base: dict[str, bytes], index_cache: Path) -> None:
    renamed = changed((ID_CARD, "2.000409"))
    questions = Upload(
        MUST_FIND, f"question,codes,note\nthẻ căn cước,2.000409,\nđăng ký kết hôn,{MARRIAGE},\n".encode()
    )

    found = examine(base, [renamed, questions], [], index_cache)

    assert found.report.problems == ()
    assert [one.code for one in found.report.differences.added] == ["2.000409"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (zip_bomb, "Tệp bung ra lớn quá (hơn 100 MB)"),
        (far_cell, "Có chữ ở dòng 1048576; mỗi trang tính nhiều nhất 20.000 dòng"),
        (too_large, "Tệp lớn quá (51 MB); nhiều nhất 20 MB"),
    ],
)
def test_a_file_made_to_burst_is_refused_in_words(
    base: dict[str, bytes], tmp_path: Path, make: object, told: str
) -> None:
    assert callable(make)

    found = examine(base, [make()], [], tmp_path)

    [problem] = found.report.problems
    assert problem.message.startswith(told)
    assert "gửi lại" in problem.message
    assert refused(found)
