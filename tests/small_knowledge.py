"""A knowledge base of four procedures, for tests that need a folder of their own more than real data."""

from pathlib import Path

from bot.knowledge.reading import load_knowledge
from bot.search.build import build_search
from bot.services import Snapshot

BIRTH = "1.001193"
BIRTH_URL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-sinh"
MARRIAGE = "1.000894"
MARRIAGE_AGAIN = "1.004746"
ID_CARD = "2.000408"

PROCEDURES = f"""\
code,title,aliases,levels,levels_basis,receivers,service_level,postal,url,source,as_of
1.001193,Thủ tục đăng ký khai sinh,làm giấy khai sinh,xã,nguồn ghi,trung tâm xã,toàn trình,có,{BIRTH_URL},Thử,2026-07-18
1.000894,Thủ tục đăng ký kết hôn,,xã,nguồn ghi,trung tâm xã,một phần,không,,Thử,2026-07-18
1.004746,Thủ tục đăng ký lại kết hôn,,xã,nguồn ghi,trung tâm xã,chưa rõ,chưa rõ,,Thử,2026-07-18
2.000408,Cấp thẻ căn cước,,tỉnh,suy ra,công an tỉnh,không trực tuyến,không,,Thử,2026-07-18
"""
FAQ = """\
entries:
  - id: xin-chao
    kind: chitchat
    questions: [xin chào, chào bạn]
    answer: Chào anh/chị.
    source: Tự soạn
    as_of: 2026-11-23
"""
VOCABULARY = """\
source: Tự soạn
as_of: 2026-11-23
abbreviations: []
teencode: []
dialect: []
official: []
aspects:
  where: [nộp ở đâu]
fillers: []
"""
EVENTS = """\
source: Tự soạn
as_of: 2026-11-24
events:
  - id: moi-cuoi
    title: Mới cưới
    intro: Anh/chị cần gì?
    phrases: [vừa làm đám cưới, mới rước dâu]
    procedures:
      - {code: "1.000894", label: Kết hôn}
      - {code: "1.001193", label: Khai sinh}
"""
OUTSIDE = """\
source: Tự soạn
as_of: 2026-11-24
messages:
  - hôm nay trời mưa
"""
PLACES = """\
former_commune,former_district,commune,source,as_of
xã Đăk Tờ Re,huyện Kon Rẫy,xã Kon Braih,Thử,2025-07-01
"""
OFFICES = "commune,receiver,address,hours,telephone,map_url,source,as_of\n"
TOTALS = """\
totals:
  - id: procedures
    label: Tổng số thủ tục
    value: 1904
    source: Báo cáo thử
    as_of: 2021-06-23
"""


MUST_FIND = f"question,codes,note\nđăng ký kết hôn,{MARRIAGE},Hộ tịch\n"


def write_small_knowledge(folder: Path) -> Path:
    """Write the files into `folder`, made if need be, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "procedures.csv").write_text(PROCEDURES, encoding="utf-8")
    (folder / "faq.yaml").write_text(FAQ, encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "life_events.yaml").write_text(EVENTS, encoding="utf-8")
    (folder / "outside.yaml").write_text(OUTSIDE, encoding="utf-8")
    (folder / "published_totals.yaml").write_text(TOTALS, encoding="utf-8")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")
    (folder / "offices.csv").write_text(OFFICES, encoding="utf-8")
    (folder / "must_find.csv").write_text(MUST_FIND, encoding="utf-8")
    return folder


def small_snapshot(folder: Path) -> Snapshot:
    """Return the four procedures with their search, made in `folder`."""
    known = load_knowledge(write_small_knowledge(folder / "knowledge"))
    return Snapshot(known, build_search(known, folder / "index"))
