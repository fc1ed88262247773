from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.answers import replies
from bot.channels.web import texts
from bot.services import Snapshot
from tests.channels.web.browsing import FINGER, MISSING, NO_NETWORK, PHONE, TOO_LOW, Tab, staying
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

BIRTH = "đăng ký khai sinh nộp ở đâu"
PAGES = [
    "/",
    "/p/1.001193",
    f"/?q={quote(BIRTH)}",
    f"/?q={quote('đất đai')}",
    "/khong-co",
    "/p/{longest}",
    f"/tim?q={quote(BIRTH)}",
    "/offline",
    "/api",
    "/du-lieu-ca-nhan",
]
NEEDS_A_FINGER = ":is(a, button, input):not(.skip)"


@dataclass
class Phone:
    """A page on a phone's screen."""

    page: Page
    site: Site

    async def open(self, path: str) -> None:
        await self.page.goto(self.site.address + path)

    async def ask(self, text: str) -> None:
        await self.page.get_by_label(texts.ASK_LABEL).fill(text)
        await self.page.get_by_role("button", name=texts.SEND).tap()

    async def last_answer(self) -> str:
        """Return the newest bubble of the bot once it is no longer waiting."""
        bubble = self.page.locator(".bubble.bot").last
        await expect(bubble).not_to_have_text(texts.WAITING)
        return await bubble.inner_text()

    async def links(self) -> list[str]:
        """Return where the links and choices of the newest bubble lead."""
        links = self.page.locator(".bubble.bot").last.locator("a")
        return [str(address) for address in await links.evaluate_all("links => links.map((link) => link.href)")]

    async def too_low(self) -> list[str]:
        """Return what is tapped but not high enough for a finger."""
        low: list[str] = await self.page.locator(NEEDS_A_FINGER).evaluate_all(TOO_LOW, FINGER)
        return low

    async def width(self) -> int:
        """Return how wide the page is, in pixels; more than the screen is scrolled sideways."""
        return int(await self.page.evaluate("document.documentElement.scrollWidth"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, site: Site) -> AsyncIterator[Tab]:
    """A page that is touched."""
    context = await browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    yield Tab(await context.new_page(), site.address)
    await context.close()


@asynccontextmanager
async def held(tab: Tab, site: Site, *, but: str | tuple[str, ...] = ()) -> AsyncIterator[Phone]:
    """Give a phone on which nothing may go wrong but what is said and nothing be loaded from elsewhere."""
    async with tab.visit(but=but) as page, staying(page, site.address):
        yield Phone(page, site)


@pytest_asyncio.fixture(loop_scope="session")
async def phone(tab: Tab, site: Site) -> AsyncIterator[Phone]:
    """A phone on which nothing may go wrong."""
    async with held(tab, site) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def screen(tab: Tab, site: Site) -> AsyncIterator[Phone]:
    """A phone on which any page is looked at, one that is not there too."""
    async with held(tab, site, but=MISSING) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def plain_page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def plain(plain_page: Page, site: Site) -> Phone:
    """A phone without script."""
    await plain_page.context.clear_cookies()
    return Phone(plain_page, site)


async def test_a_typed_question_is_answered_below_it(phone: Phone) -> None:
    await phone.open("/")

    await phone.ask(BIRTH)

    assert "(mã 1.001193)" in await phone.last_answer()
    await expect(phone.page.locator(".bubble.person")).to_have_text(said(BIRTH))
    await expect(phone.page.get_by_label(texts.ASK_LABEL)).to_have_value("")


async def test_enter_sends_the_question_too(phone: Phone) -> None:
    await phone.open("/")
    await phone.page.get_by_label(texts.ASK_LABEL).fill(BIRTH)

    await phone.page.keyboard.press("Enter")

    assert "(mã 1.001193)" in await phone.last_answer()


async def test_an_example_is_asked_by_a_tap_and_the_examples_go(phone: Phone) -> None:
    await phone.open("/")

    await phone.page.get_by_text(texts.EXAMPLES[0]).tap()

    await expect(phone.page.locator(".bubble.person")).to_have_text(said(texts.EXAMPLES[0]))
    assert await phone.last_answer() != ""
    await expect(phone.page.locator(".examples")).to_have_count(0)


async def test_a_tapped_choice_is_answered(phone: Phone) -> None:
    await phone.open("/")
    await phone.ask("đất đai")
    choice = phone.page.locator(".choice").nth(1)
    value = str(await choice.get_attribute("data-choice"))

    await choice.tap()

    assert f"(mã {value.split(':')[1]})" in await phone.last_answer()


async def test_a_typed_number_picks_a_choice(phone: Phone) -> None:
    await phone.open("/")
    await phone.ask("đất đai")
    value = str(await phone.page.locator(".choice").nth(1).get_attribute("data-choice"))

    await phone.ask("2")

    assert f"(mã {value.split(':')[1]})" in await phone.last_answer()


async def test_a_typed_number_picks_a_choice_of_a_page_that_was_opened_by_its_address(phone: Phone) -> None:
    await phone.open(f"/?q={quote('đất đai')}")
    value = str(await phone.page.locator(".choice").nth(1).get_attribute("data-choice"))

    await phone.ask("2")

    assert f"(mã {value.split(':')[1]})" in await phone.last_answer()


@pytest.mark.parametrize("question", [BIRTH, "đất đai", "xin chào", "xyzzy plugh"])
async def test_the_script_shows_an_answer_just_as_the_page_itself_does(phone: Phone, question: str) -> None:
    await phone.open("/")  # where the notice is, which a first answer would end with
    await phone.open(f"/?q={quote(question)}")
    page_shows = await phone.last_answer(), await phone.links()

    await phone.page.context.clear_cookies()  # else it is a conversation that goes on
    await phone.open("/")
    await phone.ask(question)

    assert (await phone.last_answer(), await phone.links()) == page_shows


async def test_html_that_a_person_types_is_shown_as_text(phone: Phone) -> None:
    hostile = "<img src=x onerror=\"document.title='x'\"> khai sinh"
    await phone.open("/")

    await phone.ask(hostile)
    await phone.last_answer()

    await expect(phone.page.locator(".bubble.person")).to_have_text(said(hostile))
    await expect(phone.page).to_have_title(texts.TITLE)


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_scrolls_sideways_and_all_that_is_tapped_is_high_enough_for_a_finger(
    screen: Phone, snapshot: Snapshot, path: str
) -> None:
    await screen.open(path.format(longest=longest_title(snapshot)))

    assert await screen.too_low() == []
    for width in (390, 320):
        await screen.page.set_viewport_size({"width": width, "height": PHONE["height"]})
        assert await screen.width() <= width


async def test_a_long_word_in_a_question_scrolls_nothing_sideways(phone: Phone) -> None:
    await phone.open("/")

    await phone.ask("khaisinh" * 200)
    await phone.last_answer()

    assert await phone.width() <= PHONE["width"]


async def test_what_the_script_shows_is_high_enough_for_a_finger_too(phone: Phone) -> None:
    await phone.open("/")
    await phone.ask(BIRTH)
    await phone.last_answer()

    await expect(phone.page.locator(".bubble .link a")).to_have_count(1)
    assert await phone.too_low() == []


async def test_without_script_a_question_and_its_choices_work(plain: Phone) -> None:
    await plain.open("/")
    await plain.ask("đất đai")
    choice = plain.page.locator(".choice").nth(1)
    value = str(await choice.get_attribute("data-choice"))
    await expect(plain.page.locator(".bubble.person")).to_have_text(said("đất đai"))

    await choice.tap()

    await expect(plain.page.locator(".bubble.bot .title")).to_contain_text(f"(mã {value.split(':')[1]})")


async def test_without_script_the_examples_are_links_to_answers(plain: Phone) -> None:
    await plain.open("/")

    await plain.page.get_by_text(texts.EXAMPLES[0]).tap()

    await expect(plain.page.locator(".bubble.person")).to_have_text(said(texts.EXAMPLES[0]))


async def test_a_server_that_is_down_leaves_the_question_in_the_box(tab: Tab, snapshot: Snapshot) -> None:
    with Site(snapshot) as site:
        async with Tab(tab.page, site.address).visit(but=NO_NETWORK) as page:
            phone = Phone(page, site)
            await phone.open("/")
            site.__exit__()

            await phone.ask(BIRTH)

            assert await phone.last_answer() == texts.OFFLINE
            await expect(page.get_by_label(texts.ASK_LABEL)).to_have_value(BIRTH)
            await expect(page.get_by_role("button", name=texts.SEND)).to_be_enabled()


async def test_a_kind_word_about_privacy_stands_on_the_first_page(phone: Phone) -> None:
    await phone.open("/")

    await expect(phone.page.get_by_text(replies.privacy())).to_be_visible()


def said(text: str) -> str:
    """Return what stands in the bubble of what a person said; the first words are for screen readers."""
    return f"{texts.YOU} {text}"


def longest_title(snapshot: Snapshot) -> str:
    return max(snapshot.knowledge.procedures, key=lambda procedure: len(procedure.title)).code
