import asyncio
import html
import re
from urllib.parse import parse_qs

import pytest

from bot.channels.web.admin import desk_texts as words
from bot.channels.web.admin import texts
from bot.services import Services
from bot.storage.admin_records import AdminRecords
from bot.storage.desks import LONGEST_NAME, LONGEST_OFFICE, Desk, Desks
from tests.channels.web.admin.conftest import ADMIN, STAFF, Browser

ROOM = "/admin/desks"
OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"
FILLED = {"name": "Quầy 5", "office": OFFICE, "commune": "xa-kon-braih"}


@pytest.fixture
def desks(services: Services) -> Desks:
    assert services.outreach
    return services.outreach.desks


@pytest.fixture
async def desk(desks: Desks) -> Desk:
    return await desks.register("Quầy 5", OFFICE, "xa-kon-braih", by=ADMIN)


async def room(browser: Browser, path: str = ROOM) -> str:
    return html.unescape((await browser.get(path)).text)


async def log(records: AdminRecords) -> list[tuple[str, str, str]]:
    entries = [(entry.who, entry.action, entry.detail) for entry in reversed(await records.audit.latest(10))]
    return [entry for entry in entries if entry[1].startswith("desk_")]


async def test_staff_registers_a_desk_and_reads_its_number(minh: Browser, desks: Desks) -> None:
    response = await minh.send_form(ROOM, **FILLED)
    page = await room(minh, response.headers["location"])

    [desk] = await desks.every()
    assert (desk.name, desk.office, desk.commune) == ("Quầy 5", OFFICE, "xa-kon-braih")
    assert words.DONE["registered"].format(desk=desk.full_name, number=desk.number) in page
    row = page[page.index(f"<strong>{desk.number}</strong>") :]
    assert all(said in row for said in ("Quầy 5", OFFICE, "xã Kon Braih", words.OPEN))
    assert f'href="/staff/print?desk={desk.number}"' in row
    assert f'href="/admin/reach?desk={desk.number}"' in row


async def test_a_desk_may_serve_the_whole_province(minh: Browser, desks: Desks) -> None:
    await minh.send_form(ROOM, **FILLED | {"commune": ""})

    assert [desk.commune for desk in await desks.every()] == [""]
    assert f"<td>{words.WHOLE_PROVINCE}</td>" in await room(minh)


async def test_a_desk_is_closed_and_reopened_and_all_is_written_down(
    minh: Browser, lan: Browser, desks: Desks, records: AdminRecords
) -> None:
    await minh.send_form(ROOM, **FILLED)
    [desk] = await desks.every()
    closed = await lan.send_form(f"{ROOM}/{desk.number}", action="close")
    told = await room(lan, closed.headers["location"])
    reopened = await minh.send_form(f"{ROOM}/{desk.number}", action="reopen")

    assert "Mã đã in vẫn dùng được và vẫn được đếm." in told
    assert re.search(r"đóng từ \d\d/\d\d/\d{4}", told)
    assert f'href="/staff/print?desk={desk.number}"' not in told
    assert words.DONE["reopened"].format(desk=desk.full_name) in await room(minh, reopened.headers["location"])
    assert await log(records) == [
        (STAFF, "desk_registered", f"{desk.number}: {desk.full_name}"),
        (ADMIN, "desk_closed", f"{desk.number}: {desk.full_name}"),
        (STAFF, "desk_reopened", f"{desk.number}: {desk.full_name}"),
    ]
    assert {action for _, action, _ in await log(records)} <= set(texts.ACTIONS)


async def test_before_closing_one_reads_that_printed_codes_go_on_working(minh: Browser, desk: Desk) -> None:
    page = await room(minh)

    assert f'<p class="hint" id="closing">{words.CLOSING}</p>' in page
    assert 'value="close" aria-describedby="closing"' in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Anh/chị ghi tên quầy và tên cơ quan"),
        ({"office": " \u200b"}, "Anh/chị ghi tên quầy và tên cơ quan"),
        ({"name": "q" * (LONGEST_NAME + 1)}, "Tên dài quá"),
        ({"office": "q" * (LONGEST_OFFICE + 1)}, "Tên dài quá"),
        ({"commune": "xa-khong-co"}, "Không có xã, phường nào tên “xa-khong-co”"),
        ({"commune": "<b>" * 1000}, "Không có xã, phường nào tên “<b>"),
    ],
)
async def test_what_cannot_be_is_told_and_what_was_typed_stays(
    minh: Browser, desks: Desks, changed: dict[str, str], said: str
) -> None:
    response = await minh.send_form(ROOM, **FILLED | changed)
    page = html.unescape(response.text)

    assert (response.status_code, said in page) == (422, True)
    assert "<b>" not in response.text
    for name, value in ({"name": "Quầy 5", "office": OFFICE} | changed).items():
        assert name == "commune" or f'name="{name}" type="text" value="{value}"' in page
    assert await desks.every() == []


async def test_quotes_and_markup_in_names_are_words(minh: Browser, desks: Desks) -> None:
    name, office = 'Quầy "5" <script>alert(1)</script>', "Sở 'Nội vụ' & <b>"

    response = await minh.send_form(ROOM, name=name, office=office, commune="")
    page = (await minh.get(response.headers["location"])).text

    assert [(desk.name, desk.office) for desk in await desks.every()] == [(name, office)]
    assert "<script>" not in page
    assert "<b>" not in page
    assert f"{name}, {office}" in html.unescape(page)


async def test_a_button_pressed_twice_registers_once(minh: Browser, desks: Desks) -> None:
    data = {"csrf": await minh.csrf(), **FILLED}

    first, second = await asyncio.gather(minh.post(ROOM, data=data), minh.post(ROOM, data=data))

    assert len(await desks.every()) == 1
    assert {first.status_code, second.status_code} <= {303, 422}
    assert 303 in (first.status_code, second.status_code)


async def test_a_desk_that_is_there_already_is_named_with_its_number(minh: Browser, desk: Desk) -> None:
    response = await minh.send_form(ROOM, **FILLED)

    assert response.status_code == 422
    assert f"Đã có {desk.full_name}: quầy số {desk.number}" in html.unescape(response.text)


@pytest.mark.parametrize("number", ["9999", "x", "%00", "4072%00", "9" * 300, "<b>"])
@pytest.mark.parametrize("action", ["close", "reopen", "", "<b>"])
async def test_an_unknown_desk_is_told(minh: Browser, desk: Desk, number: str, action: str) -> None:
    response = await minh.send_form(f"{ROOM}/{number}", action=action)

    assert (response.status_code, "Không có quầy số" in response.text) == (404, True)
    assert "<b>" not in response.text


@pytest.mark.parametrize("query", ["done=registered&desk=9999", "done=x&desk=1", "done=closed", "done=<b>&desk=\x00"])
async def test_an_address_says_nothing_that_was_not_done(minh: Browser, desk: Desk, query: str) -> None:
    page = (await minh.get(ROOM, params=parse_qs(query))).text

    assert 'role="status"' not in page


@pytest.mark.parametrize("path", [ROOM, f"{ROOM}/4072"])
async def test_another_site_cannot_change_a_desk(minh: Browser, desks: Desks, path: str) -> None:
    response = await minh.post(path, data={**FILLED, "action": "close", "csrf": "x"})

    assert (response.status_code, texts.EXPIRED in response.text) == (403, True)
    assert await desks.every() == []
