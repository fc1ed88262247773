"""A knowledge base of seven procedures and three FAQ entries, and the search over it."""

import pytest

from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from bot.search.build import build_search
from bot.search.engine import Search
from tests.knowledge.examples import faq_entry, life_event, procedure, vocabulary

BIRTH = "1.001193"
MARRIAGE = "1.000894"
MARRIAGE_AGAIN = "1.004746"
ID_CARD = "2.000408"
BUILDING = "1.013225"
TITLE_DEED = "1.012753"
WELL = "1.004223"


@pytest.fixture(scope="session")
def small() -> Knowledge:
    return Knowledge(
        version="small",
        procedures=(
            procedure(BIRTH, "Thủ tục đăng ký khai sinh", aliases="làm giấy khai sinh;vợ mới sinh em bé"),
            procedure(MARRIAGE, "Thủ tục đăng ký kết hôn", aliases="làm giấy hôn thú"),
            procedure(MARRIAGE_AGAIN, "Thủ tục đăng ký lại kết hôn"),
            procedure(ID_CARD, "Cấp thẻ căn cước cho người từ đủ 14 tuổi trở lên", levels="tỉnh"),
            procedure(BUILDING, "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
            procedure(TITLE_DEED, "Cấp giấy chứng nhận quyền sử dụng đất lần đầu", levels="tỉnh"),
            procedure(WELL, "Cấp giấy phép khai thác nước dưới đất", levels="tỉnh"),
        ),
        faq=(
            faq_entry("muc-do-4", "Mức độ 4 là gì", "muc 4 nghia la sao"),
            faq_entry("buu-dien", "Bưu chính công ích là gì", "gửi hồ sơ bằng bưu chính ra sao"),
            faq_entry("xin-chao", "xin chào", "chào bot", kind="chitchat"),
        ),
        vocabulary=vocabulary(
            abbreviations={"cccd": "căn cước"},
            teencode={"ko": "không"},
            official={"sổ đỏ": "giấy chứng nhận quyền sử dụng đất", "xin visa": "cấp thị thực"},
            aspects={Aspect.WHERE: ("nộp ở đâu", "ở đâu"), Aspect.FEE: ("bao nhiêu tiền",)},
            fillers=("cho em hỏi", "tôi muốn"),
        ),
        events=(
            life_event("moi-sinh", ("nhà mới có em bé", "vừa lâm bồn"), {BIRTH: "Khai sinh", ID_CARD: "Căn cước"}),
        ),
        outside=("hôm nay trời mưa to", "đội nào thắng trận tối qua"),
        totals=(),
    )


@pytest.fixture(scope="session")
def search(small: Knowledge) -> Search:
    return build_search(small)
