from pathlib import Path

import pytest

from bot.knowledge.must_find import read_must_find
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.snapshot import Knowledge
from bot.search.evaluation import not_found
from bot.services import Snapshot
from tests.conftest import ROOT


def written(folder: Path, *rows: str) -> Path:
    (folder / "must_find.csv").write_text("\n".join(("question,codes,note", *rows)) + "\n", encoding="utf-8")
    return folder


def test_every_question_that_must_be_found_is_found(snapshot: Snapshot) -> None:
    rows = read_must_find(ROOT / "knowledge", snapshot.knowledge)

    assert len(rows) >= 300
    assert not_found(snapshot.search, rows) == []


def test_a_question_that_finds_another_procedure_is_named_with_its_line(snapshot: Snapshot, tmp_path: Path) -> None:
    folder = written(tmp_path, "đăng ký khai sinh,1.001193,", "đăng ký khai sinh,1.014064,")

    (problem,) = not_found(snapshot.search, read_must_find(folder, snapshot.knowledge))

    assert (problem.file, problem.line, problem.column) == ("must_find.csv", 3, "question")
    assert "không tìm ra 1.014064" in problem.message


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("đăng ký khai sinh,9.999999,", "codes", "không có trong procedures.csv"),
        ("đăng ký khai sinh,abc,", "codes", "không phải mã thủ tục"),
        ("đăng ký khai sinh,,", "codes", "phải có ít nhất 1 mục"),
        (",1.001193,", "question", "đang để trống"),
    ],
)
def test_a_fault_names_its_line_and_column(
    knowledge: Knowledge, tmp_path: Path, row: str, column: str, reason: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_must_find(written(tmp_path, row), knowledge)

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, column)
    assert reason in problem.message


def test_a_code_may_carry_its_provinces_suffix(knowledge: Knowledge, tmp_path: Path) -> None:
    folder = written(tmp_path, "khai sinh,1.001193.000.00.00.H34;1.000894,Hộ tịch")

    assert read_must_find(folder, knowledge)[0].row.codes == ("1.001193", "1.000894")
