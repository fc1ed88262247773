import re

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import replies, wording
from bot.channels.web import texts
from bot.services import Services

BIRTH = "đăng ký khai sinh nộp ở đâu"
CODE = "1.001193"
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


async def test_the_first_page_greets_tells_about_privacy_and_gives_examples(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert wording.WELCOME in page
    assert replies.privacy() in page
    assert all(f">{example}</a>" in page for example in texts.EXAMPLES)


async def test_a_question_in_the_address_is_shown_with_its_answer(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", params={"q": BIRTH})).text

    assert f"{texts.YOU} </span>{BIRTH}</div>" in page
    assert '<p class="lead">Anh/chị không cần đi nộp hồ sơ' in page
    assert f"(mã {CODE})" in page
    assert wording.WELCOME not in page


async def test_choices_are_plain_links_that_lead_to_their_answers(
    client: httpx.AsyncClient, services: Services
) -> None:
    code = services.snapshot.search.find("đất đai").candidates[0].code

    page = (await client.get("/", params={"q": "đất đai"})).text

    assert f'<a class="choice" href="/?choice=p%3A{code}" data-choice="p:{code}">' in page


async def test_a_choice_in_the_address_is_answered(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", params={"choice": f"p:{CODE}:time"})).text

    assert f"(mã {CODE})" in page
    assert "person" not in page


@pytest.mark.parametrize("choice", ["", "x" * 5000, "p:9.999999", HOSTILE])
async def test_a_forged_choice_in_the_address_gets_a_kind_way_on(client: httpx.AsyncClient, choice: str) -> None:
    response = await client.get("/", params={"choice": choice})

    assert response.status_code == 200
    assert wording.NO_SUCH_CHOICE in response.text


@pytest.mark.parametrize("q", ["", "   "])
async def test_an_empty_question_in_the_address_is_the_first_page(client: httpx.AsyncClient, q: str) -> None:
    assert wording.WELCOME in (await client.get("/", params={"q": q})).text


async def test_what_a_person_typed_is_shown_as_text_and_never_as_html(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", params={"q": HOSTILE})).text

    assert "alert" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@given(q=st.text(max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_question_in_the_address_has_a_page(client: httpx.AsyncClient, q: str) -> None:
    response = await client.get("/", params={"q": q.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert response.text.count("<main") == 1


@pytest.mark.parametrize("path", ["/", f"/p/{CODE}", "/khong-co"])
async def test_every_page_says_that_it_is_vietnamese_and_fits_a_phone(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text

    assert '<html lang="vi">' in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1, ' in page


async def test_the_frame_gives_no_cookie_and_a_session_of_its_own(client: httpx.AsyncClient) -> None:
    first, second = await client.get("/widget"), await client.get("/widget")

    sessions = [re.findall(r'data-session="([0-9a-f]{32})"', page.text) for page in (first, second)]
    assert "set-cookie" not in first.headers
    assert [len(found) for found in sessions] == [1, 1]
    assert sessions[0] != sessions[1]


async def test_choices_in_the_frame_stay_in_the_frame(client: httpx.AsyncClient) -> None:
    page = (await client.get("/widget", params={"q": "đất đai"})).text

    assert 'href="/widget?choice=' in page
    assert 'href="/?choice=' not in page


async def test_in_the_frame_without_its_script_a_number_picks_from_the_list_shown_before(
    client: httpx.AsyncClient,
) -> None:
    listed = (await client.get("/widget", params={"q": "đất đai"})).text
    [session] = re.findall(r'<input type="hidden" name="session" value="([0-9a-f]{32})">', listed)
    picked = (await client.get("/widget", params={"q": "2", "session": session})).text

    assert f'&amp;session={session}" data-choice=' in listed
    assert "(mã " in picked
    assert f'value="{session}"' in picked


@pytest.mark.parametrize("forged", ["", "x", "A" * 32, "0" * 33, "0" * 31 + "\n", "0" * 32 + "\n", HOSTILE])
async def test_what_is_no_session_in_the_address_of_the_frame_is_replaced(
    client: httpx.AsyncClient, forged: str
) -> None:
    page = (await client.get("/widget", params={"session": forged})).text

    [session] = re.findall(r'name="session" value="([^"]*)"', page)
    assert re.fullmatch("[0-9a-f]{32}", session)
    assert session != forged


async def test_only_the_frame_carries_its_session_in_the_page(client: httpx.AsyncClient) -> None:
    assert "session=" not in (await client.get("/", params={"q": "đất đai"})).text.replace("data-session=", "")


async def test_who_comes_straight_to_an_answer_reads_the_notice_once(client: httpx.AsyncClient) -> None:
    first = (await client.get("/", params={"q": BIRTH})).text
    second = (await client.get("/", params={"q": BIRTH})).text

    assert (first.count(replies.privacy()), second.count(replies.privacy())) == (1, 0)


@pytest.mark.parametrize("path", ["/", "/widget"])
async def test_who_was_welcomed_reads_the_notice_in_no_answer(client: httpx.AsyncClient, path: str) -> None:
    welcome = (await client.get(path)).text
    session = re.findall(r'data-session="([0-9a-f]{32})"', welcome)[0]

    answer = (await client.get(path, params={"q": BIRTH, "session": session})).text
    asked = (await client.post("/api/v1/messages", json={"text": BIRTH, "session": session})).json()["text"]

    assert welcome.count(replies.privacy()) == 1
    assert replies.privacy() not in answer
    assert replies.privacy() not in asked


async def test_the_session_in_the_page_is_that_of_the_cookie(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert f'data-session="{client.cookies["hmc_session"]}"' in page


@pytest.mark.parametrize("path", ["/", f"/p/{CODE}", "/tim"])
async def test_pages_can_be_looked_at_by_their_head_alone(client: httpx.AsyncClient, path: str) -> None:
    response = await client.head(path)

    assert (response.status_code, response.content) == (200, b"")
