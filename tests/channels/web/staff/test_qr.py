import html
import re

import pytest

from bot.channels.web.staff import texts
from bot.sharing import qr
from bot.storage.desks import Desk
from tests.channels.web.admin.conftest import Browser
from tests.channels.web.staff.conftest import SITE
from tests.small_knowledge import BIRTH


@pytest.mark.parametrize(("path", "link"), [(f"/{BIRTH}", f"/p/{BIRTH}?k="), ("", "/k/")])
async def test_the_code_carries_the_desk_and_its_address_can_be_typed(
    published: Browser, desk: Desk, path: str, link: str
) -> None:
    page = (await published.get(f"/staff/qr{path}")).text

    assert qr.svg(f"{SITE}{link}{desk.number}") in page
    assert f"hoi.kontum.vn{link}{desk.number}" in page


async def test_nothing_in_the_drawing_needs_a_style_that_the_policy_blocks(published: Browser) -> None:
    page = (await published.get(f"/staff/qr/{BIRTH}")).text

    assert not re.search(r"\sstyle=|<style|\son\w+=", page)


async def test_without_a_desk_the_code_leads_to_the_procedure_all_the_same(minh: Browser) -> None:
    page = html.unescape((await minh.get(f"/staff/qr/{BIRTH}")).text)

    assert qr.svg(f"https://hoimotcua.test/p/{BIRTH}") in page
    assert texts.NO_DESK in page


async def test_one_goes_back_to_what_was_searched_for(seated: Browser) -> None:
    page = (await seated.get(f"/staff/qr/{BIRTH}", params={"q": 'khai "sinh" & <b>'})).text

    assert 'href="/staff?q=khai%20%22sinh%22%20%26%20%3Cb%3E"' in page


@pytest.mark.parametrize("code", ["9.999999", "x", "%00", "<b>", "1" * 300])
async def test_an_unknown_procedure_is_told_with_a_way_back(seated: Browser, code: str) -> None:
    response = await seated.get(f"/staff/qr/{code}")

    assert response.status_code == 404
    assert "Không có thủ tục mã" in response.text
    assert 'href="/staff"' in response.text
    assert "<b>" not in response.text
