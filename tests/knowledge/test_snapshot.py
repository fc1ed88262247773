from pathlib import Path

import pytest

from bot.knowledge.problems import KnowledgeError, Problem, Severity
from bot.knowledge.snapshot import (
    EVENTS,
    FAQ,
    FILES,
    OUTSIDE,
    PROCEDURES,
    TOTALS,
    VOCABULARY,
    Knowledge,
    digest,
    review,
)
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN, write_small_knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_knowledge(tmp_path / "knowledge")


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        Knowledge.load(folder)
    return caught.value.problems


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_folder_is_read_as_one_whole(folder: Path) -> None:
    knowledge = Knowledge.load(folder)

    assert [procedure.code for procedure in knowledge.procedures] == [BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD]
    assert [entry.id for entry in knowledge.faq] == ["xin-chao"]
    assert [total.value for total in knowledge.totals] == [1904]
    assert knowledge.version == digest(folder)


def test_procedures_are_found_by_code(folder: Path) -> None:
    knowledge = Knowledge.load(folder)

    assert set(knowledge.by_code) == {BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD}
    assert knowledge.by_code[ID_CARD].title == "Cấp thẻ căn cước"


def test_the_faults_of_all_files_are_reported_at_once(folder: Path) -> None:
    append(folder / PROCEDURES, "1.001193,Khai sinh,,xã,nguồn ghi,trung tâm xã,mức 4,có,,Nguồn thử,2026-07-18\n")
    append(folder / FAQ, "  - id: xin-chao\n")
    append(folder / VOCABULARY, "verbs: []\n")
    append(folder / EVENTS, "verbs: []\n")
    append(folder / OUTSIDE, "  - Hom nay TROI mua\n")
    append(folder / TOTALS, "\tlabel: x\n")

    assert [(problem.file, problem.line, problem.column) for problem in problems_of(folder)] == [
        (PROCEDURES, 6, "service_level"),
        (FAQ, 8, "entries.1.answer"),
        (FAQ, 8, "entries.1.as_of"),
        (FAQ, 8, "entries.1.kind"),
        (FAQ, 8, "entries.1.questions"),
        (FAQ, 8, "entries.1.source"),
        (VOCABULARY, 10, "verbs"),
        (EVENTS, 11, "verbs"),
        (OUTSIDE, 5, "messages.1"),
        (TOTALS, 7, ""),
    ]


def test_every_missing_file_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == [Problem(file, 0, "", "không có tệp này") for file in FILES]


def test_the_faults_of_rows_and_between_rows_come_together_by_line(folder: Path) -> None:
    append(folder / PROCEDURES, "1.001193,Một,,xã,nguồn ghi,trung tâm xã,chưa rõ,có,,Nguồn thử,2026-07-18\n")
    append(folder / PROCEDURES, "x,Hai,,xã,nguồn ghi,trung tâm xã,chưa rõ,có,,Nguồn thử,2026-07-18\n")

    assert problems_of(folder) == [
        Problem(PROCEDURES, 6, "code", "mã 1.001193 đã có ở dòng 2"),
        Problem(PROCEDURES, 7, "code", "“x” không phải mã thủ tục; mã có dạng 1.001193"),
    ]


def test_a_table_without_a_row_is_refused(folder: Path) -> None:
    path = folder / PROCEDURES
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")

    assert problems_of(folder) == [Problem(PROCEDURES, 0, "", "tệp không có dòng thủ tục nào")]


def test_doubled_wordings_keep_the_knowledge_base_from_being_used(folder: Path) -> None:
    append(folder / FAQ, (folder / FAQ).read_text(encoding="utf-8").partition("\n")[2].replace("id: xin", "id: loi"))

    assert problems_of(folder) == [
        Problem(FAQ, 10, "entries.1.questions.0", "“xin chao” ghi hai lần"),
        Problem(FAQ, 10, "entries.1.questions.1", "“chao ban” ghi hai lần"),
    ]


def test_an_event_that_leads_to_no_known_procedure_is_refused(folder: Path) -> None:
    path = folder / EVENTS
    path.write_text(path.read_text(encoding="utf-8").replace("1.001193", "9.999999"), encoding="utf-8")

    assert problems_of(folder) == [Problem(EVENTS, 0, "events.moi-cuoi", "mã 9.999999 không có trong procedures.csv")]


@pytest.mark.parametrize("name", FILES)
def test_the_digest_changes_with_the_bytes_of_every_file(folder: Path, name: str) -> None:
    before = digest(folder)

    append(folder / name, "\n")

    assert digest(folder) != before


def test_the_same_bytes_elsewhere_have_the_same_digest(folder: Path, tmp_path: Path) -> None:
    assert digest(write_small_knowledge(tmp_path / "copy")) == digest(folder)


def test_bytes_moved_from_one_file_to_another_change_the_digest(folder: Path) -> None:
    before = digest(folder)
    faq, vocabulary = (folder / FAQ).read_bytes(), (folder / VOCABULARY).read_bytes()

    (folder / FAQ).write_bytes(faq + vocabulary)
    (folder / VOCABULARY).write_bytes(b"")

    assert digest(folder) != before


def test_a_file_beside_them_changes_nothing(folder: Path) -> None:
    before = digest(folder)

    (folder / "README.md").write_text("Ghi chú", encoding="utf-8")

    assert digest(folder) == before
    assert len(Knowledge.load(folder).procedures) == 4


def test_a_review_of_clean_data_finds_nothing(folder: Path) -> None:
    assert review(folder) == []


def test_a_review_names_doubtful_aliases(folder: Path) -> None:
    path = folder / PROCEDURES
    text = path.read_text(encoding="utf-8").replace("làm giấy khai sinh", "khai sinh con;khai sinh còn")
    path.write_text(text, encoding="utf-8")

    message = "tên gọi “khai sinh con” ghi hai lần (không kể dấu)"
    assert review(folder) == [Problem(PROCEDURES, 2, "aliases", message, Severity.WARNING)]
