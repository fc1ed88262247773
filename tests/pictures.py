"""Makes the pictures of the officials' guides anew, from the real program: `./scripts/pictures`.

The program runs on a database of its own, which is thrown away; an official's way is gone through in a browser:
mistake, correction, yes, rollback, one procedure, an annex.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Page, expect, sync_playwright

from bot.channels.web.admin import office_texts as words
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Procedure
from bot.knowledge.reading import load_knowledge
from bot.office.annex.matching import Kind
from bot.office.annex.review_layout import COLUMNS, Heading
from bot.search.build import build_search
from tests.channels.web.conftest import ARGUMENTS
from tests.conftest import ROOT
from tests.environment import settings_environment
from tests.office.annex.annexes import Rewording, decision_506
from tests.pictures_of_a_desk import SITE, receptionist
from tests.system.program import Program, Running

PICTURES, KNOWLEDGE, CACHE = ROOT / "docs" / "pictures", ROOT / "knowledge", ROOT / "var" / "index"
WIDTH, HEIGHT = 960, 600
PASSWORD = "mot-mat-khau-dai"
MINUTES = 10 * 60 * 1000
ANNEX_ROWS = 40
POSTED = 12


class Guide:
    """A browser in the admin room, and the pictures taken of it."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = folder

    def picture(self, name: str, height: int = HEIGHT) -> None:
        """Take the page from its top, so many pixels high."""
        self.page.set_viewport_size({"width": WIDTH, "height": height})
        self.page.mouse.move(0, 0)
        self.page.screenshot(path=PICTURES / f"{name}.png")
        print(name)

    def press(self, name: str) -> None:
        """Press a button and wait for the page behind it, however long it takes."""
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_load_state()

    def download(self, name: str, file: str) -> Path:
        """Follow a link to a file and save it."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name).first.click()
        download.value.save_as(self.folder / file)
        return self.folder / file

    def send(self, path: str, label: str, file: Path, button: str) -> None:
        """Choose a file and send it."""
        self.page.goto(path)
        self.page.get_by_label(label).set_input_files(file)
        self.press(button)


def sign_in(guide: Guide) -> None:
    guide.page.goto("/admin/sign-in")
    guide.page.get_by_label("Tên đăng nhập").fill("lan")
    guide.page.get_by_label("Mật khẩu").fill(PASSWORD)
    guide.picture("dang-nhap", 480)
    guide.press("Đăng nhập")
    guide.picture("trang-dau", 560)


def load(guide: Guide) -> None:
    """A mistake, its correction, the yes, and the way back."""
    guide.page.goto("/admin/knowledge")
    guide.picture("nap-du-lieu", 540)
    sound = guide.download("Tải Excel", "thu-tuc.xlsx")
    faulty = sound.with_name("thu-tuc-sua.xlsx")
    edit(sound, faulty, with_mistakes)
    guide.send("/admin/knowledge", "Tệp dữ liệu", faulty, "Kiểm tra tệp")
    guide.picture("bao-loi", 640)
    edit(sound, faulty, by_post)
    guide.send("/admin/knowledge", "Tệp dữ liệu", faulty, "Kiểm tra tệp")
    guide.picture("thay-doi", 780)
    guide.press("Đưa vào sử dụng")
    guide.page.goto("/admin/history")
    guide.picture("lich-su", 460)
    guide.page.goto("/admin/history/1")
    guide.picture("quay-ve", 420)
    guide.press("Quay về phiên bản này")


def one_procedure(guide: Guide) -> None:
    guide.page.goto("/admin/procedures/1.001193")
    guide.picture("sua-thu-tuc", 1010)


def annex(guide: Guide) -> None:
    """An official list, looked through, as far as the question whether to use it."""
    listed = guide.folder / "phu-luc-506.xlsx"
    procedures = load_knowledge(KNOWLEDGE).procedures
    listed.write_bytes(
        decision_506(procedures[:: len(procedures) // ANNEX_ROWS], Rewording.of(procedures, 5), 5).xlsx()
    )
    guide.send("/admin/annex", "Phụ lục (Excel)", listed, "Tìm thủ tục cho từng dòng")
    guide.picture("danh-muc", 780)
    review = guide.download("Tải bảng rà soát", "ra-soat.xlsx")
    choose_the_likeliest(review)
    guide.send("/admin/annex", "Bảng rà soát đã sửa", review, "Kiểm tra bảng rà soát")
    expect(guide.page.get_by_role("heading", level=1)).to_have_text(words.CANDIDATE)


def look(guide: Guide) -> None:
    guide.page.goto("/admin/coverage")
    guide.picture("do-phu", 640)
    guide.page.goto("/admin/search?q=con mới đẻ làm giấy khai sinh ở đâu")
    guide.picture("thu-tim", 900)


def choose_the_likeliest(review: Path) -> None:
    workbook = openpyxl.load_workbook(review)
    sheet, headings = workbook[Kind.DOUBTFUL], COLUMNS[Kind.DOUBTFUL]
    for row in range(2, sheet.max_row + 1):
        likeliest = str(sheet.cell(row, headings.index(Heading.FIRST) + 1).value)
        sheet.cell(row, headings.index(Heading.CHOICE) + 1).value = likeliest.partition(" ")[0]
    workbook.save(review)


def edit(file: Path, into: Path, change: Callable[[Worksheet, dict[str, int]], None]) -> None:
    """Change the sheet of procedures as an official would; columns are given by their field."""
    workbook = openpyxl.load_workbook(file)
    change(workbook["Thủ tục"], {field: place for place, field in enumerate(LABELS[Procedure], 1)})
    workbook.save(into)


def with_mistakes(sheet: Worksheet, columns: dict[str, int]) -> None:
    sheet.cell(14, columns["service_level"]).value = "toàn trìn"
    sheet.cell(19, columns["as_of"]).value = "hôm qua"
    sheet.cell(30, columns["postal"]).value = '=IF(A1="x","có","không")'


def by_post(sheet: Worksheet, columns: dict[str, int]) -> None:
    unknown = [row for row in range(2, sheet.max_row) if sheet.cell(row, columns["postal"]).value == "chưa rõ"]
    for row in unknown[:POSTED]:
        sheet.cell(row, columns["postal"]).value = "có"
        sheet.cell(row, columns["source"]).value = "Quyết định số 506/QĐ-UBND(CT)"
        sheet.cell(row, columns["as_of"]).value = "2020-07-21"


def main() -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not program:
        sys.exit("No Chromium on this machine.")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        build_search(load_knowledge(KNOWLEDGE), CACHE)  # which may take longer than one waits for the program
        settings = settings_environment(folder) | {"HMC_KNOWLEDGE__CACHE": str(CACHE), "HMC_PRIVACY__PERSON_KEY": "key"}
        settings["HMC_WEB__PUBLIC_URL"] = SITE
        bot = Program(settings, folder)
        bot.ask_of("admin", "add", "lan", "--role", "admin", "--password-stdin", stdin=f"{PASSWORD}\n".encode())
        with Running(bot) as running:
            chromium = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, "--lang=vi"])
            context = chromium.new_context(base_url=running.address(), locale="vi-VN", accept_downloads=True)
            page = context.new_page()
            page.set_default_timeout(MINUTES)
            guide = Guide(page, folder)
            for part in (sign_in, load, one_procedure, annex, look):
                part(guide)
            receptionist(page, guide.picture, running.address())
            chromium.close()


if __name__ == "__main__":
    main()
