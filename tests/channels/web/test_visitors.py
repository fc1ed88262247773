"""Who came by a desk's link: over four procedures and a real database."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import replies
from bot.channels.web import sessions, texts
from bot.channels.web.app import create_app
from bot.services import Services, Snapshot
from bot.settings import WebSettings
from tests.channels.web.reached import PERSON, counted, desk_of
from tests.channels.web.site import UNLIMITED
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, small_snapshot

ZALO = "https://zalo.me/123"
TELEGRAM = "https://t.me/hoimotcua_bot"
ROBOTS = [
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
    "TelegramBot (like TwitterBot)",
    "Twitterbot/1.0",
    "WhatsApp/2.23.18.78 i",
    "Mozilla/5.0 (compatible; ZaloPreviewBot/1.0)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
]
PEOPLE = [
    PERSON,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0_2) Mobile/15E148 Zalo iOS/502 ZaloTheme/light ZaloLanguage/vn",
    "Mozilla/5.0 (Linux; Android 13) Chrome/124.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/450.0;FBAN/FB4A]",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X20 PRO) Chrome/99.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; CUBOT) Chrome/99.0 Mobile Safari/537.36",
]
Browse = Callable[..., httpx.AsyncClient]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return small_snapshot(tmp_path_factory.mktemp("small"))


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services, web=UNLIMITED)


@pytest.fixture
async def browse(app: FastAPI) -> AsyncIterator[Browse]:
    """Makes browsers without cookies."""
    async with AsyncExitStack() as stack:
        opened: list[httpx.AsyncClient] = []

        def make(agent: str = PERSON) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            headers = {"User-Agent": agent}
            client = httpx.AsyncClient(transport=transport, base_url="https://hoimotcua.test", headers=headers)
            opened.append(client)
            return client

        yield make
        for client in opened:
            stack.push_async_callback(client.aclose)


@pytest.fixture
async def desk(services: Services) -> str:
    return await desk_of(services)


async def test_a_desk_s_link_to_a_procedure_is_counted_with_what_its_page_tells(
    browse: Browse, services: Services, desk: str
) -> None:
    response = await browse().get(f"/p/{BIRTH}?k={desk}")

    assert sessions.COOKIE in response.cookies
    assert await counted(services) == {
        ("scan", desk, BIRTH): 1,
        ("told", desk, ""): 1,
        ("told_of", desk, BIRTH): 1,
    }


async def test_a_page_that_tells_of_no_way_tells_nobody(browse: Browse, services: Services, desk: str) -> None:
    await browse().get(f"/p/{ID_CARD}?k={desk}")

    assert await counted(services) == {("scan", desk, ID_CARD): 1}


async def test_loading_the_page_again_counts_nothing_more(browse: Browse, services: Services, desk: str) -> None:
    phone = browse()
    for _ in range(3):
        await phone.get(f"/p/{BIRTH}?k={desk}")

    assert set((await counted(services)).values()) == {1}


async def test_what_the_session_asks_later_counts_for_the_desk(browse: Browse, services: Services, desk: str) -> None:
    phone = browse()
    await phone.get(f"/p/{ID_CARD}?k={desk}")
    await phone.post("/api/v1/messages", json={"text": "đăng ký kết hôn"})

    assert (await counted(services))["question", desk, MARRIAGE] == 1


async def test_a_desk_s_short_link_leads_to_the_chat_which_is_counted_once(
    browse: Browse, services: Services, desk: str
) -> None:
    phone = browse()
    response = await phone.get(f"/k/{desk}")
    assert (response.status_code, response.headers["location"]) == (303, f"/?k={desk}")
    assert await counted(services) == {}

    await phone.get(response.headers["location"])

    assert await counted(services) == {("scan", desk, ""): 1}


async def test_the_page_s_own_session_has_the_desk_even_where_cookies_are_refused(
    browse: Browse, services: Services, desk: str
) -> None:
    page = (await browse().get(f"/?k={desk}")).text
    [session] = re.findall(r'data-session="(\w+)"', page)

    await browse().post("/api/v1/messages", json={"text": "đăng ký kết hôn", "session": session})

    assert (await counted(services))["question", desk, MARRIAGE] == 1


async def test_a_code_with_a_suffix_leads_on_with_its_desk(browse: Browse, services: Services, desk: str) -> None:
    response = await browse().get(f"/p/{BIRTH}.000.00.00.H34?k={desk}")

    assert response.headers["location"] == f"/p/{BIRTH}?k={desk}"
    assert await counted(services) == {}


@pytest.mark.parametrize(
    "path", [f"/p/{BIRTH}?k={{desk}}", "/?k={desk}", f"/?q={quote('khai sinh')}", "/tim?q=khai+sinh"]
)
async def test_robots_read_the_page_and_count_for_nothing(
    browse: Browse, services: Services, desk: str, path: str
) -> None:
    for agent in ROBOTS:
        response = await browse(agent).get(path.format(desk=desk))

        assert response.status_code == 200
        assert "set-cookie" not in response.headers
    assert await counted(services) == {}


@pytest.mark.parametrize("path", [f"/p/{BIRTH}?k={{desk}}", "/?k={desk}", f"/?q={quote('khai sinh')}"])
async def test_asking_for_the_heads_alone_counts_for_nothing(
    browse: Browse, services: Services, desk: str, path: str
) -> None:
    response = await browse().head(path.format(desk=desk))

    assert response.status_code == 200
    assert "set-cookie" not in response.headers
    assert await counted(services) == {}


@pytest.mark.parametrize("agent", PEOPLE)
async def test_people_in_the_browser_of_an_app_are_people(
    browse: Browse, services: Services, desk: str, agent: str
) -> None:
    await browse(agent).get(f"/p/{ID_CARD}?k={desk}")

    assert await counted(services) == {("scan", desk, ID_CARD): 1}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    k=st.text(max_size=10) | st.from_regex(r"[0-9]{4}", fullmatch=True) | st.sampled_from(["٤٠٧٢", "4072 ", "4072&x=1"])
)
async def test_any_forged_desk_shows_the_page_as_ever_and_leaves_no_trace(
    browse: Browse, services: Services, k: str
) -> None:
    given_k = {"k": k.encode("utf-8", "surrogatepass")}
    response = await browse().get(f"/p/{BIRTH}", params=given_k)
    chat = await browse().get("/", params=given_k)
    short = await browse().get(f"/k/{quote(k.encode('utf-8', 'surrogatepass'), safe='')}")

    assert (response.status_code, chat.status_code) == (200, 200)
    assert "set-cookie" not in response.headers
    assert texts.HERE_OR_THERE not in chat.text
    assert short.status_code in (303, 404)
    assert short.headers.get("location", "/").startswith("/")
    assert not short.headers.get("location", "/").startswith("//")
    assert await counted(services) == {}


async def test_the_page_offers_zalo_and_telegram_with_the_same_meaning(
    browse: Browse, services: Services, desk: str
) -> None:
    services.addresses.zalo, services.addresses.telegram = ZALO, TELEGRAM

    page = (await browse().get(f"/p/{BIRTH}?k={desk}")).text

    assert f'href="{ZALO}">Hỏi trên Zalo' in page
    assert texts.TYPE_FIRST.format(channel="Zalo", typed=f"k{desk} {BIRTH}") in page
    assert f'href="{TELEGRAM}?start=p_1_001193_k_{desk}">Hỏi trên Telegram' in page
    assert page.index(texts.ASK_HERE) < page.index("Hỏi trên Zalo")


async def test_the_chat_offers_them_too_to_whom_a_desk_brought_and_to_nobody_else(
    browse: Browse, services: Services, desk: str
) -> None:
    services.addresses.zalo, services.addresses.telegram = ZALO, TELEGRAM

    brought, alone = (await browse().get(f"/?k={desk}")).text, (await browse().get("/")).text

    assert f'href="{TELEGRAM}?start=k_{desk}"' in brought
    assert texts.TYPE_FIRST.format(channel="Zalo", typed=f"k{desk}") in brought
    assert ZALO not in alone


async def test_who_gets_a_session_by_a_link_reads_what_is_kept(browse: Browse, desk: str) -> None:
    brought, alone = (await browse().get(f"/p/{BIRTH}?k={desk}")).text, (await browse().get(f"/p/{BIRTH}")).text

    assert replies.privacy() in brought
    assert replies.privacy() not in alone


async def test_whoever_opens_links_like_a_machine_reads_them_uncounted(services: Services, desk: str) -> None:
    app = create_app(services, web=WebSettings(address_per_minute=3))
    transport = httpx.ASGITransport(app=app)
    for _ in range(6):
        async with httpx.AsyncClient(transport=transport, base_url="https://hoimotcua.test") as browser:
            assert (await browser.get(f"/p/{ID_CARD}?k={desk}")).status_code == 200

    assert await counted(services) == {("scan", desk, ID_CARD): 3}
