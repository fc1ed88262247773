from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Government
from bot.office.annex.agreement import agency_agrees, agreement, field_agrees, level_differs
from bot.office.annex.rows import AnnexRow
from tests.small_knowledge import BIRTH


def test_names_agree_whatever_case_and_punctuation_and_by_the_agency_before_too(small: Knowledge) -> None:
    procedure = small.by_code[BIRTH].model_copy(
        update={"field": "An toàn, vệ sinh lao động", "agency": "A; Sở Nội vụ", "agency_before_2025_07": "Sở Lao động"}
    )

    assert field_agrees(AnnexRow("", 1, "", field="AN TOÀN VỆ SINH LAO ĐỘNG"), procedure)
    assert agency_agrees(AnnexRow("", 1, "", agency="SỞ NỘI VỤ"), procedure)
    assert agency_agrees(AnnexRow("", 1, "", agency="Sở lao động"), procedure)
    assert not agency_agrees(AnnexRow("", 1, "", agency="Công an tỉnh"), procedure)
    assert not field_agrees(AnnexRow("", 1, ""), procedure)


def test_a_level_differs_only_where_the_procedure_is_not_done_there(small: Knowledge) -> None:
    commune = small.by_code[BIRTH]

    assert level_differs(Government.PROVINCE, commune)
    assert not level_differs(Government.COMMUNE, commune)
    assert not level_differs(Government.DISTRICT, commune)
    assert not level_differs(None, commune)


def test_what_agrees_counts_for_and_a_level_that_differs_against(small: Knowledge) -> None:
    procedure = small.by_code[BIRTH].model_copy(update={"field": "Hộ tịch"})

    assert agreement(AnnexRow("", 1, "", field="Hộ tịch", government=Government.COMMUNE), procedure) == 2
    assert agreement(AnnexRow("", 1, "", government=Government.PROVINCE), procedure) == -1
