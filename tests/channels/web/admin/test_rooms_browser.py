"""The rooms of the knowledge base in a real Chromium, served by the real program over four procedures."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin import reach_texts, status_texts
from bot.channels.web.admin import texts as door
from bot.knowledge.ways import Ways
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.follows import Follows
from tests.channels.web.admin.conftest import ADMIN, STAFF, add_accounts, cheap_records, open_admin_database
from tests.channels.web.admin.test_annex import ANNEX
from tests.channels.web.admin.test_browser import press, sign_in
from tests.channels.web.admin.test_knowledge import FAULTY, SOUND
from tests.channels.web.browsing import PHONE, hindrances, unblocked
from tests.environment import settings_environment
from tests.office.uploads import changed, without
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, PROCEDURES, write_small_knowledge
from tests.system.program import Program, Running

pytestmark = pytest.mark.asyncio(loop_scope="session")

Enter = Callable[..., AbstractAsyncContextManager[Page]]
SIGNED_IN = (ADMIN, STAFF)
# Whose page it is, its address, and its heading.
PAGES = [
    (ADMIN, "/admin/knowledge", words.LOAD),
    (STAFF, "/admin/knowledge?done=accepted&version=2", words.LOAD),
    (ADMIN, "/admin/knowledge/candidates/gone", words.LOAD),
    (ADMIN, "/admin/history", words.HISTORY),
    (ADMIN, "/admin/history/1", f"{words.VERSION_HEADING.format(version=1)} ({words.IN_USE})"),
    (ADMIN, "/admin/annex", words.ANNEX),
    (ADMIN, "/admin/procedures?q=khai+sinh", words.PROCEDURES),
    (ADMIN, "/admin/procedures?q=xyz", words.PROCEDURES),
    (ADMIN, f"/admin/procedures/{BIRTH}", "Thủ tục đăng ký khai sinh"),
    (STAFF, f"/admin/procedures/{BIRTH}", "Thủ tục đăng ký khai sinh"),
    (STAFF, f"/admin/search?q={quote('làm giấy khai sinh nộp ở đâu')}", words.SEARCH),
    (STAFF, f"/admin/search?q={quote('hôm nay trời mưa')}", words.SEARCH),
    (STAFF, "/admin/coverage", words.COVERAGE),
    (STAFF, "/admin/reach?weeks=12", reach_texts.REACH),
    (STAFF, "/admin/status", status_texts.STATUS),
    (STAFF, "/admin/reach?first=2026-11-28&last=2026-11-01", reach_texts.REACH),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the running program is; it follows what is put into service."""
    folder = tmp_path_factory.mktemp("rooms")
    settings = settings_environment(folder) | {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(folder / "small")),
        "HMC_DATABASE__URL": f"sqlite:///{folder / 'admin.db'}",
        "HMC_PRIVACY__PERSON_KEY": "key of tests",
    }
    asyncio.run(_add_accounts(folder))
    with Running(Program(settings, folder)) as running:
        yield running.address()


async def _add_accounts(folder: Path) -> None:
    engine = open_admin_database(folder)
    await add_accounts(cheap_records(engine))
    await Follows(engine, Pseudonyms(b"key")).add("zalo_oa", "8801", ID_CARD, Ways.POSTAL)
    await engine.dispose()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def kept(browser: Browser, address: str) -> AsyncIterator[dict[str, Page]]:
    """A page of each who is signed in, for all tests: a new one is a process, which costs more than what is done."""
    pages = {}
    for name in SIGNED_IN:
        context = await browser.new_context(base_url=address, viewport=PHONE)
        pages[name] = await context.new_page()
        await sign_in(pages[name], name)
        await expect(pages[name].get_by_role("heading", level=1)).not_to_have_text(door.SIGN_IN)
    yield pages
    for page in pages.values():
        await page.context.close()


@pytest.fixture(scope="module")
def enter(kept: dict[str, Page]) -> Enter:
    """Gives the page of whom it is given, in which nothing may be blocked."""

    @asynccontextmanager
    async def opened(name: str) -> AsyncIterator[Page]:
        page = kept[name]
        await page.set_viewport_size(PHONE)
        async with unblocked(page):
            yield page

    return opened


