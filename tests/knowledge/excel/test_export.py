from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.knowledge.excel.export import SHEETS, SPARE_ROWS, export_workbook
from bot.knowledge.excel.guide import GUIDE_SHEET
from bot.knowledge.headers import LABELS, field_of
from bot.knowledge.models import Model, Procedure
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import OfficeRow, PlaceRow, Places
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import WORDS, Applicant, LevelsBasis, Postal, Receiver, ServiceLevel
from tests.knowledge.examples import procedure
from tests.knowledge.holdings import holding, rows

PLACE = PlaceRow(former_commune="xã A", former_district="huyện B", commune="xã C", source="Thử", as_of="2025-07-01")
OFFICE = OfficeRow(commune="xã C", receiver=Receiver.COMMUNE, address="1 Trần Phú", source="Thử", as_of="2026")
QUESTION = MustFind(question="khai sinh ở đâu", codes=("1.000001", "1.000002"))


def opened(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def read_back(workbook: Workbook, name: str) -> list[Model]:
    """Return the rows of a sheet as its model reads them, headers told by what officials call them."""
    model = SHEETS[name]
    header, *lines = workbook[name].iter_rows(values_only=True)
    fields = [str(field_of(model, str(cell))) for cell in header]
    return [model.model_validate({name: cell or "" for name, cell in zip(fields, line, strict=True)}) for line in lines]


@pytest.fixture(scope="module")
def small() -> Workbook:
    knowledge = holding(*rows(2, aliases="một;hai"), places=Places.of([PLACE], [OFFICE]))
    return opened(export_workbook(knowledge, [QUESTION], [PLACE]))


def test_all_real_procedures_come_back_the_same(knowledge: Knowledge) -> None:
    workbook = load_workbook(BytesIO(export_workbook(knowledge)), read_only=True)

    assert read_back(workbook, "Thủ tục") == list(knowledge.procedures)


def test_places_offices_and_questions_come_back_the_same(small: Workbook) -> None:
    assert read_back(small, "Xã, phường") == [PLACE]
    assert read_back(small, "Nơi nộp") == [OFFICE]
    assert read_back(small, "Câu phải tìm ra") == [QUESTION]


def test_an_empty_sheet_of_places_or_questions_is_not_there_to_be_sent_back() -> None:
    workbook = opened(export_workbook(holding(procedure())))

    assert workbook.sheetnames == ["Thủ tục", "Nơi nộp", GUIDE_SHEET]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1+1", "https://x.vn", "007", "1e5"])
def test_no_cell_is_ever_a_formula_a_link_or_a_number(text: str) -> None:
    odd = procedure().model_copy(update={"title": text, "agency": text})

    sheet = opened(export_workbook(holding(odd)))["Thủ tục"]

    for cell in (sheet["B2"], sheet["F2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_codes_are_text_also_in_rows_still_to_be_filled(small: Workbook) -> None:
    sheet = small["Thủ tục"]

    assert (sheet["A2"].data_type, sheet["A2"].number_format) == ("s", "@")
    assert sheet.column_dimensions["A"].number_format == "@"


def test_columns_of_one_fixed_value_have_a_list_to_pick_from(small: Workbook) -> None:
    offered = {
        str(rule.sqref): rule.formula1.strip('"').split(",")
        for rule in small["Thủ tục"].data_validations.dataValidation
    }

    columns = {"I": LevelsBasis, "K": ServiceLevel, "L": Postal}
    assert offered == {f"{c}2:{c}{3 + SPARE_ROWS}": list(WORDS[kind].values()) for c, kind in columns.items()}


def test_the_note_of_a_header_tells_what_is_needed_and_allowed(small: Workbook) -> None:
    sheet = small["Thủ tục"]
    notes = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}

    assert list(notes) == list(LABELS[Procedure].values())
    assert "Bắt buộc." in notes["Nguồn"]
    assert "Có thể để trống." in notes["Kết quả"]
    assert all(word in notes["Đối tượng thực hiện"] for word in WORDS[Applicant].values())


def test_headers_stay_in_view_can_be_filtered_and_are_printed_on_every_page(small: Workbook) -> None:
    sheet = small["Thủ tục"]

    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:T3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_the_guide_explains_every_column_of_every_sheet(small: Workbook) -> None:
    told = {line[:2] for line in small[GUIDE_SHEET].iter_rows(values_only=True)}

    assert {(name, label) for name, model in SHEETS.items() for label in LABELS[model].values()} <= told
