import httpx
import pytest
from fastapi import FastAPI

CODE = "1.001193"
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
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
        ("/openapi.json", 200),
    ],
)
async def test_every_answer_carries_the_security_headers(client: httpx.AsyncClient, path: str, status: int) -> None:
    response = await client.get(path)

    assert (response.status_code, security_headers(response)) == (status, HEADERS)


async def test_a_refused_message_carries_the_security_headers(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/messages", content=b"{")

    assert (response.status_code, security_headers(response)) == (422, HEADERS)


async def test_a_body_too_large_is_refused_with_the_security_headers(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/v1/messages", content=b" " * 200_000)

    assert (response.status_code, security_headers(response)) == (413, HEADERS)


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


@pytest.mark.parametrize("name", ["chat.js", "style.css", "icon.svg"])
async def test_pages_load_nothing_from_elsewhere(client: httpx.AsyncClient, name: str) -> None:
    file = (await client.get(f"/static/{name}")).text

    assert "//" not in file.replace("http://www.w3.org/2000/svg", "").replace("// ", "")
