import httpx
import pytest
from fastapi import FastAPI

from bot.channels.web import texts
from bot.channels.web.app import create_app
from bot.services import Services
from bot.settings import WebSettings

CODE = "1.001193"
HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; "
        "object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": None,
}


def security_headers(response: httpx.Response) -> dict[str, str | None]:
    return {name: response.headers.get(name) for name in HEADERS}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/?q=khai+sinh", 200),
        (f"/p/{CODE}", 200),
        (f"/p/{CODE}.000.00.00.H34", 301),
        ("/p/9.999999", 404),
        ("/khong-co", 404),
        ("/api/v1/messages", 405),
        ("/static/chat.js", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/api/v1/openapi.json", 200),
        ("/tim?q=khai+sinh", 200),
        ("/widget", 200),
        ("/sw.js", 200),
        ("/api", 200),
    ],
)
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str, status: int) -> None:
    response = await client.get(path)

    assert (response.status_code, security_headers(response)) == (status, HEADERS)


async def test_a_refused_message_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/messages", content=b"{")

    assert (response.status_code, security_headers(response)) == (422, HEADERS)


async def test_a_body_too_large_is_refused_with_the_security_headers(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/messages", content=b" " * 300_000)

    assert (response.status_code, security_headers(response)) == (413, HEADERS)


@pytest.mark.parametrize(
    ("path", "size", "message"),
    [
        ("/admin/knowledge", 65 * 1024 * 1024, texts.UPLOAD_TOO_LARGE),
        ("/admin/annex/start", 65 * 1024 * 1024, texts.UPLOAD_TOO_LARGE),
        ("/admin/procedures/1.001193", 300_000, texts.BODY_TOO_LARGE),
        ("/staff/print", 300_000, texts.BODY_TOO_LARGE),
    ],
)
async def test_an_official_who_sends_too_much_reads_so_on_a_page_with_a_way_back(
    client: httpx.AsyncClient, path: str, size: int, message: str
) -> None:
    response = await client.post(path, content=b"", headers={"content-length": str(size)})

    assert (response.status_code, security_headers(response)) == (413, HEADERS)
    assert f"<h1>{message}</h1>" in response.text
    assert f'href="/{path.split("/")[1]}"' in response.text


async def test_a_failure_carries_the_security_headers(client: httpx.AsyncClient, app: FastAPI) -> None:
    app.state.services = None

    response = await client.get(f"/p/{CODE}")

    assert (response.status_code, security_headers(response)) == (500, HEADERS)


async def test_a_failure_of_the_api_is_answered_with_json(client: httpx.AsyncClient, app: FastAPI) -> None:
    app.state.services = None

    response = await client.post("/api/v1/messages", json={"text": "khai sinh"})

    assert (response.status_code, response.json()) == (
        500,
        {"error": "Trang đang gặp trục trặc. Anh/chị thử lại sau ít phút."},
    )


@pytest.mark.parametrize("name", ["chat.js", "style.css", "icon.svg", "sw.js", "staff.js", "staff.css"])
async def test_pages_load_nothing_from_elsewhere(client: httpx.AsyncClient, name: str) -> None:
    file = (await client.get(f"/static/{name}")).text

    assert "//" not in file.replace("http://www.w3.org/2000/svg", "").replace("// ", "")


@pytest.fixture
def with_agencies(services: Services) -> FastAPI:
    return create_app(services, web=WebSettings(widget_origins="https://a.gov.vn, https://b.gov.vn:8443"))


@pytest.mark.parametrize(
    ("path", "ancestors"),
    [
        ("/widget", "https://a.gov.vn https://b.gov.vn:8443"),
        ("/widget?q=khai+sinh", "https://a.gov.vn https://b.gov.vn:8443"),
        ("/", "'none'"),
        ("/p/1.001193", "'none'"),
        ("/widgets", "'none'"),
        ("/admin/sign-in", "'none'"),
    ],
)
async def test_only_the_frame_may_be_framed_and_only_by_who_is_listed(
    with_agencies: FastAPI, path: str, ancestors: str
) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=with_agencies), base_url="http://hoimotcua.test"
    ) as client:
        policy = (await client.get(path)).headers["content-security-policy"]

    assert f"frame-ancestors {ancestors};" in policy


@pytest.mark.parametrize(
    "origins", ["a.gov.vn", "https://a.gov.vn/", "https://a.gov.vn; script-src *", "*", "https://a b", "javascript:x"]
)
def test_what_is_no_origin_is_refused_in_the_settings(origins: str) -> None:
    with pytest.raises(ValueError, match="https://tên-miền"):
        WebSettings(widget_origins=origins)


@pytest.mark.parametrize(
    "url", ["hoi.example.vn", "https://hoi.example.vn/trang", "ftp://hoi.example.vn", "https://a b"]
)
def test_what_is_no_public_address_is_refused_in_the_settings(url: str) -> None:
    with pytest.raises(ValueError, match="https://tên-miền"):
        WebSettings(public_url=url)


@pytest.mark.parametrize("path", ["/", "/p/1.001193", "/static/chat.js", "/sitemap.xml", "/api/v1/openapi.json"])
async def test_what_is_read_comes_packed(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("place", ["/admin/", "/staff/"])
async def test_what_officials_see_is_not_packed_as_its_pages_hold_secrets(
    client: httpx.AsyncClient, place: str
) -> None:
    assert "content-encoding" not in (await client.get(place + "x" * 2000)).headers


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "private, no-cache"),
        ("/p/1.001193", "private, no-cache"),
        ("/api/v1/openapi.json", "no-store"),
        ("/staff/downloads/x", "no-store"),
    ],
)
async def test_no_cache_between_keeps_an_answer(client: httpx.AsyncClient, path: str, kept: str) -> None:
    assert (await client.get(path)).headers["cache-control"] == kept


@pytest.mark.parametrize("proxies", ["*", "may-chu", "10.0.0.0/99", "10.0.0.1/24", "127.0.0.1;10.0.0.1"])
def test_what_is_no_address_of_a_proxy_is_refused_in_the_settings(proxies: str) -> None:
    with pytest.raises(ValueError, match="địa chỉ IP hay dải mạng"):
        WebSettings(trusted_proxies=proxies)
