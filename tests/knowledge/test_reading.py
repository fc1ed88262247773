from pathlib import Path

import pytest

from bot.knowledge.files import EVENTS, FAQ, MUST_FIND, OUTSIDE, PROCEDURES, TOTALS, VOCABULARY, digest, read_folder
from bot.knowledge.problems import KnowledgeError, Problem, Severity
from bot.knowledge.reading import load_knowledge, read_knowledge
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN, write_small_knowledge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_knowledge(tmp_path / "knowledge")


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(folder)
    return caught.value.problems


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_folder_is_read_as_one_whole(folder: Path) -> None:
    knowledge = load_knowledge(folder)

    assert [procedure.code for procedure in knowledge.procedures] == [BIRTH, MARRIAGE, MARRIAGE_AGAIN, ID_CARD]
    assert [entry.id for entry in knowledge.faq] == ["xin-chao"]
    assert [total.value for total in knowledge.totals] == [1904]
    assert knowledge.version == digest(read_folder(folder))


def test_procedures_are_found_by_code(folder: Path) -> None:
    knowledge = load_knowledge(folder)

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


def test_a_question_that_must_find_no_known_procedure_is_refused(folder: Path) -> None:
    append(folder / MUST_FIND, "làm gì đó,9.999999,\n")

    assert problems_of(folder) == [Problem(MUST_FIND, 3, "codes", "mã 9.999999 không có trong procedures.csv")]


def without(files: dict[str, bytes], code: str) -> dict[str, bytes]:
    """Return the files with a procedure's row taken out and nothing else."""
    rows = files[PROCEDURES].decode().splitlines(keepends=True)
    return files | {PROCEDURES: "".join(row for row in rows if not row.startswith(code)).encode()}


def test_an_office_may_drop_a_procedure_that_other_files_still_name(folder: Path) -> None:
    knowledge = read_knowledge(without(read_folder(folder), MARRIAGE))

    assert [(problem.file, problem.line, problem.severity) for problem in knowledge.warnings] == [
        (EVENTS, 0, Severity.WARNING),
        (MUST_FIND, 2, Severity.WARNING),
    ]
    assert knowledge.events == ()  # one procedure is left, about which there is nothing to ask
    assert knowledge.must_find == ()


def test_a_review_of_clean_data_finds_nothing(folder: Path) -> None:
    assert load_knowledge(folder).warnings == ()


def test_a_review_names_doubtful_aliases(folder: Path) -> None:
    path = folder / PROCEDURES
    text = path.read_text(encoding="utf-8").replace("làm giấy khai sinh", "khai sinh con;khai sinh còn")
    path.write_text(text, encoding="utf-8")

    message = "tên gọi “khai sinh con” ghi hai lần (không kể dấu)"
    assert load_knowledge(folder).warnings == (Problem(PROCEDURES, 2, "aliases", message, Severity.WARNING),)
