import httpx
import pytest

from bot.channels.zalo_oa.events import Kind, from_payload, read
from bot.channels.zalo_oa.files import FileError, attachment
from bot.knowledge.spreadsheets.limits import MAX_BYTES
from tests.fakes.zalo_oa import FakeZaloOa, encoded, file_event


def test_a_file_is_read_with_its_name_and_address_and_kept_so() -> None:
    body = encoded(file_event("https://files.example/a.xlsx"))

    event = read(file_event("https://files.example/a.xlsx"), body)

    assert event
    assert (event.kind, event.file_name, event.file_url) == (Kind.FILE, "thu-tuc.xlsx", "https://files.example/a.xlsx")
    assert from_payload(event.payload()).file_url == event.file_url


async def test_a_file_is_fetched_from_where_zalo_keeps_it(zalo: FakeZaloOa, client: httpx.AsyncClient) -> None:
    zalo.files["/a.xlsx"] = b"PK"

    file = attachment("a.xlsx", f"{zalo.address}/a.xlsx", client, zalo.address)

    assert (file.name, file.returns_files, await file.fetch()) == ("a.xlsx", False, b"PK")


@pytest.mark.parametrize("url", ["", "http://elsewhere.example/a.xlsx", "file:///etc/passwd", "ftp://a/b"])
async def test_nothing_is_fetched_from_elsewhere_without_https(url: str, client: httpx.AsyncClient) -> None:
    with pytest.raises(FileError):
        await attachment("a.xlsx", url, client, "https://openapi.zalo.me").fetch()


async def test_a_file_that_is_too_large_is_given_up(zalo: FakeZaloOa, client: httpx.AsyncClient) -> None:
    zalo.files["/a.xlsx"] = b" " * (MAX_BYTES + 1)

    with pytest.raises(FileError):
        await attachment("a.xlsx", f"{zalo.address}/a.xlsx", client, zalo.address).fetch()


async def test_a_file_that_is_gone_is_told_apart(zalo: FakeZaloOa, client: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        await attachment("a.xlsx", f"{zalo.address}/b.xlsx", client, zalo.address).fetch()
