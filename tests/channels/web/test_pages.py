from html import escape

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import wording
from bot.channels.web import texts
from bot.services import Services

BIRTH = "đăng ký khai sinh nộp ở đâu"
CODE = "1.001193"
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


async def test_the_first_page_greets_tells_about_privacy_and_gives_examples(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text

    assert wording.WELCOME in page
    assert wording.WELCOME_PRIVACY in page
    assert all(f">{example}</a>" in page for example in texts.EXAMPLES)


async def test_a_question_in_the_address_is_shown_with_its_answer(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", params={"q": BIRTH})).text

    assert f'<div class="bubble person">{BIRTH}</div>' in page
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


async def test_a_procedure_page_shows_all_its_facts_and_its_source(
    client: httpx.AsyncClient, services: Services
) -> None:
    known = services.snapshot.knowledge.by_code[CODE]

    page = (await client.get(f"/p/{CODE}")).text

    assert f"<h1>{escape(known.title)}</h1>" in page
    assert f"<title>{escape(known.title)} – Hỏi Một Cửa</title>" in page
    assert '<p class="lead">Anh/chị không cần đi nộp hồ sơ' in page
    for label in ("Qua mạng", "Bưu điện", "Nơi nộp trực tiếp", "Thời hạn", "Cơ quan thực hiện", "Lĩnh vực"):
        assert f"<dt>{label}</dt>" in page
    assert f'href="{known.url}"' in page
    assert '<p class="note">Nguồn: Cổng Dịch vụ công quốc gia, đọc ' in page


@pytest.mark.parametrize("path", ["/", f"/p/{CODE}", "/khong-co"])
async def test_every_page_says_that_it_is_vietnamese_and_fits_a_phone(client: httpx.AsyncClient, path: str) -> None:
    page = (await client.get(path)).text

    assert '<html lang="vi">' in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page


async def test_every_procedure_has_a_page(client: httpx.AsyncClient, services: Services) -> None:
    for procedure in services.snapshot.knowledge.procedures[::50]:
        response = await client.get(f"/p/{procedure.code}")
        assert (response.status_code, f"Mã thủ tục {procedure.code}" in response.text) == (200, True)


@pytest.mark.parametrize("code", [f"{CODE}.000.00.00.H34", f"{CODE}.000.00.00.h34", f" {CODE}"])
async def test_a_code_with_a_suffix_leads_to_the_plain_one(client: httpx.AsyncClient, code: str) -> None:
    response = await client.get(f"/p/{code}")

    assert (response.status_code, response.headers["location"]) == (301, f"/p/{CODE}")


@pytest.mark.parametrize(
    "code", ["9.999999", "abc", "1.00119", "1.0011933", "1.٠٠١١٩٣", "%00", "9.999999.000.00.00.H34"]
)
async def test_an_unknown_or_malformed_code_has_a_kind_page(client: httpx.AsyncClient, code: str) -> None:
    response = await client.get(f"/p/{code}")

    assert response.status_code == 404
    assert "trong dữ liệu." in response.text
    assert texts.NOT_FOUND_HOW in response.text


async def test_a_hostile_code_is_shown_cut_and_as_text(client: httpx.AsyncClient) -> None:
    response = await client.get("/p/<script>alert(1)" + "a" * 1000)

    assert "Không có thủ tục mã &lt;script&gt;alert(1)" in response.text
    assert "a" * 41 not in response.text


@pytest.mark.parametrize("path", ["/khong-co", "/p", "/p/1.001193/them", "/static/khong-co.css", "/static/../app.py"])
async def test_an_unknown_path_has_a_kind_page(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)

    assert response.status_code == 404
    assert f"<h1>{texts.NOT_FOUND}</h1>" in response.text
    assert 'href="/"' in response.text


async def test_a_page_that_fails_says_so_kindly_and_tells_nothing_of_the_fault(client: httpx.AsyncClient) -> None:
    client._transport.app.state.services = None  # type: ignore[attr-defined]  # an ASGITransport

    response = await client.get(f"/p/{CODE}")

    assert response.status_code == 500
    assert f"<h1>{texts.ERROR}</h1>" in response.text
    assert "Traceback" not in response.text
