import json
import re
from html import escape

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web import texts
from bot.channels.web.assets import STATIC
from bot.services import Services
from bot.settings import WebSettings

CODE = "1.001193"


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


def meta(page: str, name: str) -> list[str]:
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)


async def test_the_three_answers_come_before_all_other_facts(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/p/{CODE}")).text

    labels = re.findall(r"<dt>(.*?)</dt>", page)
    assert labels[:4] == ["Qua mạng", "Bưu điện", "Nơi nộp trực tiếp", "Thời hạn"]


async def test_only_an_answer_that_saves_a_way_is_marked(client: httpx.AsyncClient, services: Services) -> None:
    known = services.snapshot.knowledge.procedures
    neither = next(one for one in known if one.service_level.value == "offline" and one.postal.value == "no")

    both_ways = (await client.get(f"/p/{CODE}")).text
    no_way = (await client.get(f"/p/{neither.code}")).text

    assert (both_ways.count('<div class="good">'), no_way.count('<div class="good">')) == (2, 0)


async def test_a_shared_link_shows_title_answer_and_picture(client: httpx.AsyncClient, services: Services) -> None:
    page = (await client.get(f"/p/{CODE}")).text

    [description] = meta(page, "description")
    assert meta(page, "og:title") == ["Đăng ký khai sinh"]
    assert meta(page, "og:description") == [description.removesuffix(f" {texts.CODE} {CODE}.")]
    assert meta(page, "og:url") == [f"http://hoimotcua.test/p/{CODE}"]
    assert (meta(page, "og:type"), meta(page, "og:locale")) == (["website"], ["vi_VN"])
    assert f'<link rel="canonical" href="http://hoimotcua.test/p/{CODE}">' in page
    [picture] = meta(page, "og:image")
    assert (await client.get(picture)).headers["content-type"] == "image/png"


async def test_the_public_address_is_used_where_it_is_set(client: httpx.AsyncClient, app: FastAPI) -> None:
    app.state.web = WebSettings(public_url="https://hoi.example.vn/")

    page = (await client.get(f"/p/{CODE}", headers={"Host": "evil.example"})).text

    assert '<link rel="canonical" href="https://hoi.example.vn/p/1.001193">' in page
    assert "evil.example" not in page


async def test_the_longest_title_is_shared_short(client: httpx.AsyncClient, services: Services) -> None:
    longest = max(services.snapshot.knowledge.procedures, key=lambda procedure: len(procedure.title))

    [title] = meta((await client.get(f"/p/{longest.code}")).text, "og:title")

    assert len(title) <= 112


async def test_the_page_carries_its_linked_data_as_json(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/p/{CODE}")).text

    [written] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(written)["identifier"] == CODE


async def test_without_other_channels_one_asks_here(client: httpx.AsyncClient) -> None:
    page = (await client.get(f"/p/{CODE}")).text

    assert f'href="/?choice=p%3A{CODE}">{texts.ASK_HERE}' in page
    assert "Hỏi trên" not in page


async def test_other_channels_stand_beside_it_once_their_servers_said_where(
    client: httpx.AsyncClient, services: Services
) -> None:
    services.addresses.zalo, services.addresses.telegram = "https://zalo.me/123", "https://t.me/hoimotcua_bot"

    page = (await client.get(f"/p/{CODE}")).text

    assert re.findall(r'href="([^"]+)">Hỏi trên (?:Zalo|Telegram)', page) == [
        "https://zalo.me/123",
        "https://t.me/hoimotcua_bot?start=p_1_001193",
    ]


async def test_what_is_asked_here_about_a_procedure_is_answered(client: httpx.AsyncClient) -> None:
    page = (await client.get("/", params={"choice": f"p:{CODE}"})).text

    assert f"(mã {CODE})" in page


async def test_an_unknown_code_stands_in_the_search_box_beside_the_portal(client: httpx.AsyncClient) -> None:
    page = (await client.get("/p/9.999999")).text

    assert 'action="/tim"' in page
    assert 'value="9.999999"' in page
    assert 'href="https://dichvucong.gov.vn"' in page


def test_the_picture_for_shared_links_is_small() -> None:
    picture = (STATIC / "sharing.png").read_bytes()

    width, height = (int.from_bytes(picture[start : start + 4]) for start in (16, 20))
    assert (width, height) == (1200, 630)
    assert len(picture) < 60_000
