"""The headers of what `test_app` does not ask for: https, the widget's file, refusals, and what officials see."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from bot.channels.web.app import create_app
from bot.channels.web.headers import WIDGET
from bot.services import Services
from bot.settings import WebSettings
from tests.channels.web.admin.conftest import cheap_records, open_admin_database
from tests.channels.web.test_app import HEADERS, security_headers

OVER_HTTPS = HEADERS | {"strict-transport-security": "max-age=31536000"}
_LINKED_DATA = re.compile(r'<script type="application/ld\+json".*?</script>', re.DOTALL)  # data, which nothing runs
_STYLE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.fixture
async def proxied(services: Services, tmp_path: Path) -> AsyncIterator[Callable[[str, str], httpx.AsyncClient]]:
    """Makes clients with an address, behind which a proxy says that the browser came by a scheme."""
    engine = open_admin_database(tmp_path)
    limited = WebSettings(session_per_minute=0, address_per_minute=1, trusted_proxies="10.0.0.1")
    app = create_app(services, cheap_records(engine), limited)
    made: list[httpx.AsyncClient] = []

    def make(address: str, scheme: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 1))
        headers = {"X-Forwarded-Proto": scheme, "X-Forwarded-For": f"203.0.113.{len(made)}"}
        made.append(httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test", headers=headers))
        return made[-1]

    yield make
    for client in made:
        await client.aclose()
    await engine.dispose()


async def test_https_is_kept_to_where_a_trusted_proxy_says_so(
    proxied: Callable[[str, str], httpx.AsyncClient],
) -> None:
    behind, direct, plain = proxied("10.0.0.1", "https"), proxied("10.0.0.2", "https"), proxied("10.0.0.1", "http")

    for path in ("/", "/khong-co", "/static/chat.js", "/api/v1/openapi.json", "/admin/sign-in", "/staff", "/healthz"):
        assert security_headers(await behind.get(path)) == OVER_HTTPS, path
        assert security_headers(await direct.get(path)) == HEADERS, path
    assert security_headers(await plain.get("/")) == HEADERS


async def test_the_visitor_s_cookie_is_secure_over_https_and_out_of_reach_of_scripts(
    proxied: Callable[[str, str], httpx.AsyncClient],
) -> None:
    secure, plain = proxied("10.0.0.1", "https"), proxied("10.0.0.1", "http")
    asked = [await client.post("/api/v1/messages", json={"text": "khai sinh"}) for client in (secure, plain)]
    cookies = [answer.headers["set-cookie"] for answer in asked]

    assert ["Secure" in cookie for cookie in cookies] == [True, False]
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)


async def test_who_asks_too_fast_is_refused_with_the_headers(
    proxied: Callable[[str, str], httpx.AsyncClient],
) -> None:
    client = proxied("10.0.0.1", "https")
    answers = [await client.post("/api/v1/messages", json={"text": "khai sinh"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert [security_headers(answer) for answer in answers] == [OVER_HTTPS, OVER_HTTPS]


async def test_other_sites_may_load_the_widget_s_file_and_nothing_else(client: httpx.AsyncClient) -> None:
    assert (await client.get(WIDGET)).headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/", "/?q=khai+sinh", "/p/1.001193", "/tim?q=khai+sinh", "/widget", "/api", "/x"])
async def test_no_page_needs_what_the_policy_forbids(client: httpx.AsyncClient, path: str) -> None:
    """Scripts and styles in the page itself would be blocked: the policy has no 'unsafe-inline'."""
    page = (await client.get(path)).text

    assert _STYLE.findall(_LINKED_DATA.sub("", page)) == []
