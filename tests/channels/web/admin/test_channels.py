import html
import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

import pytest
from httpx import ASGITransport

from bot.answers import wording
from bot.channels.web import texts as web_texts
from bot.channels.web.admin import channel_texts as words
from bot.channels.web.admin import texts
from bot.channels.web.app import create_app
from bot.services import Services
from bot.storage.admin_records import AdminRecords
from bot.storage.switches import CHANNELS, LONGEST_REASON, Switches
from tests.channels.web.admin.conftest import ADMIN, Browser
from tests.channels.web.admin.test_status import Listening

ROOM = "/admin/channels"
REASON = "trả lời sai <b>"
MESSAGES = "/api/v1/messages"
FORGET = "xóa dữ liệu của tôi"


@pytest.fixture
def switches(services: Services) -> Switches:
    assert services.switches
    return services.switches


async def room(browser: Browser, path: str = ROOM) -> str:
    return html.unescape((await browser.get(path)).text)


async def test_an_admin_switches_a_channel_off_and_on_and_it_is_written_down(
    lan: Browser, switches: Switches, records: AdminRecords
) -> None:
    before = await room(lan)
    left = await lan.send_form(f"{ROOM}/zalo_bot", action="off", reason=REASON)
    told = (await lan.get(left.headers["location"])).text
    off = await switches.off()
    back = await lan.send_form(f"{ROOM}/zalo_bot", action="on")

    assert all(name in before for name in CHANNELS.values())
    assert words.DONE["off"].format(channel="Zalo Bot") in told
    assert html.escape(words.BY.format(by=ADMIN, reason=REASON)) in told
    assert (list(off), off["zalo_bot"].by, off["zalo_bot"].reason) == (["zalo_bot"], ADMIN, REASON)
    assert words.DONE["on"].format(channel="Zalo Bot") in await room(lan, back.headers["location"])
    assert await switches.off() == {}
    noted = [(entry.who, entry.action, entry.detail) for entry in await records.audit.latest(2)]
    assert noted == [(ADMIN, "channel_on", "Zalo Bot"), (ADMIN, "channel_off", f"Zalo Bot: {REASON}")]
    assert {action for _, action, _ in noted} <= set(texts.ACTIONS)


async def test_each_channel_is_told_of_as_it_is(services: Services, records: AdminRecords, switches: Switches) -> None:
    setting = "HMC_ZALO_OA__APP_ID"
    running = [Listening("telegram"), Listening("zalo_bot", hears=False)]

    async def shown(channels: Sequence[Listening], wanting: Mapping[str, str]) -> dict[str, str]:
        app = create_app(services, records, channels=channels, wanting=wanting)
        async with Browser(transport=ASGITransport(app=app), base_url="https://hoimotcua.test") as admin:
            await admin.sign_in(ADMIN)
            cards = re.findall(r'<h2 id="(\w+)">.*?<p>(.*?)</p>', await room(admin), re.DOTALL)
        return {channel: re.sub("<[^>]+>", " ", said) for channel, said in cards}

    first = await shown(running, {"zalo_oa": setting})
    await switches.turn_off("zalo_oa", ADMIN, REASON)
    second = await shown([], {"telegram": "HMC_TELEGRAM__TOKEN", "zalo_oa": setting})

    assert first == {
        "web": words.ON,
        "telegram": words.ON,
        "zalo_bot": f"{words.DEAF} {words.DEAF_HOW}",
        "zalo_oa": f"{words.NOT_SET_UP} {words.NOT_SET_UP_HOW.format(setting=setting)}",
    }
    assert (second["web"], second["zalo_bot"]) == (words.ON, f"{words.NOT_HERE} {words.NOT_HERE_HOW}")
    assert words.NOT_SET_UP in second["telegram"]
    assert words.NOT_SET_UP not in second["zalo_oa"]
    assert words.BY.format(by=ADMIN, reason="") in second["zalo_oa"]


