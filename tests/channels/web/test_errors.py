import httpx
import pytest

from bot.channels.web import texts

CODE = "1.001193"


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


async def test_a_missing_page_offers_to_search(client: httpx.AsyncClient) -> None:
    page = (await client.get("/khong-co")).text

    assert 'action="/tim"' in page
    assert 'value=""' in page


@pytest.mark.parametrize("body", [b'{"text": "\xff"}', b"[" * 100_000], ids=["no UTF-8", "too deep"])
async def test_a_body_that_cannot_be_read_is_told_what_to_send(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post("/api/v1/messages", content=body, headers={"content-type": "application/json"})

    assert (response.status_code, response.json()) == (400, {"error": texts.BAD_REQUEST})


async def test_an_error_says_what_it_allows(client: httpx.AsyncClient) -> None:
    response = await client.delete("/api/v1/messages")

    assert (response.status_code, response.headers["allow"]) == (405, "POST")
