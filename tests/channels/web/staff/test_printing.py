import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.channels.web.admin import texts as admin_texts
from bot.channels.web.staff import press as press_module
from bot.channels.web.staff import texts
from bot.channels.web.staff.order import Order
from bot.channels.web.staff.press import File
from bot.channels.web.staff.printing import LINES
from bot.storage.desks import Desk
from tests.channels.web.admin.conftest import Browser
from tests.channels.web.staff.conftest import SITE
from tests.sharing.posters.reading import codes, pages, picture
from tests.small_knowledge import BIRTH, MARRIAGE

ROOM = "/staff/print"
TWO = {"what": "list", "codes": f"{BIRTH}\n{MARRIAGE}", "size": "a5", "format": "pdf"}


async def streamed(browser: Browser, **fields: str) -> list[dict[str, Any]]:
    """Return the lines that the page's script reads."""
    data = {"csrf": await browser.csrf(), **fields}
    response = await browser.post(ROOM, data=data, headers={"accept": LINES})
    assert response.headers["content-type"].startswith(LINES)
    return [json.loads(line) for line in response.text.splitlines()]


async def test_without_script_the_form_gives_the_file(published: Browser, desk: Desk) -> None:
    response = await published.send_form(ROOM, **TWO, desk=desk.number)

    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == f'attachment; filename="2-to-k{desk.number}-a5.pdf"'
    assert len(pages(response.content)) == 2
    read = [codes(picture(response.content, 100, page)) for page in range(2)]
    assert read == [[f"{SITE}/p/{code}?k={desk.number}"] for code in (BIRTH, MARRIAGE)]


async def test_the_script_is_told_of_each_page_and_where_the_file_is(seated: Browser, desk: Desk) -> None:
    *told, last = await streamed(seated, **TWO, desk=desk.number)
    file = await seated.get(last["url"])

    assert told == [{"done": done, "total": 2} for done in (0, 1, 2)]
    assert file.headers["content-disposition"] == f'attachment; filename="2-to-k{desk.number}-a5.pdf"'
    assert len(pages(file.content)) == 2


@pytest.mark.parametrize(("size", "paper"), [("a4", 297), ("a5", 210), ("tent", 297), ("cards", 297)])
async def test_every_size_comes_out(seated: Browser, size: str, paper: int) -> None:
    response = await seated.send_form(ROOM, what="general", size=size, format="pdf")

    assert [page.height for page in pages(response.content)] == [paper]


@pytest.mark.parametrize(("pasted", "kind"), [(BIRTH, "image/png"), (f"{BIRTH} {MARRIAGE}", "application/zip")])
async def test_pictures_come_as_such_or_packed(seated: Browser, pasted: str, kind: str) -> None:
    given = {"what": "list", "codes": pasted, "size": "a5", "format": "png"}

    at_once = await seated.send_form(ROOM, **given)
    kept = await seated.get((await streamed(seated, **given))[-1]["url"])

    assert at_once.headers["content-type"] == kept.headers["content-type"] == kind
    ending = {"image/png": "png", "application/zip": "zip"}[kind]
    assert at_once.headers["content-disposition"].endswith(f'.{ending}"')


async def test_unknown_codes_are_named_and_nothing_typed_is_lost(seated: Browser, desk: Desk) -> None:
    pasted = f"{BIRTH}\r\n9.999999 <b>\r\n{MARRIAGE}"

    response = await seated.send_form(ROOM, what="list", codes=pasted, size="cards", format="png", desk=desk.number)
    page = html.unescape(response.text)

    assert response.status_code == 422
    assert "Không có trong dữ liệu: 9.999999." in page
    assert texts.LEAVE_OUT.format(count=2) in page
    assert f">{pasted}</textarea>" in page
    assert "<b>" not in response.text
    for name, value in (("what", "list"), ("size", "cards"), ("format", "png")):
        assert f'name="{name}" value="{value}" checked' in page
    assert f'<option value="{desk.number}" selected>' in page


async def test_what_cannot_be_printed_is_explained_by_the_page_to_the_script_too(seated: Browser) -> None:
    data = {"csrf": await seated.csrf(), "what": "one", "code": ""}

    response = await seated.post(ROOM, data=data, headers={"accept": LINES})

    assert response.status_code == 422
    assert response.headers["content-type"].startswith("text/html")
    assert texts.NO_CODE in response.text


async def test_more_than_a_hundred_are_refused_and_kept(seated: Browser) -> None:
    pasted = "\n".join(f"9.{number:06}" for number in range(101))

    response = await seated.send_form(ROOM, what="list", codes=pasted)

    assert response.status_code == 422
    assert texts.TOO_MANY.format(count=101, most=100) in response.text
    assert pasted in response.text


async def test_the_page_begins_with_ones_own_desk_and_what_was_chosen_before(seated: Browser, desk: Desk) -> None:
    plain, chosen = [html.unescape((await seated.get(f"{ROOM}{query}")).text) for query in ("", f"?code={BIRTH}")]

    assert f'<option value="{desk.number}" selected>' in plain
    assert 'name="what" value="general" checked' in plain
    assert 'name="what" value="one" checked' in chosen
    assert f'value="{BIRTH}"' in chosen
    assert "Thủ tục đăng ký khai sinh" in chosen


async def test_another_desk_may_be_printed_for(minh: Browser, desk: Desk) -> None:
    page = (await minh.get(f"{ROOM}?desk={desk.number}")).text
    response = await minh.send_form(ROOM, what="general", size="a4", format="png", desk=desk.number)

    assert f'<option value="{desk.number}" selected>' in page
    assert f"chung-k{desk.number}-a4.png" in response.headers["content-disposition"]


@pytest.mark.parametrize("query", ["?code=<b>&desk=<b>", "?desk=9999", "?code=%00", "?desk=%00", "?code=" + "1" * 5000])
async def test_an_address_with_anything_in_it_shows_the_form(seated: Browser, query: str) -> None:
    response = await seated.get(f"{ROOM}{query}")

    assert (response.status_code, "<b>" in response.text) == (200, False)


async def test_what_fails_while_drawing_is_told_in_the_last_line(
    seated: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(order: Order, on_page: Callable[[int], None]) -> File:
        raise ValueError("too long")

    monkeypatch.setattr(press_module, "_draw", fails)
    with capture_logs() as logs:
        told = await streamed(seated, **TWO)

    assert told == [{"done": 0, "total": 2}, {"error": texts.FAILED}]
    assert [entry["event"] for entry in logs] == ["printing_failed"]


async def test_another_site_cannot_print(seated: Browser) -> None:
    response = await seated.post(ROOM, data={**TWO, "csrf": "x"})

    assert (response.status_code, admin_texts.EXPIRED in response.text) == (403, True)
