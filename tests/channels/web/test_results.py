import re
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import wording
from bot.channels.web import texts
from bot.services import Services

BIRTH = "đăng ký khai sinh nộp ở đâu"
OPEN_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


async def found(client: httpx.AsyncClient, q: str) -> str:
    response = await client.get("/tim", params={"q": q})
    assert response.status_code == 200
    return response.text


def listed(page: str) -> list[str]:
    return re.findall(r'<a class="card" href="/p/([\d.]+)">', page)


async def test_a_clear_answer_comes_first_and_others_below(client: httpx.AsyncClient) -> None:
    page = await found(client, BIRTH)

    answer, others = page.split(texts.OTHERS)
    assert "Anh/chị không cần đi nộp hồ sơ" in answer
    assert '<a href="/p/1.001193">' in answer
    assert 0 < len(listed(others)) <= 9
    assert "1.001193" not in listed(others)


async def test_the_answer_says_what_was_asked(client: httpx.AsyncClient) -> None:
    page = await found(client, "đăng ký khai sinh gửi bưu điện được không")

    assert "Được, hồ sơ này gửi qua bưu điện được" in page


async def test_an_unclear_question_brings_up_to_ten_procedures(client: httpx.AsyncClient, services: Services) -> None:
    best = services.snapshot.search.find("đất đai").candidates[0].code

    page = await found(client, "đất đai")

    assert 1 < len(listed(page)) <= 10
    assert listed(page)[0] == best
    assert 'class="badge' in page


async def test_a_life_event_brings_its_own_procedures(client: httpx.AsyncClient, services: Services) -> None:
    event = services.snapshot.search.find("ba em mới mất").event
    assert event

    codes = listed(await found(client, "ba em mới mất"))

    assert {one.code for one in event.procedures[:4]} <= set(codes)


async def test_what_is_not_found_is_said_without_guesses(client: httpx.AsyncClient) -> None:
    page = await found(client, "xyzzy plugh")

    assert wording.REFUSE in page
    assert listed(page) == []
    assert f'href="{wording.PORTAL}"' in page


async def test_a_question_about_the_service_is_answered(client: httpx.AsyncClient) -> None:
    page = await found(client, "bưu chính công ích là gì")

    assert listed(page) == []
    assert '<p class="text">' in page


@pytest.mark.parametrize("path", ["/tim", "/tim?q=", "/tim?q=+++"])
async def test_without_words_there_is_a_box_to_search_with(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text

    assert f"<h1>{texts.SEARCH}</h1>" in page


async def test_search_engines_keep_no_results(client: httpx.AsyncClient) -> None:
    response = await client.get("/tim", params={"q": BIRTH})

    assert response.headers["x-robots-tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.text


async def test_what_is_searched_is_written_down_and_belongs_to_no_conversation(
    client: httpx.AsyncClient, services: Services
) -> None:
    await client.get("/")
    await client.get("/tim", params={"q": f"{BIRTH}, cccd 001203004567"})
    follow_up = await client.post("/api/v1/messages", json={"text": "gửi bưu điện được không"})

    texts_kept = [entry.text for entry in await services.journal.latest()]  # type: ignore[attr-defined]
    assert f"{BIRTH}, cccd [số]" in texts_kept
    assert follow_up.json()["procedure"] is None


@given(q=st.text(max_size=60))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_words_have_a_page_that_shows_them_as_text(client: httpx.AsyncClient, q: str) -> None:
    response = await client.get("/tim", params={"q": q.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert response.text.count("<main") == 1


async def test_a_browser_can_add_the_search(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    [link] = re.findall(r'<link rel="search" type="application/opensearchdescription\+xml" href="([^"]+)"', page)

    response = await client.get(link)

    described = ET.fromstring(response.text)  # noqa: S314  our own
    url = described.find(f"{OPEN_SEARCH}Url")
    assert response.headers["content-type"] == "application/opensearchdescription+xml"
    assert described.findtext(f"{OPEN_SEARCH}ShortName") == texts.TITLE
    assert url is not None
    assert url.attrib["template"] == "http://hoimotcua.test/tim?q={searchTerms}"
