import pytest

from bot.knowledge.values import Government
from bot.office.annex.groups import Group, government, is_group
from bot.services import Snapshot


def test_a_field_stands_below_its_agency_and_a_new_agency_ends_it() -> None:
    agency = Group().under("I. SỞ TƯ PHÁP")
    with_field = agency.under("1. Lĩnh vực Hộ tịch")
    other = with_field.under("II. SỞ Y TẾ")

    assert (with_field.agency, with_field.field) == ("SỞ TƯ PHÁP", "Hộ tịch")
    assert (other.agency, other.field) == ("SỞ Y TẾ", "")


def test_a_level_of_government_reaches_over_agencies_and_ends_with_the_next_level() -> None:
    province = Group().under("A. THỦ TỤC HÀNH CHÍNH CẤP TỈNH").under("I. SỞ TƯ PHÁP")
    commune = province.under("B. DANH MỤC TTHC THUỘC THẨM QUYỀN GIẢI QUYẾT CỦA UBND CẤP XÃ")

    assert province.government is Government.PROVINCE
    assert commune == Group(government=Government.COMMUNE)


def test_an_agency_names_its_level_only_for_itself() -> None:
    commune = Group().under("I. ỦY BAN NHÂN DÂN CẤP XÃ")

    assert commune.government is None
    assert government(commune.agency) is Government.COMMUNE
    assert government(commune.under("II. CHI CỤC KIỂM LÂM").agency) is None


def test_a_heading_that_says_neither_is_an_agency_if_numbered_like_one_else_a_field() -> None:
    agency = Group().under("I. SỞ TƯ PHÁP")

    assert agency.under("1. Hộ tịch") == Group(field="Hộ tịch", agency="SỞ TƯ PHÁP", style="I")
    assert agency.under("II. TẬP ĐOÀN ĐIỆN LỰC").agency == "TẬP ĐOÀN ĐIỆN LỰC"


def test_a_heading_about_what_is_not_done_holds_until_one_about_what_is_done() -> None:
    not_done = Group().under("I. SỞ Y TẾ").under("B. THỦ TỤC KHÔNG THỰC HIỆN QUA BƯU CHÍNH").under("I. SỞ TƯ PHÁP")

    assert not_done.negated
    assert not_done.under("1. Lĩnh vực Hộ tịch").negated
    assert not_done.under("II. CƠ QUAN THỰC HIỆN: SỞ Y TẾ").negated
    assert not not_done.under("C. THỦ TỤC THỰC HIỆN QUA BƯU CHÍNH").negated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND cấp huyện", Government.DISTRICT),
        ("Sở Tư pháp", Government.PROVINCE),
        ("Xã", Government.COMMUNE),
        ("Bảo hiểm xã hội", None),
        ("Liên minh hợp tác xã", None),
        ("Tỉnh, huyện", None),
        ("Cục Sở hữu trí tuệ", None),
        ("Sở Xây dựng; UBND cấp huyện", None),
    ],
)
def test_one_level_of_government_is_read_from_a_name_or_none(text: str, expected: Government | None) -> None:
    assert government(text) is expected


def test_no_real_title_is_taken_for_a_group(snapshot: Snapshot) -> None:
    taken = [procedure.title for procedure in snapshot.knowledge.procedures if is_group(procedure.title)]

    assert taken == []
