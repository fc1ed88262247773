from pathlib import Path

from bot.knowledge.files import MUST_FIND, read_folder
from bot.office.examination import examine
from bot.office.exporting import export
from bot.office.submission import Upload, read_submission
from tests.office.books import opened


def test_an_export_sent_back_as_it_is_changes_nothing(folder: Path, index_cache: Path) -> None:
    files = read_folder(folder)

    found = examine(files, [Upload("du-lieu.xlsx", export(files))], [], index_cache)

    assert (found.report.problems, found.report.changes_nothing) == ((), True)


def test_an_export_holds_every_table_that_an_office_edits(folder: Path) -> None:
    files = read_folder(folder)

    submission = read_submission([Upload("du-lieu.xlsx", export(files))])

    assert set(submission.files) == {"procedures.csv", "offices.csv", "places.csv", "must_find.csv"}


def test_a_cell_edited_in_an_export_is_the_one_change(folder: Path, index_cache: Path, tmp_path: Path) -> None:
    files = read_folder(folder)
    workbook = opened(export(files))
    cell = next(
        cell
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value == "làm giấy khai sinh"
    )
    cell.value = "làm giấy khai sinh; khai sinh cho con"
    workbook.save(tmp_path / "sua.xlsx")

    found = examine(files, [Upload("sua.xlsx", (tmp_path / "sua.xlsx").read_bytes())], [], index_cache)

    assert found.report.problems == ()
    [change] = found.report.differences.changed
    assert (change.code, change.field, change.after) == (
        "1.001193",
        "aliases",
        "làm giấy khai sinh; khai sinh cho con",
    )


def test_a_question_whose_procedure_is_gone_survives_an_export(folder: Path) -> None:
    files = read_folder(folder) | {MUST_FIND: "question,codes,note\nlàm gì đó,9.999999,\n".encode()}

    questions = opened(export(files))["Câu phải tìm ra"]

    assert [cell.value for cell in questions[2]][:2] == ["làm gì đó", "9.999999"]
