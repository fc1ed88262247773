import html
import re
from datetime import timedelta

import pytest

from bot.channels.web.admin import texts as admin_texts
from bot.channels.web.staff import texts
from bot.operations import days
from bot.services import Services
from bot.storage.admin_records import AdminRecords
from bot.storage.desks import Desk, Desks
from bot.storage.journal import DatabaseJournal
from bot.storage.reach import Event, Happened
from tests.channels.web.admin.conftest import STAFF, Browser
from tests.channels.web.staff.conftest import OFFICE, SITE
from tests.small_knowledge import BIRTH

HERE = "https://hoimotcua.test"


async def read(browser: Browser, path: str = "/staff") -> str:
    """Return a page as it is read, without line breaks in the middle of sentences."""
    response = await browser.get(path)
    assert response.status_code == 200
    return html.unescape(response.text)


async def test_a_result_has_three_facts_the_lead_and_all_ways_to_hand_it_over(published: Browser, desk: Desk) -> None:
    page = await read(published, "/staff?q=làm giấy khai sinh")

    card = page[page.index("<h3>") : page.index("</li>", page.index("<h3>"))]
    for said in ("Đăng ký khai sinh", "Toàn trình qua mạng", "Gửi bưu điện được", "Trung tâm", f"Mã {BIRTH}"):
        assert said in card
    assert "Anh/chị không cần" in card
    assert f'value="{SITE}/p/{BIRTH}?k={desk.number}"' in card
    assert f'href="/staff/qr/{BIRTH}?q=' in card
    assert f'href="/staff/posters/{BIRTH}.pdf"' in card
    assert f'href="/staff/print?code={BIRTH}"' in card


@pytest.mark.parametrize("question", [BIRTH, f"{BIRTH}.000.00.00.H34", "KHAI SINH", "lam giay khai sinh"])
async def test_it_is_found_by_code_and_by_words(seated: Browser, question: str) -> None:
    page = await read(seated, f"/staff?q={question}")

    assert page.index(f"Mã {BIRTH}")


@pytest.mark.parametrize("question", ["hôm nay trời mưa", "\x00", "<script>alert(1)</script>", "x" * 5000, "🙂"])
async def test_what_finds_nothing_is_told_kindly_and_harms_nothing(seated: Browser, question: str) -> None:
    response = await seated.get("/staff", params={"q": question})

    assert (response.status_code, texts.NOT_FOUND in response.text) == (200, True)
    assert "<script>alert" not in response.text


async def test_nothing_of_a_search_is_kept_or_counted(seated: Browser, services: Services, desk: Desk) -> None:
    await read(seated, "/staff?q=khai sinh nộp ở đâu")

    assert services.outreach
    assert isinstance(services.journal, DatabaseJournal)
    assert await services.journal.latest() == []
    assert list(await services.outreach.reach.between(days.today(), days.today())) == []


async def test_without_a_desk_all_works_but_links_carry_none_which_is_said(minh: Browser, desk: Desk) -> None:
    page = await read(minh, "/staff?q=khai sinh")

    assert f'value="{HERE}/p/{BIRTH}"' in page
    assert texts.NO_DESK in page
    assert 'href="/staff/desk"' in page
    assert 'id="today"' not in page


async def test_a_desk_that_was_closed_counts_for_none_which_is_said(seated: Browser, desks: Desks, desk: Desk) -> None:
    await desks.close(desk.number)

    page = await read(seated, "/staff?q=khai sinh")

    assert texts.FORMER_DESK_CLOSED in page
    assert f'value="{HERE}/p/{BIRTH}"' in page


async def test_the_desk_and_its_own_link_are_shown(published: Browser, desk: Desk) -> None:
    page = await read(published)

    assert all(said in page for said in ("<strong>Quầy 5</strong>", OFFICE, f"số {desk.number}"))
    assert f'value="{SITE}/k/{desk.number}"' in page
    assert f"hoi.kontum.vn/k/{desk.number}" in page


async def test_todays_figures_are_those_of_ones_own_desk(seated: Browser, services: Services, desk: Desk) -> None:
    assert services.outreach
    today = days.today()
    mine = {Event.SCAN: 5, Event.CONVERSATION: 4, Event.QUESTION: 1234, Event.TOLD: 3, Event.TOLD_OF: 7, Event.TAP: 2}
    others = ((today, ""), (today, "1111"), (today - timedelta(days=1), desk.number))
    counted = [
        Happened(today, desk.number, code, each) for each, n in mine.items() for code in [""] * (n - 1) + [BIRTH]
    ]
    counted += [Happened(day, number, "", event) for day, number in others for event in Event]
    await services.outreach.reach.add(counted)

    page = await read(seated)

    assert texts.TODAY.format(desk="Quầy 5") in page
    assert re.findall(r"<dd>([^<]+)</dd>", page) == ["5", "4", "1.234", "3", "2"]
    assert texts.NOBODY_YET not in page


async def test_a_day_without_anybody_is_told_in_words(seated: Browser) -> None:
    page = await read(seated)

    assert re.findall(r"<dd>([^<]+)</dd>", page) == ["0"] * 5
    assert texts.NOBODY_YET in page


@pytest.mark.parametrize("path", ["/staff", "/staff?q=khai sinh", "/staff/print", f"/staff/qr/{BIRTH}"])
async def test_where_no_public_address_is_set_it_is_said_where_codes_lead(
    seated: Browser, published: Browser, path: str
) -> None:
    assert texts.UNREACHABLE.format(site=HERE) in await read(seated, path)
    assert "HMC_WEB__PUBLIC_URL" not in await read(published, path)


async def test_names_are_shown_as_words_whatever_is_in_them(minh: Browser, records: AdminRecords, desks: Desks) -> None:
    hostile = await desks.register('"><script>alert(1)</script>', "<b>Sở</b> 'Nội vụ'", "", by=STAFF)
    await records.accounts.sit_at(STAFF, hostile.number)

    for path in ("/staff", "/staff/desk", "/staff/print", "/staff/qr", "/admin/desks"):
        page = (await minh.get(path)).text
        assert "<script>alert" not in page
        assert "<b>Sở" not in page


@pytest.mark.parametrize(
    "path", ["/staff", "/staff/desk", "/staff/qr", f"/staff/qr/{BIRTH}", "/staff/print", f"/staff/posters/{BIRTH}.pdf"]
)
async def test_strangers_are_led_to_the_door_and_back(stranger: Browser, path: str) -> None:
    asked = await stranger.get(path)
    signed_in = await stranger.sign_in(STAFF, next=path)

    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/admin/sign-in?next=")
    assert signed_in.headers["location"] == path


@pytest.mark.parametrize("path", ["/staff", "/staff/print", "/staff/khong-co", "/staff/downloads/x"])
@pytest.mark.parametrize("name", ["", STAFF])
async def test_nothing_of_the_room_is_kept_by_browsers_or_framed(stranger: Browser, path: str, name: str) -> None:
    if name:
        await stranger.sign_in(name)

    headers = (await stranger.get(path)).headers

    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "content-encoding" not in headers


async def test_signing_out_ends_the_session_here_too(seated: Browser) -> None:
    await seated.send_form("/admin/sign-out")

    assert (await seated.get("/staff")).status_code == 303
    assert seated.token == ""


async def test_the_rooms_of_both_places_lead_to_each_other(seated: Browser) -> None:
    assert '<a href="/admin">' in await read(seated)
    assert f'<a href="/staff">{admin_texts.STAFF_ROOM}</a>' in await read(seated, "/admin")
