import html

import pytest

from bot.channels.web.admin import texts as admin_texts
from bot.channels.web.staff import texts
from bot.storage.admin_records import AdminRecords
from bot.storage.desks import Desk, Desks
from tests.channels.web.admin.conftest import STAFF, Browser
from tests.channels.web.staff.conftest import OFFICE


async def test_a_desk_is_chosen_once_and_kept_with_the_account(
    minh: Browser, stranger: Browser, records: AdminRecords, desk: Desk
) -> None:
    response = await minh.send_form("/staff/desk", desk=desk.number)
    page = html.unescape((await minh.get(response.headers["location"])).text)
    await stranger.sign_in(STAFF)
    elsewhere = html.unescape((await stranger.get("/staff")).text)

    assert texts.DONE["sat"].format(desk=desk.full_name, number=desk.number) in page
    assert f"<strong>{desk.name}</strong>" in elsewhere
    assert (await records.accounts.find(STAFF)).desk == desk.number
    noted = [(entry.who, entry.action, entry.detail) for entry in await records.audit.latest(10)]
    assert (STAFF, "sit_at", desk.number) in noted
    assert "sit_at" in admin_texts.ACTIONS


async def test_another_desk_may_be_chosen_and_none(seated: Browser, records: AdminRecords, desks: Desks) -> None:
    other = await desks.register("Quầy 6", OFFICE, "", by=STAFF)

    await seated.send_form("/staff/desk", desk=other.number)
    moved = (await records.accounts.find(STAFF)).desk
    left = await seated.send_form("/staff/desk", desk="")

    assert moved == other.number
    assert (await records.accounts.find(STAFF)).desk == ""
    assert texts.DONE["left"] in html.unescape((await seated.get(left.headers["location"])).text)


@pytest.mark.parametrize("number", ["9999", "1", "quầy 5", "<b>", "4072\x00", "٤٠٧٢", "x" * 5000])
async def test_a_desk_that_is_not_there_is_told_and_changes_nothing(
    seated: Browser, records: AdminRecords, desk: Desk, number: str
) -> None:
    response = await seated.send_form("/staff/desk", desk=number)

    assert response.status_code == 422
    assert "Anh/chị chọn quầy khác trong danh sách." in html.unescape(response.text)
    assert "<b>" not in response.text
    assert (await records.accounts.find(STAFF)).desk == desk.number


async def test_a_closed_desk_is_not_offered_and_not_taken(minh: Browser, desks: Desks, desk: Desk) -> None:
    await desks.close(desk.number)

    page = (await minh.get("/staff/desk")).text
    response = await minh.send_form("/staff/desk", desk=desk.number)

    assert desk.number not in page
    assert texts.NO_DESKS in page
    assert response.status_code == 422


async def test_desks_are_offered_by_office(minh: Browser, desks: Desks, desk: Desk) -> None:
    await desks.register("Quầy 1", "Sở Nội vụ", "", by=STAFF)

    page = html.unescape((await minh.get("/staff/desk")).text)

    assert page.index('<optgroup label="Sở Nội vụ">') < page.index(f'<optgroup label="{OFFICE}">')
    assert f'<option value="{desk.number}">Quầy 5 · số {desk.number}</option>' in page


@pytest.mark.parametrize("done", ["sat", "left", "x", "<b>"])
async def test_an_address_says_nothing_that_is_not_so(minh: Browser, desk: Desk, done: str) -> None:
    page = (await minh.get("/staff/desk", params={"done": done})).text

    assert 'role="status"' not in page or done == "left"


async def test_another_site_cannot_seat_anybody(seated: Browser, records: AdminRecords, desk: Desk) -> None:
    response = await seated.post("/staff/desk", data={"desk": "", "csrf": "x"})

    assert (response.status_code, admin_texts.EXPIRED in response.text) == (403, True)
    assert 'href="/staff"' in response.text
    assert (await records.accounts.find(STAFF)).desk == desk.number
