from pathlib import Path

import pytest

from bot.knowledge.files import MUST_FIND, read_folder
from bot.knowledge.models import Numbered
from bot.knowledge.must_find import MustFind
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.reading import read_knowledge
from bot.search.evaluation import not_found
from bot.services import Snapshot
from tests.small_knowledge import BIRTH, MARRIAGE, write_small_knowledge


def must_find(folder: Path, row: str) -> tuple[Numbered[MustFind], ...]:
    """Return the questions of a knowledge base whose only one is `row`."""
    files = read_folder(write_small_knowledge(folder))
    return read_knowledge(files | {MUST_FIND: f"question,codes,note\n{row}\n".encode()}, strict=True).must_find


def test_every_question_that_must_be_found_is_found(snapshot: Snapshot) -> None:
    assert len(snapshot.knowledge.must_find) >= 300
    assert not_found(snapshot.search, snapshot.knowledge.must_find) == []


def test_a_question_that_finds_another_procedure_is_named_with_its_line(snapshot: Snapshot) -> None:
    rows = [Numbered(2, _wanting("1.001193")), Numbered(3, _wanting("1.014064"))]

    (problem,) = not_found(snapshot.search, rows)

    assert (problem.file, problem.line, problem.column) == ("must_find.csv", 3, "question")
    assert "không tìm ra 1.014064" in problem.message


def _wanting(code: str) -> MustFind:
    return MustFind(question="đăng ký khai sinh", codes=(code,))


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("đăng ký khai sinh,9.999999,", "codes", "không có trong procedures.csv"),
        ("đăng ký khai sinh,abc,", "codes", "không phải mã thủ tục"),
        ("đăng ký khai sinh,,", "codes", "phải có ít nhất 1 mục"),
        (",1.001193,", "question", "đang để trống"),
    ],
)
def test_a_fault_names_its_line_and_column(tmp_path: Path, row: str, column: str, reason: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        must_find(tmp_path, row)

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, column)
    assert reason in problem.message


def test_a_code_may_carry_its_provinces_suffix(tmp_path: Path) -> None:
    (numbered,) = must_find(tmp_path, f"khai sinh,{BIRTH}.000.00.00.H34;{MARRIAGE},Hộ tịch")

    assert numbered.row.codes == (BIRTH, MARRIAGE)