@pytest.mark.parametrize(
    ("channel", "reason", "said"),
    [
        ("web", "", "ghi lý do"),
        ("web", "x" * (LONGEST_REASON + 1), "Lý do dài quá"),
        ("%00", "bảo trì", "Không có kênh này"),
        ("<b>", "bảo trì", "Không có kênh này"),
    ],
)
async def test_what_cannot_be_is_told(lan: Browser, switches: Switches, channel: str, reason: str, said: str) -> None:
    response = await lan.send_form(f"{ROOM}/{channel}", action="off", reason=reason)

    assert (response.status_code, said in response.text, "<b>" in response.text) == (422, True, False)
    assert await switches.off() == {}


async def test_staff_and_other_sites_switch_nothing(minh: Browser, lan: Browser, switches: Switches) -> None:
    by_staff = await minh.send_form(f"{ROOM}/web", action="off", reason=REASON)
    forged = await lan.post(f"{ROOM}/web", data={"csrf": "x", "action": "off", "reason": REASON})

    assert [(await minh.get(ROOM)).status_code, by_staff.status_code, forged.status_code] == [403, 403, 403]
    assert await switches.off() == {}


@pytest.mark.parametrize("query", ["done=off&channel=x", "done=x&channel=web", "done=on", "done=<b>&channel=\x00"])
async def test_an_address_says_nothing_that_was_not_done(lan: Browser, query: str) -> None:
    assert 'role="status"' not in (await lan.get(ROOM, params=parse_qs(query))).text


@pytest.mark.parametrize("path", ["/", "/?q=khai+sinh", "/widget", "/widget?q=khai+sinh", "/tim", "/tim?q=khai+sinh"])
async def test_while_the_web_chat_is_off_its_pages_say_so_kindly(
    lan: Browser, stranger: Browser, switches: Switches, path: str
) -> None:
    await switches.turn_off("web", ADMIN, REASON)

    response = await stranger.get(path)

    assert (response.status_code, int(response.headers["retry-after"]) > 0) == (503, True)
    assert f"<h1>{web_texts.OFF}</h1>" in response.text
    assert web_texts.OFF_HOW in response.text
    assert f'href="{wording.PORTAL}"' in response.text
    assert REASON not in html.unescape(response.text)


async def test_while_the_web_chat_is_off_the_api_says_so_and_writes_nothing_down(
    stranger: Browser, services: Services, switches: Switches
) -> None:
    await switches.turn_off("web", ADMIN, REASON)

    response = await stranger.post(MESSAGES, json={"text": "khai sinh"})

    assert (response.status_code, int(response.headers["retry-after"]) > 0) == (503, True)
    assert response.json() == {"error": f"{web_texts.OFF} {web_texts.OFF_HOW}"}
    assert await services.journal.most_asked(30, 10) == []


@pytest.mark.parametrize(
    "path", ["/p/1.001193", "/healthz", "/admin", "/staff", ROOM, "/static/style.css", "/sitemap.xml"]
)
async def test_while_the_web_chat_is_off_the_rest_of_the_site_goes_on(
    lan: Browser, switches: Switches, path: str
) -> None:
    await switches.turn_off("web", ADMIN, REASON)

    assert (await lan.get(path)).status_code == 200


async def test_who_wants_to_be_forgotten_is_heard_while_the_web_chat_is_off(
    stranger: Browser, switches: Switches
) -> None:
    await switches.turn_off("web", ADMIN, REASON)

    said = await stranger.post(MESSAGES, json={"text": FORGET})
    page = await stranger.get("/", params={"q": FORGET})

    assert wording.FORGOTTEN in said.json()["text"]
    assert wording.FORGOTTEN in html.unescape(page.text)


async def test_while_another_channel_is_off_the_web_chat_answers(stranger: Browser, switches: Switches) -> None:
    await switches.turn_off("telegram", ADMIN, REASON)

    assert (await stranger.get("/", params={"q": "khai sinh"})).status_code == 200
