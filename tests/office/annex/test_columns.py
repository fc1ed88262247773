import pytest

from bot.knowledge.values import ServiceLevel
from bot.office.annex.columns import Column, Kind, column, is_title_header, lists_both, named_level, plain

POSTAL_LIST = "DANH MỤC TTHC TIẾP NHẬN HỒ SƠ, TRẢ KẾT QUẢ QUA DỊCH VỤ BƯU CHÍNH CÔNG ÍCH"


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("STT", Kind.NUMBER),
        ("Số TT", Kind.NUMBER),
        ("Tên thủ tục hành chính", Kind.TITLE),
        ("TÊN TTHC/dịch vụ công", Kind.TITLE),
        ("Thủ tục hành chính", Kind.TITLE),
        ("Mã TTHC", Kind.CODE),
        ("Mã số", Kind.CODE),
        ("Lĩnh vực", Kind.FIELD),
        ("Cơ quan tiếp nhận hồ sơ", Kind.AGENCY),
        ("Đơn vị thực hiện", Kind.AGENCY),
        ("Cấp thực hiện", Kind.GOVERNMENT),
        ("Ghi chú", Kind.OTHER),
        ("Thời hạn trả kết quả", Kind.OTHER),
    ],
)
def test_columns_of_facts_are_known_by_their_headers_even_in_lists_about_post(header: str, kind: Kind) -> None:
    assert column([header], POSTAL_LIST) == Column(kind)


@pytest.mark.parametrize(
    ("path", "title", "expected"),
    [
        (["Thực hiện qua BCCI", "Tiếp nhận hồ sơ"], "", Column(Kind.RECEIVE)),
        (["Thực hiện qua BCCI", "Trả kết quả"], "", Column(Kind.GIVE_BACK)),
        (["Tiếp nhận"], POSTAL_LIST, Column(Kind.RECEIVE)),
        (["Tiếp nhận và trả kết quả qua bưu điện"], "", Column(Kind.POST)),
        (["Thực hiện qua BCCI"], POSTAL_LIST, Column(Kind.POST)),
        (["Tiếp nhận hồ sơ qua BCCI", "Không thực hiện"], "", Column(Kind.RECEIVE, negated=True)),
        (["Thực hiện"], POSTAL_LIST, Column(Kind.POST)),
        (["Cách thức nộp hồ sơ", "Qua bưu chính"], "", Column(Kind.RECEIVE)),
        (["Cách thức nộp hồ sơ", "Trực tiếp"], POSTAL_LIST, Column(Kind.OTHER)),
        (["Tiếp nhận"], "DANH MỤC THỦ TỤC TẠI BỘ PHẬN MỘT CỬA", Column(Kind.OTHER)),
        (["Thực hiện qua BCCI"], "DANH MỤC", Column(Kind.OTHER)),
    ],
)
def test_columns_about_post_say_filing_result_or_both_and_only_where_the_list_says_so(
    path: list[str], title: str, expected: Column
) -> None:
    assert column(path, title) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (["Mức độ", "3"], Column(Kind.LEVEL, level=ServiceLevel.PARTIAL)),
        (["Mức độ dịch vụ công trực tuyến", "Toàn trình"], Column(Kind.LEVEL, level=ServiceLevel.FULL)),
        (["Mức độ"], Column(Kind.LEVEL)),
        (["DVC trực tuyến một phần"], Column(Kind.LEVEL, level=ServiceLevel.PARTIAL)),
        (["Mức thu lệ phí"], Column(Kind.OTHER)),
    ],
)
def test_columns_of_service_levels_name_one_or_leave_it_to_the_cells(path: list[str], expected: Column) -> None:
    assert column(path, "") == expected


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("4", ServiceLevel.FULL),
        ("Mức độ 4", ServiceLevel.FULL),
        ("toàn trình", ServiceLevel.FULL),
        ("Một phần", ServiceLevel.PARTIAL),
        ("Mức 3", ServiceLevel.PARTIAL),
        ("2", ServiceLevel.OFFLINE),
        ("1", ServiceLevel.OFFLINE),
        ("Toàn trình hoặc một phần", None),
        ("34", None),
        ("", None),
    ],
)
def test_old_and_new_names_of_levels_are_one(cell: str, level: ServiceLevel | None) -> None:
    assert named_level(plain(cell)) is level


def test_a_list_names_both_only_if_it_says_so() -> None:
    assert lists_both("THỰC HIỆN VÀ KHÔNG THỰC HIỆN TIẾP NHẬN HỒ SƠ")
    assert not lists_both(POSTAL_LIST)
    assert not lists_both("DANH MỤC KHÔNG THỰC HIỆN TIẾP NHẬN HỒ SƠ")


def test_a_procedure_called_thu_tuc_is_no_header() -> None:
    assert is_title_header("Tên thủ tục")
    assert not is_title_header("THỦ TỤC QUỸ TỰ GIẢI THỂ (Cấp xã)")
