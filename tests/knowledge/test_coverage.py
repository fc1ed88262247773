from datetime import date

from bot.knowledge.coverage import Unknown, counts, standing, unknown_by_field, unknown_by_receiver
from bot.knowledge.models import PublishedTotal
from bot.knowledge.snapshot import Knowledge
from tests.knowledge.examples import faq_entry, life_event, procedure, vocabulary
from tests.knowledge.holdings import holding

URL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1"


def test_what_the_knowledge_base_holds_is_counted() -> None:
    knowledge = Knowledge(
        version="test",
        procedures=(
            procedure("1.000001", service_level="toàn trình", postal="có", url=URL, aliases="một;hai"),
            procedure("1.000002", service_level="một phần", postal="không"),
            procedure("1.000003", service_level="trực tuyến", postal="có", aliases="ba"),
            procedure("1.000004", service_level="không trực tuyến", url=URL),
            procedure("1.000005"),
        ),
        faq=(
            faq_entry("a", "một", "hai"),
            faq_entry("b", "ba", "bốn"),
            faq_entry("c", "năm", "sáu", kind="chitchat"),
        ),
        vocabulary=vocabulary(
            abbreviations={"cccd": "căn cước công dân"},
            teencode={"ko": "không", "dc": "được"},
            dialect={"mô": "đâu"},
            official={"sổ đỏ": "giấy chứng nhận"},
            fillers=("cho em hỏi",),
        ),
        events=(life_event("moi-cuoi", ("vừa cưới", "mới cưới"), {"1.000001": "Một", "1.000002": "Hai"}),),
        outside=("trời mưa",),
        totals=(),
    )

    assert counts(knowledge) == [
        ("Thủ tục", 5),
        ("– nộp được qua mạng", 3),
        ("– nộp được qua mạng nhưng chưa có đường dẫn", 2),
        ("– không nộp qua mạng", 1),
        ("– nguồn chưa ghi có qua mạng hay không", 1),
        ("– gửi được qua bưu điện", 2),
        ("– nguồn chưa ghi có qua bưu điện hay không", 2),
        ("– có tên gọi thường ngày", 2),
        ("Tên gọi thường ngày", 3),
        ("Câu hỏi về dịch vụ", 2),
        ("Câu trò chuyện", 1),
        ("Việc trong đời", 1),
        ("Cách kể các việc trong đời", 2),
        ("Từ ngữ đổi sang từ chính thức", 5),
        ("Ví dụ câu nói chuyện khác", 1),
        ("Xã, phường, thị trấn cũ", 0),
        ("Xã, phường hiện nay", 0),
        ("Nơi nộp đã có địa chỉ", 0),
    ]


def test_nothing_counts_as_nought() -> None:
    empty = Knowledge(version="", procedures=(), faq=(), vocabulary=vocabulary(), events=(), outside=(), totals=())

    assert {count for _, count in counts(empty)} == {0}


def total(name: str, value: int = 1) -> PublishedTotal:
    return PublishedTotal(id=name, label=f"Số {name}", value=value, source="Thử", as_of=date(2021, 6, 23))


def test_every_published_total_has_something_of_ours_beside_it(knowledge: Knowledge) -> None:
    shown = [(row.label, row.published) for row in standing(knowledge)]

    assert shown == [(total.label, total.value) for total in knowledge.totals]
    assert {1904, 298, 634, 972, 1344} <= {published for _, published in shown}


def test_our_numbers_are_counted_like_the_published_ones() -> None:
    names = ("procedures", "online_level_3", "online_level_4", "online_level_3_and_4", "online_level_2", "postal_list")
    knowledge = holding(
        procedure("1.000001", service_level="toàn trình", postal="có"),
        procedure("1.000002", service_level="một phần", postal="không"),
        procedure("1.000003", service_level="trực tuyến"),
        procedure("1.000004", service_level="không trực tuyến"),
        procedure("1.000005"),
        totals=tuple(map(total, names)),
    )

    assert [row.ours for row in standing(knowledge)] == [5, 1, 1, 3, 1, 2]
    assert "Ngoài ra 1 thủ tục có qua mạng" in standing(knowledge)[1].note


def test_levels_of_government_are_counted_apart() -> None:
    names = ("procedures_province", "procedures_district", "procedures_commune", "procedures_all_three")
    knowledge = holding(
        procedure("1.000001", levels="tỉnh"),
        procedure("1.000002", levels="huyện"),
        procedure("1.000003", levels="xã"),
        procedure("1.000004", levels="xã"),
        procedure("1.000005", levels="tỉnh;xã"),
        procedure("1.000006", levels="tỉnh;huyện;xã"),
        totals=tuple(map(total, names)),
    )

    assert [row.ours for row in standing(knowledge)] == [1, 1, 2, 2]


def test_a_total_that_nothing_of_ours_stands_beside_is_left_out() -> None:
    assert standing(holding(procedure(), totals=(total("something_else"),))) == []


def test_what_is_unknown_is_counted_by_field_the_most_first() -> None:
    knowledge = holding(
        procedure("1.000001", field="Đất đai", service_level="toàn trình", postal="có"),
        procedure("1.000002", field="Thuế", service_level="trực tuyến", postal="có"),
        procedure("1.000003", field="Thuế"),
        procedure("1.000004", service_level="một phần"),
    )

    assert unknown_by_field(knowledge) == [
        Unknown("Thuế", total=2, level=1, online=1, postal=1, incomplete=2),
        Unknown("(chưa ghi lĩnh vực)", total=1, level=0, online=0, postal=1, incomplete=1),
        Unknown("Đất đai", total=1, level=0, online=0, postal=0, incomplete=0),
    ]


def test_a_procedure_counts_at_each_office_that_takes_it() -> None:
    knowledge = holding(
        procedure("1.000001", receivers="trung tâm xã;trung tâm tỉnh"), procedure("1.000002", receivers="trung tâm xã")
    )

    assert [(row.name, row.total) for row in unknown_by_receiver(knowledge)] == [
        ("trung tâm xã", 2),
        ("trung tâm tỉnh", 1),
    ]
