from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.search import LONGEST_QUESTION
from bot.language.aspects import Aspect
from bot.search.verdicts import Verdict
from tests.channels.web.admin.conftest import Browser
from tests.small_knowledge import BIRTH

HOME = "/admin/search"


async def asked(browser: Browser, question: str) -> str:
    response = await browser.get(HOME, params={"q": question})
    assert response.status_code == 200
    return response.text.partition("<main")[2]


async def test_before_a_question_there_is_only_the_form(minh: Browser) -> None:
    page = (await minh.get(HOME)).text

    assert words.SEARCH_LEAD in page
    assert words.UNDERSTOOD not in page


async def test_a_question_shows_its_words_what_is_asked_and_what_is_found_with_reasons(minh: Browser) -> None:
    page = await asked(minh, "làm giấy khai sinh nộp ở đâu")

    assert words.OUTCOMES["answer"] in page
    assert "<dd>lam giay khai sinh nop o dau</dd>" in page
    assert f"<dd>{words.ASPECT_NAMES['where']}</dd>" in page
    assert f'href="/admin/procedures/{BIRTH}"' in page
    assert words.NEAREST.format(name="làm giấy khai sinh") in page
    assert page.count('<td class="count">100%</td>') >= 1


async def test_another_subject_is_said_to_be_refused(minh: Browser) -> None:
    assert words.OUTCOMES["refuse"] in await asked(minh, "hôm nay trời mưa")


async def test_a_life_event_and_an_entry_of_the_faq_are_named(minh: Browser) -> None:
    assert "<dd>Mới cưới</dd>" in await asked(minh, "vừa làm đám cưới")
    assert "xin-chao: xin chào" in await asked(minh, "xin chào")


async def test_nothing_that_is_tried_is_kept(minh: Browser, engine: AsyncEngine) -> None:
    await asked(minh, "làm giấy khai sinh nộp ở đâu")

    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM asked_question"))).scalar_one() == 0


async def test_strangers_are_led_to_the_door(stranger: Browser) -> None:
    assert (await stranger.get(HOME, params={"q": "khai sinh"})).status_code == 303


async def test_a_hostile_question_breaks_no_page(minh: Browser) -> None:
    for question in (
        "<script>alert(1)</script>",
        '"><b>',
        "{{ 7 * 7 }}",
        "\x00",
        "ă" * 5000,
        "' OR 1=1 --",
        "🙂",
        "%s%n",
    ):
        page = await asked(minh, question)

        assert "<script" not in page
        assert "<b>" not in page
        assert len(page) < 20 * LONGEST_QUESTION


def test_every_outcome_and_aspect_has_its_words() -> None:
    assert set(words.OUTCOMES) == set(Verdict)
    assert set(words.ASPECT_NAMES) == set(Aspect)