@pytest_asyncio.fixture(loop_scope="session")
async def lan(enter: Enter) -> AsyncIterator[Page]:
    """An admin's page."""
    async with enter(ADMIN) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def plain(browser: Browser, kept: dict[str, Page], address: str) -> AsyncIterator[Page]:
    """An admin's page without script."""
    state = await kept[ADMIN].context.storage_state()
    context = await browser.new_context(
        base_url=address, viewport=PHONE, storage_state=state, java_script_enabled=False
    )
    page = await context.new_page()
    async with unblocked(page):
        yield page
    await context.close()


async def send(page: Page, path: str, label: str, file: tuple[str, bytes], button: str) -> None:
    """Choose a file on a page and send it."""
    await page.goto(path)
    await page.get_by_label(label).set_input_files({"name": file[0], "mimeType": "text/csv", "buffer": file[1]})
    await page.get_by_role("button", name=button).click()


async def load(page: Page, file: tuple[str, bytes], heading: str) -> None:
    await send(page, "/admin/knowledge", words.FILE, file, words.CHECK)
    await expect(page.get_by_role("heading", level=1)).to_have_text(heading, timeout=60_000)


@pytest.mark.parametrize(("name", "path", "heading"), PAGES)
async def test_no_page_hinders_anybody(enter: Enter, name: str, path: str, heading: str) -> None:
    async with enter(name) as page:
        await page.goto(path)
        await expect(page.get_by_role("heading", level=1)).to_have_text(heading)

        assert await hindrances(page) == []


async def test_a_report_of_faults_hinders_nobody_and_is_read_at_once(lan: Page) -> None:
    await load(
        lan, ("một tệp có tên rất dài để xem trang có bị tràn ra ngoài màn hình không.csv", FAULTY), words.REFUSED
    )

    await expect(lan.get_by_role("alert")).to_have_text(words.REFUSED_LEAD.format(count=1))
    assert await hindrances(lan) == []


async def test_a_load_that_changes_nothing_hinders_nobody(lan: Page) -> None:
    await load(lan, ("cũ.csv", PROCEDURES.encode()), words.NOTHING_NEW)

    assert await hindrances(lan) == []


async def test_a_candidate_with_everything_to_tell_hinders_nobody(lan: Page) -> None:
    data = without(MARRIAGE).data.replace("làm giấy khai sinh".encode(), "khai sinh cho bé ".encode() * 6)

    await load(lan, ("thay đổi.csv", data), words.CANDIDATE)

    await expect(lan.get_by_text(words.WARNINGS)).to_be_visible()
    await expect(lan.get_by_text(words.MISSED_LEAD.partition("} ")[2])).to_be_visible()
    assert await hindrances(lan) == []


async def test_who_would_be_told_what_hinders_nobody_and_is_read_at_a_tap(lan: Page) -> None:
    await load(
        lan, ("gửi bưu điện.csv", changed(("không trực tuyến,không", "không trực tuyến,có")).data), words.CANDIDATE
    )
    text = lan.get_by_text("Anh/chị nhờ tôi báo: thủ tục này nay gửi được qua bưu điện.")
    hidden = not await text.is_visible()

    await lan.get_by_text(words.AUDIENCE_READ).click()

    await expect(text).to_be_visible()
    assert hidden
    assert await hindrances(lan) == []


async def test_faults_of_a_procedure_hinder_nobody_and_lead_to_their_fields(lan: Page) -> None:
    await lan.goto(f"/admin/procedures/{BIRTH}")
    await lan.get_by_label(words.AS_OF).fill("hôm qua")
    await lan.get_by_role("button", name=words.REVIEW).click()
    await expect(lan.get_by_role("alert")).to_be_visible()

    assert await hindrances(lan) == []
    await lan.get_by_role("alert").get_by_role("link").click()
    await expect(lan.get_by_label(words.AS_OF)).to_be_focused()
    await expect(lan.get_by_label(words.AS_OF)).to_have_accessible_description(
        f"{words.AS_OF_HINT} “hôm qua” phải là ngày dạng 2026-07-18, tháng 2026-07, năm 2025, hoặc 2026-06/2026-07"
    )


