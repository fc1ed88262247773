"""Whatever file an official opens in Excel: what somebody else wrote stays text there and is never worked out."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.cell import Cell, MergedCell

from bot.knowledge.excel.export import export_workbook
from bot.knowledge.excel.marks import marked_workbook
from bot.knowledge.problems import Problem
from bot.knowledge.spreadsheets.reading import Sheet
from bot.office.annex.matching import match_all
from bot.office.annex.review_book import write_review
from bot.office.annex.rows import Annex, AnnexRow, Marks, Subject
from bot.office.reach_book import report_book
from bot.services import Snapshot
from bot.settings import ROOT
from tests.knowledge.examples import procedure
from tests.knowledge.holdings import holding
from tests.office.test_reach_book import report
from tests.small_knowledge import small_snapshot

HOSTILE = ("=1+1", "+84", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://evil.test")', "http://evil.test")
"""What Excel, or LibreOffice, works out where a cell is not marked as text."""
WRITERS = {"knowledge/excel/book.py", "office/annex/review_book.py", "knowledge/table_writer.py"}
"""Every module that writes tables: `reach_book` fills what `book` makes, and `table_writer` is for versions of the
knowledge base, which no page hands out. A new one gets its line in EXPORTS."""


def marked(text: str, _: Snapshot) -> bytes:
    problem = Problem("a.xlsx", 1, "", text, sheet="Bảng")
    return marked_workbook((Sheet("Bảng", ((text, "Mã"),)),), (problem,), {})


def review(text: str, snapshot: Snapshot) -> bytes:
    rows = (AnnexRow("Phụ lục", 5, text, Marks(give_back=True), agency=text),)
    annex = Annex(frozenset(Subject), text, "2020-07-21", rows, (text,), (text,))
    return write_review(annex, match_all(rows, snapshot.knowledge, snapshot.search), snapshot.knowledge)


def reach(text: str, _: Snapshot) -> bytes:
    return report_book(report(text))


def knowledge(text: str, _: Snapshot) -> bytes:
    return export_workbook(holding(procedure().model_copy(update={"title": text, "agency": text})))


EXPORTS: tuple[Callable[[str, Snapshot], bytes], ...] = (knowledge, marked, review, reach)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return small_snapshot(tmp_path_factory.mktemp("exports"))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.__name__)
def test_no_cell_is_ever_worked_out_or_followed(export: Callable[[str, Snapshot], bytes], snapshot: Snapshot) -> None:
    for text in HOSTILE:
        book = openpyxl.load_workbook(io.BytesIO(export(text, snapshot)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

        assert any(text.strip() in str(cell.value) for cell in cells), text
        assert [cell.coordinate for cell in cells if cell.data_type == "f" or leads_out(cell)] == [], text


def leads_out(cell: Cell | MergedCell) -> bool:
    """Say whether a cell is a link, but for those to a faulty cell of the same file."""
    return bool(cell.hyperlink and cell.hyperlink.target)


def test_no_module_makes_a_workbook_in_another_way() -> None:
    found = {
        path.relative_to(ROOT / "bot").as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if "xlsxwriter.Workbook(" in (text := path.read_text(encoding="utf-8")) or "csv.writer(" in text
    }

    assert found == WRITERS
