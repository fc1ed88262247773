import re

import pytest

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin import texts
from bot.office import wording
from bot.office.office import Office
from bot.storage.admin_records import AdminRecords
from tests.channels.web.admin.conftest import ADMIN, Browser
from tests.office.uploads import changed
from tests.small_knowledge import MARRIAGE

HOME = "/admin/history"
BY_POST = changed(("một phần,không", "một phần,có"), name="bưu chính <2>.csv")


@pytest.fixture
async def loaded(office: Office) -> Office:
    """The office with version 2 in service, loaded by `hoa`."""
    answer = await office.examine([BY_POST], "hoa")
    assert answer.candidate
    await office.accept(answer.candidate, "hoa")
    return office


async def served(office: Office) -> tuple[int, int, str]:
    active = (await office.base()).activation
    return active.id, active.version, active.by


async def test_every_version_is_listed_newest_first_with_its_changes(lan: Browser, loaded: Office) -> None:
    page = (await lan.get(HOME)).text

    [newest, first] = re.findall(r"<tr>\s*<td class=\"when\">.*?</tr>", page, re.DOTALL)
    assert (words.IN_USE in newest, words.IN_USE in first) == (True, False)
    for told in ('href="/admin/history/2"', ">hoa</td>", "bưu chính &lt;2&gt;.csv", "nhận qua bưu điện."):
        assert told in newest
    assert f">{wording.REPOSITORY}</td>" in first


async def test_a_version_shows_what_it_changed_and_can_be_got(minh: Browser, loaded: Office) -> None:
    page = (await minh.get(f"{HOME}/2")).text

    assert "<li>1 thủ tục chuyển sang nhận qua bưu điện.</li>" in page
    assert re.search(rf"<small>{MARRIAGE}</small></th><td[^>]*>Bưu chính công ích</td>", page)
    assert 'href="/admin/knowledge/export.xlsx?version=2"' in page
    assert f"({words.IN_USE})" in page


async def test_the_first_version_says_that_nothing_was_before_it(minh: Browser, loaded: Office) -> None:
    assert words.FIRST_VERSION in (await minh.get(f"{HOME}/1")).text


@pytest.mark.parametrize(("version", "offered"), [(1, True), (2, False)])
async def test_only_what_is_not_served_can_be_returned_to(
    lan: Browser, loaded: Office, version: int, *, offered: bool
) -> None:
    assert (words.ROLL_BACK in (await lan.get(f"{HOME}/{version}")).text) is offered


async def test_an_earlier_version_is_served_again_and_it_is_written_down(
    lan: Browser, loaded: Office, records: AdminRecords
) -> None:
    seen = re.search(r'name="active" value="(\d+)"', (await lan.get(f"{HOME}/1")).text)
    assert seen

    response = await lan.send_form(f"{HOME}/1", active=seen[1])

    assert response.status_code == 303
    assert words.DONE["rolled_back"].format(version=1) in (await lan.get(response.headers["location"])).text
    assert await served(loaded) == (3, 1, ADMIN)
    assert [(one.who, one.action, one.detail) for one in await records.audit.latest(1)] == [(ADMIN, "roll_back", "1")]


async def test_a_return_that_was_overtaken_is_told_by_whom_and_changes_nothing(lan: Browser, loaded: Office) -> None:
    response = await lan.send_form(f"{HOME}/1", active="1")  # the page was opened before version 2

    assert response.status_code == 409
    assert words.NOT_ROLLED_BACK.format(by="hoa", version=2) in response.text
    assert await served(loaded) == (2, 2, "hoa")


async def test_a_return_pressed_twice_happens_once_and_is_confirmed_twice(
    lan: Browser, loaded: Office, records: AdminRecords
) -> None:
    first, second = [await lan.send_form(f"{HOME}/1", active="2") for _ in range(2)]

    assert first.headers["location"] == second.headers["location"] == f"{HOME}?done=rolled_back&version=1"
    assert await served(loaded) == (3, 1, ADMIN)
    assert [(one.who, one.action) for one in await records.audit.latest(2)] == [
        (ADMIN, "roll_back"),
        ("hoa", "accept"),
    ]


async def test_staff_cannot_return_and_is_not_offered_to(minh: Browser, loaded: Office) -> None:
    page, refused = await minh.get(f"{HOME}/1"), await minh.send_form(f"{HOME}/1", active="2")

    assert words.ROLL_BACK not in page.text
    assert (refused.status_code, texts.ADMINS_ONLY in refused.text) == (403, True)
    assert await served(loaded) == (2, 2, "hoa")


async def test_without_its_token_nothing_is_returned_to(lan: Browser, loaded: Office) -> None:
    response = await lan.post(f"{HOME}/1", data={"active": "2"})

    assert response.status_code == 403
    assert await served(loaded) == (2, 2, "hoa")


@pytest.mark.parametrize("path", [HOME, f"{HOME}/1"])
async def test_strangers_are_led_to_the_door(stranger: Browser, path: str) -> None:
    assert (await stranger.get(path)).status_code == 303


async def test_a_version_that_is_not_there_is_told(lan: Browser, loaded: Office) -> None:
    for version in ("9", "0", "-1", "x", "9" * 30, "<script>", "1%00"):
        shown, returned = await lan.get(f"{HOME}/{version}"), await lan.send_form(f"{HOME}/{version}", active="2")

        for response in (shown, returned):
            assert (response.status_code, words.NO_SUCH_VERSION in response.text) == (404, True)
            assert "<script" not in response.text
    assert await served(loaded) == (2, 2, "hoa")


async def test_a_form_that_no_page_sent_returns_to_nothing(lan: Browser, loaded: Office) -> None:
    for active in ("", "x", "9" * 30, "0"):
        assert (await lan.send_form(f"{HOME}/1", active=active)).status_code == 409
    assert await served(loaded) == (2, 2, "hoa")
