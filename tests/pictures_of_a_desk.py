"""The pictures of a receptionist's day, for docs/can-bo-mot-cua.md; taken by `tests.pictures`."""

import io
import re
from collections.abc import Callable

import httpx
import pypdfium2
from PIL import Image
from playwright.sync_api import Page

from bot.knowledge.models import Procedure
from bot.knowledge.reading import load_knowledge
from bot.sharing.posters.document import pdf
from bot.sharing.posters.sizes import Size
from bot.sharing.printing import poster
from bot.storage.desks import Desk
from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
SITE = "https://hoi.kontum.vn"
OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"
BIRTH = "1.001193"
POSTER_HEIGHT, GAP = 620, 24
PHONE = {"width": 390, "height": 844}
Take = Callable[[str, int], None]
ASKED = ("khai sinh nộp ở đâu", "lý lịch tư pháp làm qua mạng được không", "gia hạn tạm trú", "đổi bằng lái xe")


def receptionist(page: Page, take: Take, address: str) -> None:
    """Go through the day: desk, search, code, print, figures; `take` makes a picture, so many pixels high."""
    number = _register(page, take)
    page.goto("/staff/desk")
    page.get_by_label("Quầy anh/chị đang ngồi").select_option(number)
    page.get_by_role("button", name="Dùng quầy này").click()
    page.wait_for_load_state()
    _people_come(address, number)
    page.goto("/staff?q=làm giấy khai sinh cho con")
    take("ban-tiep-dan", 760)
    page.goto(f"/staff/qr/{BIRTH}")
    take("ma-qr", 800)
    page.goto("/staff/print")
    take("in-ma-qr", 820)
    page.goto("/admin/reach")
    take("ket-qua", 980)
    page.goto(f"/p/{BIRTH}?k={number}")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.screenshot(path=PICTURES / "nguoi-dan-thay.png")
    _posters(Desk(number, "Quầy 5", OFFICE))


def _register(page: Page, take: Take) -> str:
    page.goto("/admin/desks")
    page.get_by_label("Tên quầy").fill("Quầy 5")
    page.get_by_label("Cơ quan").fill(OFFICE)
    page.get_by_label("Xã, phường quầy phục vụ").select_option(label="xã Kon Braih")
    take("quay", 740)
    page.get_by_role("button", name="Đăng ký", exact=True).click()
    page.wait_for_load_state()
    found = re.search(r"quầy số (\d{4})", page.inner_text("main"))
    assert found, "the page tells the desk's number"
    return found[1]


def _people_come(address: str, number: str) -> None:
    """Let people scan the desk's code and ask, so that there is something to count."""
    for asked in ASKED * 3:
        with httpx.Client(base_url=address, follow_redirects=True, trust_env=False, timeout=60) as person:
            person.get(f"/k/{number}").raise_for_status()
            person.post("/api/v1/messages", json={"text": asked}).raise_for_status()


def _posters(desk: Desk) -> None:
    """Put the general poster, one of a procedure and the table tent side by side."""
    birth: Procedure = load_knowledge(ROOT / "knowledge").by_code[BIRTH]
    drawn = [
        pdf([poster(SITE, None, desk)], Size.A4),
        pdf([poster(SITE, birth, desk)], Size.A4),
        pdf([poster(SITE, None, desk)], Size.TENT),
    ]
    sheets = [_sheet(each) for each in drawn]
    width = sum(sheet.width for sheet in sheets) + GAP * (len(sheets) + 1)
    together = Image.new("RGB", (width, POSTER_HEIGHT + 2 * GAP), "#d9d6cf")
    left = GAP
    for sheet in sheets:
        together.paste(sheet, (left, GAP))
        left += sheet.width + GAP
    together.quantize(64).save(PICTURES / "to-in.png", optimize=True)


def _sheet(document: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(io.BytesIO(document))[0]
    drawn: Image.Image = page.render(scale=2).to_pil()
    return drawn.resize((round(drawn.width * POSTER_HEIGHT / drawn.height), POSTER_HEIGHT), Image.Resampling.LANCZOS)
