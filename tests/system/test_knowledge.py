import shutil
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.system.program import Program


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A copy of the real data with a fault in a row and a fault in an answer."""
    folder = tmp_path / "knowledge"
    shutil.copytree(ROOT / "knowledge", folder)
    procedures = folder / "procedures.csv"
    first, second, *rest = procedures.read_text(encoding="utf-8-sig").split("\n")
    assert second.startswith("1.000005,")
    procedures.write_text("\n".join([first, second.replace("1.000005", "1,5", 1), *rest]), encoding="utf-8")
    faq = folder / "faq.yaml"
    faq.write_text(faq.read_text(encoding="utf-8").replace(" kind: service\n", " kind: phục vụ\n", 1), encoding="utf-8")
    return folder


def test_the_projects_own_data_is_clean(program: Program) -> None:
    result = program.ask_of("knowledge", "check")

    assert "Dữ liệu sạch: không có lỗi, " in result.output.splitlines()[-1]
    assert (result.code, result.errors) == (0, "")


@pytest.mark.parametrize("command", [["knowledge", "check"], ["run"]])
def test_damaged_data_is_told_by_file_line_and_column(program: Program, damaged: Path, command: list[str]) -> None:
    result = program.with_settings(HMC_KNOWLEDGE__FOLDER=str(damaged)).ask_of(*command)

    assert "Dữ liệu có lỗi, chưa dùng được:\n" in result.errors
    assert "procedures.csv:2 lỗi: ô thứ 21 nằm ngoài các cột của tiêu đề; xem lại dấu phân cách" in result.errors
    assert "faq.yaml:4 [entries.0.kind] lỗi: chỉ được là 'service' " in result.errors
    assert "Traceback" not in result.errors
    assert (result.code, result.output) == (1, "")


def test_a_folder_that_is_missing_is_told_file_by_file(program: Program, tmp_path: Path) -> None:
    result = program.with_settings(HMC_KNOWLEDGE__FOLDER=str(tmp_path / "không có")).ask_of("knowledge", "check")

    assert result.errors == (
        "Dữ liệu có lỗi, chưa dùng được:\n"
        "procedures.csv lỗi: không có tệp này\n"
        "faq.yaml lỗi: không có tệp này\n"
        "vocabulary.yaml lỗi: không có tệp này\n"
        "life_events.yaml lỗi: không có tệp này\n"
        "outside.yaml lỗi: không có tệp này\n"
        "published_totals.yaml lỗi: không có tệp này\n"
        "places.csv lỗi: không có tệp này\n"
        "offices.csv lỗi: không có tệp này\n"
        "must_find.csv lỗi: không có tệp này\n"
    )
    assert result.code == 1
