from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import httpx

from bot.services import Services
from bot.storage.versions import Activation

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
MOST_OF_A_SITEMAP = 50_000


def entries(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  our own


async def test_every_procedure_s_page_is_listed_once(client: httpx.AsyncClient, services: Services) -> None:
    response = await client.get("/sitemap.xml")

    found = [one.text for one in entries(response.text).findall("s:url/s:loc", NAMES)]
    codes = [procedure.code for procedure in services.snapshot.knowledge.procedures]
    assert response.headers["content-type"] == "application/xml"
    paths = ["/", "/du-lieu-ca-nhan", *(f"/p/{code}" for code in codes)]
    assert found == [f"http://hoimotcua.test{path}" for path in paths]
    assert len(found) < MOST_OF_A_SITEMAP


async def test_the_date_is_that_of_the_version_in_service(client: httpx.AsyncClient, services: Services) -> None:
    since = Activation(1, 1, datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "lan")
    services.snapshot = replace(services.snapshot, activation=since)

    found = entries((await client.get("/sitemap.xml")).text).findall("s:url/s:lastmod", NAMES)

    assert {one.text for one in found} == {"2026-11-23"}


async def test_without_a_version_no_date_is_claimed(client: httpx.AsyncClient) -> None:
    assert "lastmod" not in (await client.get("/sitemap.xml")).text


async def test_a_hostile_host_breaks_no_xml(client: httpx.AsyncClient) -> None:
    page = await client.get("/sitemap.xml", headers={"Host": "a.test&<b>"})

    assert entries(page.text).tag.endswith("urlset")


async def test_robots_are_led_to_the_sitemap_and_ask_no_questions(client: httpx.AsyncClient) -> None:
    lines = (await client.get("/robots.txt")).text.splitlines()

    assert "Sitemap: http://hoimotcua.test/sitemap.xml" in lines
    assert {"Disallow: /?", "Disallow: /di/"} < set(lines)


async def test_a_chat_may_preview_what_a_desk_s_link_leads_to(client: httpx.AsyncClient) -> None:
    assert "Allow: /?k=" in (await client.get("/robots.txt")).text.splitlines()
