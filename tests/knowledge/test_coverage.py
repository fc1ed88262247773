from bot.knowledge.coverage import counts
from bot.knowledge.snapshot import Knowledge
from tests.knowledge.examples import faq_entry, life_event, procedure, vocabulary

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