async def test_an_annex_that_was_matched_hinders_nobody(lan: Page) -> None:
    await send(lan, "/admin/annex", words.ANNEX_FILE, ("phu-luc.xlsx", ANNEX), words.ANNEX_CHECK)
    await expect(lan.get_by_role("status")).to_contain_text(words.ANNEX_DONE, timeout=60_000)

    assert await hindrances(lan) == []
    async with lan.expect_download() as download:
        await lan.get_by_role("link", name=words.ANNEX_DOWNLOAD).click()
    assert (await download.value).suggested_filename == "ra-soat.xlsx"


async def tab_to(page: Page, name: str, role: str = "button") -> None:
    """Press Tab until what has this role and name is focused."""
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    for _ in range(40):
        await press(page, "Tab")
        if await target.evaluate("target => target === document.activeElement"):
            return
    pytest.fail(f"{name} cannot be reached")


async def test_the_keyboard_alone_loads_and_takes_back_and_people_are_answered_by_it(lan: Page, address: str) -> None:
    await lan.goto("/admin/knowledge")
    await lan.get_by_label(words.FILE).set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": SOUND})
    await tab_to(lan, words.CHECK)
    await press(lan, "Enter")
    await expect(lan.get_by_role("heading", level=1)).to_have_text(words.CANDIDATE, timeout=60_000)

    await tab_to(lan, words.ACCEPT)
    await press(lan, "Space")
    assert await answered(address, await accepted(lan)) == "yes"

    await tab_to(lan, words.HISTORY, "link")
    await press(lan, "Enter")
    await tab_to(lan, words.SEE.format(version=1), "link")
    await press(lan, "Enter")
    await tab_to(lan, words.ROLL_BACK)
    await press(lan, "Enter")
    await expect(lan.get_by_role("status")).to_have_text(words.DONE["rolled_back"].format(version=1))
    assert await answered(address, 1) == "no"


async def accepted(page: Page) -> int:
    """Return which version the page says was put into service."""
    said = page.get_by_role("status")
    await expect(said).to_contain_text("Đã đưa phiên bản")
    return int("".join(filter(str.isdecimal, await said.inner_text())))


async def answered(address: str, version: int) -> str:
    """Return what citizens are told about sending a marriage by post, once a version is served."""
    question = {"text": f"{MARRIAGE} gửi bưu điện được không"}
    async with httpx.AsyncClient(base_url=address) as client:
        for _ in range(120):
            if (await client.get("/readyz")).json()["version"] == version:
                return str((await client.post("/api/v1/messages", json=question)).json()["postal"])
            await asyncio.sleep(0.25)
    pytest.fail(f"version {version} is not served")


async def test_everything_works_without_script(plain: Page) -> None:
    await load(plain, ("sai.csv", FAULTY), words.REFUSED)
    async with plain.expect_download() as download:
        await plain.get_by_role("link", name=words.MARKED).click()
    assert (await download.value).suggested_filename == "loi.xlsx"

    await plain.get_by_role("link", name=words.PROCEDURES, exact=True).click()
    await plain.get_by_label(words.FIND_LABEL).fill("khai sinh")
    await plain.get_by_role("button", name=words.FIND).click()
    await plain.get_by_role("link", name=BIRTH).click()
    await plain.get_by_label(words.ALIASES).fill("làm giấy khai sinh\nkhai sinh cho bé")
    await plain.get_by_role("button", name=words.REVIEW).click()
    await expect(plain.get_by_role("heading", level=1)).to_have_text(words.CANDIDATE, timeout=60_000)
    await plain.get_by_role("button", name=words.DISCARD).click()
    await expect(plain.get_by_role("status")).to_have_text(words.DONE["discarded"])


async def test_a_button_pressed_twice_loads_once(lan: Page) -> None:
    await lan.goto("/admin/history")
    before = await lan.get_by_role("row").count()
    await lan.goto("/admin/knowledge")
    await lan.get_by_label(words.FILE).set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": SOUND})
    await lan.get_by_role("button", name=words.CHECK).dblclick()
    await expect(lan.get_by_role("heading", level=1)).to_have_text(words.CANDIDATE, timeout=60_000)

    await lan.get_by_role("button", name=words.ACCEPT).dblclick()

    await accepted(lan)
    await lan.goto("/admin/history/1")
    await lan.get_by_role("button", name=words.ROLL_BACK).dblclick()
    await expect(lan.get_by_role("status")).to_have_text(words.DONE["rolled_back"].format(version=1))
    await expect(lan.get_by_role("row")).to_have_count(before + 2)
