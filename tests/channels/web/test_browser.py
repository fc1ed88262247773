from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from bot.answers import replies
from bot.channels.web import texts
from bot.services import Snapshot
from tests.channels.web.conftest import ARGUMENTS
from tests.channels.web.site import Site

__all__ = ["ARGUMENTS", "FINGER", "NEEDS_A_FINGER", "PHONE", "TOO_LOW"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

PHONE: ViewportSize = {"width": 390, "height": 844}
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
NEEDS_A_FINGER = "a, button, input"
FINGER = 44
TOO_LOW = """(targets, finger) => targets
    .filter((target) => target.getBoundingClientRect().height < finger)
    .map((target) => target.outerHTML)"""


@dataclass
class Phone:
    """A page on a phone's screen, and what went wrong in it."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.addresses.add(request.url))

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


Opener = Callable[..., AbstractAsyncContextManager[Phone]]


@pytest.fixture(scope="module")
def phone_on(browser: Browser) -> Opener:
    @asynccontextmanager
    async def opener(site: Site, *, script: bool = True) -> AsyncIterator[Phone]:
        context = await browser.new_context(
            viewport=PHONE,
            is_mobile=True,
            has_touch=True,
            java_script_enabled=script,
        )
        yield Phone(await context.new_page(), site)
        await context.close()

    return opener


@pytest_asyncio.fixture(loop_scope="module")
async def phone(phone_on: Opener, site: Site) -> AsyncIterator[Phone]:
    """A phone on which nothing may go wrong and nothing be loaded from elsewhere."""
    async with phone_on(site) as opened:
        yield opened
    assert opened.faults == []
    assert {address for address in opened.addresses if not address.startswith(site.address)} == set()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screen(phone_on: Opener, site: Site) -> AsyncIterator[Phone]:
    """A phone on which pages are only looked at, so that tests can share it."""
    async with phone_on(site) as opened:
        yield opened


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


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("path", PAGES)
async def test_no_page_scrolls_sideways(screen: Phone, snapshot: Snapshot, path: str, width: int) -> None:
    await screen.page.set_viewport_size({"width": width, "height": PHONE["height"]})

    await screen.open(path.format(longest=longest_title(snapshot)))

    assert await screen.page.evaluate("document.documentElement.scrollWidth") <= width


async def test_a_long_word_in_a_question_scrolls_nothing_sideways(phone: Phone) -> None:
    await phone.open("/")

    await phone.ask("khaisinh" * 200)
    await phone.last_answer()

    assert await phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("path", PAGES)
async def test_everything_that_is_tapped_is_high_enough_for_a_finger(
    screen: Phone, snapshot: Snapshot, path: str
) -> None:
    await screen.page.set_viewport_size(PHONE)
    await screen.open(path.format(longest=longest_title(snapshot)))

    low = await screen.page.locator(f":is({NEEDS_A_FINGER}):not(.skip)").evaluate_all(TOO_LOW, FINGER)

    assert low == []


async def test_what_the_script_shows_is_high_enough_for_a_finger_too(phone: Phone) -> None:
    await phone.open("/")
    await phone.ask(BIRTH)
    await phone.last_answer()

    low = await phone.page.locator(f":is({NEEDS_A_FINGER}):not(.skip)").evaluate_all(TOO_LOW, FINGER)

    await expect(phone.page.locator(".bubble .link a")).to_have_count(1)
    assert low == []


async def test_without_script_a_question_and_its_choices_work(phone_on: Opener, site: Site) -> None:
    async with phone_on(site, script=False) as phone:
        await phone.open("/")
        await phone.ask("đất đai")
        choice = phone.page.locator(".choice").nth(1)
        value = str(await choice.get_attribute("data-choice"))
        await expect(phone.page.locator(".bubble.person")).to_have_text(said("đất đai"))

        await choice.tap()

        await expect(phone.page.locator(".bubble.bot .title")).to_contain_text(f"(mã {value.split(':')[1]})")


async def test_without_script_the_examples_are_links_to_answers(phone_on: Opener, site: Site) -> None:
    async with phone_on(site, script=False) as phone:
        await phone.open("/")

        await phone.page.get_by_text(texts.EXAMPLES[0]).tap()

        await expect(phone.page.locator(".bubble.person")).to_have_text(said(texts.EXAMPLES[0]))


async def test_a_server_that_is_down_leaves_the_question_in_the_box(phone_on: Opener, snapshot: Snapshot) -> None:
    with Site(snapshot) as site:
        async with phone_on(site) as phone:
            await phone.open("/")
            site.__exit__()

            await phone.ask(BIRTH)

            assert await phone.last_answer() == texts.OFFLINE
            await expect(phone.page.get_by_label(texts.ASK_LABEL)).to_have_value(BIRTH)
            await expect(phone.page.get_by_role("button", name=texts.SEND)).to_be_enabled()


async def test_a_kind_word_about_privacy_stands_on_the_first_page(phone: Phone) -> None:
    await phone.open("/")

    await expect(phone.page.get_by_text(replies.privacy())).to_be_visible()


def said(text: str) -> str:
    """Return what stands in the bubble of what a person said; the first words are for screen readers."""
    return f"{texts.YOU} {text}"


def longest_title(snapshot: Snapshot) -> str:
    return max(snapshot.knowledge.procedures, key=lambda procedure: len(procedure.title)).code
