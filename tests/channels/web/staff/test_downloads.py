import pytest

from bot.channels.web.staff import texts
from bot.office.office import Office
from tests.channels.web.admin.conftest import Browser


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (b"%PDF-1.7", "application/pdf", "2-to-a4.pdf"),
        (b"\x89PNG...", "image/png", "2-to-a4.png"),
        (b"PK\x03\x04", "application/zip", "2-to-a4.zip"),
    ],
)
async def test_a_file_that_is_kept_is_given_under_its_name(
    minh: Browser, office: Office, data: bytes, kind: str, name: str
) -> None:
    token = await office.versions.keep_download(data)

    response = await minh.get(f"/staff/downloads/{token}?name=2-to-a4")

    assert (response.content, response.headers["content-type"]) == (data, kind)
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize("name", ["", 'a"; x="b', "../../etc/passwd", "a\r\nX: y", "x" * 61, "tên"])
async def test_a_name_that_is_not_ours_is_another(minh: Browser, office: Office, name: str) -> None:
    token = await office.versions.keep_download(b"%PDF-1.7")

    response = await minh.get(f"/staff/downloads/{token}", params={"name": name})

    assert response.headers["content-disposition"] == 'attachment; filename="to-in.pdf"'


@pytest.mark.parametrize("token", ["x", "0" * 16, "%00", "index-1", "x" * 500])
async def test_a_file_that_is_gone_is_told_with_a_way_back(minh: Browser, token: str) -> None:
    response = await minh.get(f"/staff/downloads/{token}")

    assert response.status_code == 404
    assert texts.GONE_FILE in response.text
    assert 'href="/staff"' in response.text


async def test_strangers_get_no_file(stranger: Browser, office: Office) -> None:
    token = await office.versions.keep_download(b"%PDF-1.7")

    assert (await stranger.get(f"/staff/downloads/{token}")).status_code == 303
