import pytest

from bot.storage.desks import Desk
from tests.channels.web.admin.conftest import Browser
from tests.channels.web.staff.conftest import SITE
from tests.sharing.posters.reading import codes, pages, picture
from tests.small_knowledge import BIRTH


async def test_the_sheet_is_shown_by_the_browser_and_its_code_carries_the_desk(published: Browser, desk: Desk) -> None:
    response = await published.get(f"/staff/posters/{BIRTH}.pdf")

    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == f'inline; filename="{BIRTH}-k{desk.number}-a5.pdf"'
    assert [page.height for page in pages(response.content)] == [210]
    assert codes(picture(response.content, 150)) == [f"{SITE}/p/{BIRTH}?k={desk.number}"]


@pytest.mark.parametrize("code", ["9.999999", "x", "%00", "1" * 300])
async def test_an_unknown_procedure_is_told(minh: Browser, code: str) -> None:
    response = await minh.get(f"/staff/posters/{code}.pdf")

    assert (response.status_code, "Không có thủ tục mã" in response.text) == (404, True)
