"""Loading, from the file to the yes, as the pages lead through it."""

import asyncio
import io
import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin import texts
from bot.channels.web.admin.desk import EXCEL, SHOWN_PROBLEMS
from bot.channels.web.app import MAX_BODY_BYTES, MAX_UPLOAD_BYTES
from bot.knowledge.headers import LABELS
from bot.knowledge.models import Procedure
from bot.knowledge.values import Postal
from bot.knowledge.ways import Ways
from bot.office import wording
from bot.office.office import Office
from bot.office.serving import follow
from bot.services import Services
from bot.storage.admin_records import AdminRecords
from tests.channels.eventually import eventually
from tests.channels.web.admin.conftest import ADMIN, Browser
from tests.office.books import HEADER, ROW, book, opened
from tests.office.uploads import MEGABYTE, changed, without
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, PROCEDURES

HOME = "/admin/knowledge"
POST = ("một phần,không", "một phần,có")
SOUND = changed(POST).data
OTHER = changed(("làm giấy khai sinh", "giấy khai sinh cho bé")).data
FAULTY = changed(("một phần,không", "một phần,đôi khi")).data


async def candidate(browser: Browser, data: bytes = SOUND, name: str = "moi.csv") -> str:
    """Send a sound file and return the address of its candidate."""
    response = await browser.send_file(HOME, name, data)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


async def decide(browser: Browser, address: str, decision: str = "accept") -> str:
    """Press a button of a candidate's page, with all that its form holds; return what the next page is."""
    page = (await browser.get(address)).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.partition("<main")[2]))
    response = await browser.post(address, data={**hidden, "decision": decision})
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


async def served(office: Office) -> tuple[int, int, str]:
    active = (await office.base()).activation
    return active.id, active.version, active.by


async def counted(engine: AsyncEngine, table: str) -> int:
    async with engine.connect() as connection:
        count: int = (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one()  # noqa: S608
    return count


# --- What the page shows -------------------------------------------------------------------------------------------


async def test_the_page_says_what_is_served(lan: Browser) -> None:
    page = (await lan.get(HOME)).text

    assert re.search(r"Đang dùng phiên bản 1, bản cài đặt đưa vào lúc \d\d/\d\d/\d{4} \d\d:\d\d; 4 thủ tục\.", page)


async def test_staff_may_look_and_get_but_not_send(minh: Browser) -> None:
    page = (await minh.get(HOME)).text

    assert ("export.xlsx" in page, 'type="file"' in page, words.STAFF_LOOKS in page) == (True, False, True)


async def test_what_is_served_can_be_got_as_excel_and_sent_back_unchanged(lan: Browser, office: Office) -> None:
    response = await lan.get(f"{HOME}/export.xlsx")

    assert response.headers["content-type"] == EXCEL
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''thu-tuc-phien-ban-1.xlsx"
    sheet = opened(response.content)["Thủ tục"]
    assert [cell.value for cell in sheet[1]] == list(LABELS[Procedure].values())
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} >= {BIRTH, MARRIAGE, ID_CARD}
    again = await lan.send_file(HOME, "thu-tuc-phien-ban-1.xlsx", response.content)
    assert (again.status_code, words.NOTHING_NEW in again.text) == (200, True)
    assert await served(office) == (1, 1, wording.REPOSITORY)


async def test_an_edited_excel_changes_just_what_was_edited(lan: Browser, office: Office) -> None:
    workbook = opened((await lan.get(f"{HOME}/export.xlsx")).content)
    sheet = workbook["Thủ tục"]
    column = list(LABELS[Procedure]).index("postal") + 1
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == MARRIAGE)
    sheet.cell(row, column).value = "có"
    data = io.BytesIO()
    workbook.save(data)

    await decide(lan, await candidate(lan, data.getvalue(), "sửa.xlsx"))

    found = (await office.versions.version(2)) or pytest.fail("no version 2")
    assert '"other":[]' in found.report
    assert (await office.knowledge()).by_code[MARRIAGE].postal is Postal.YES


async def test_an_earlier_version_can_be_got_as_excel(lan: Browser) -> None:
    await decide(lan, await candidate(lan))

    first = await lan.get(f"{HOME}/export.xlsx", params={"version": "1"})

    assert first.headers["content-disposition"].endswith("thu-tuc-phien-ban-1.xlsx")
    assert (await lan.get(f"{HOME}/export.xlsx")).headers["content-disposition"].endswith("thu-tuc-phien-ban-2.xlsx")


async def test_a_version_that_is_not_there_cannot_be_got(lan: Browser) -> None:
    for version in ("9", "0", "-1", "x", "9" * 30, "<b>"):
        response = await lan.get(f"{HOME}/export.xlsx", params={"version": version})

        assert (response.status_code, words.NO_SUCH_VERSION in response.text) == (404, True)


# --- Who may ------------------------------------------------------------------------------------------------------


async def test_staff_sees_a_candidate_and_cannot_decide(lan: Browser, minh: Browser, office: Office) -> None:
    address = await candidate(lan)

    page = (await minh.get(address)).text
    refused = await minh.send_form(address, decision="accept")

    assert ("1 thủ tục chuyển sang nhận qua bưu điện." in page, words.ACCEPT in page) == (True, False)
    assert (refused.status_code, texts.ADMINS_ONLY in refused.text) == (403, True)
    assert await served(office) == (1, 1, wording.REPOSITORY)


async def test_staff_cannot_send_a_file(minh: Browser, engine: AsyncEngine) -> None:
    response = await minh.send_file(HOME, "moi.csv", SOUND)

    assert response.status_code == 403
    assert await counted(engine, "knowledge_candidate") == 0


async def test_strangers_are_led_to_the_door(stranger: Browser) -> None:
    for path in (HOME, f"{HOME}/export.xlsx", f"{HOME}/candidates/0123", f"{HOME}/files/0123.xlsx"):
        response = await stranger.get(path)

        assert response.status_code == 303
        assert unquote(response.headers["location"]) == f"/admin/sign-in?next={path}"


async def test_strangers_send_nothing(stranger: Browser, lan: Browser, office: Office, engine: AsyncEngine) -> None:
    address = await candidate(lan)

    sent = await stranger.post(HOME, files={"file": ("moi.csv", OTHER)})
    accepted = await stranger.post(address, data={"decision": "accept"})

    assert (sent.status_code, accepted.status_code) == (303, 303)
    assert sent.headers["location"] == "/admin/sign-in"
    assert (await served(office), await counted(engine, "knowledge_candidate")) == ((1, 1, wording.REPOSITORY), 1)


async def test_without_its_token_nothing_is_examined_or_decided(
    lan: Browser, office: Office, engine: AsyncEngine
) -> None:
    address = await candidate(lan)

    sent = await lan.post(HOME, files={"file": ("moi.csv", OTHER)})
    accepted = await lan.post(address, data={"decision": "accept", "csrf": "x"})
    discarded = await lan.post(address, data={"decision": "discard"})

    assert [each.status_code for each in (sent, accepted, discarded)] == [403, 403, 403]
    assert (await served(office), await counted(engine, "knowledge_candidate")) == ((1, 1, wording.REPOSITORY), 1)


# --- What is sent -------------------------------------------------------------------------------------------------


async def test_sending_nothing_is_told(lan: Browser) -> None:
    for response in (await lan.send_form(HOME), await lan.send_form(HOME, file="moi.csv")):
        assert (response.status_code, words.NO_FILE in response.text) == (422, True)


async def test_an_empty_file_is_told(lan: Browser) -> None:
    response = await lan.send_file(HOME, "trong.csv", b"")

    assert response.status_code == 422
    assert "trống" in response.text.partition("<main")[2]


async def test_a_fault_is_told_with_its_place_and_the_file_comes_back_marked(lan: Browser, office: Office) -> None:
    response = await lan.send_file(HOME, "sai.csv", FAULTY)

    assert response.status_code == 422
    assert re.search(r">sai\.csv</td><td>3</td><td[^>]*>Bưu chính công ích</td>", response.text)
    assert "“đôi khi” không có trong danh sách" in response.text
    [address] = re.findall(rf'href="({HOME}/files/\w+\.xlsx)"', response.text)
    marked = await lan.get(address)
    assert marked.headers["content-disposition"] == "attachment; filename*=UTF-8''loi.xlsx"
    problems, data = opened(marked.content).worksheets
    assert "đôi khi" in str([[cell.value for cell in row] for row in problems.iter_rows()])
    assert data.cell(3, PROCEDURES.split("\n")[0].split(",").index("postal") + 1).fill.fgColor.rgb == "FFFFC7CE"
    assert await served(office) == (1, 1, wording.REPOSITORY)


async def test_the_first_twenty_of_many_faults_are_shown_and_all_are_in_the_file(lan: Browser) -> None:
    rows = [[f"1.{number:06}", *ROW[1:6], "nhanh", *ROW[7:]] for number in range(SHOWN_PROBLEMS + 5)]

    response = await lan.send_file(HOME, "sai.xlsx", book({"Thủ tục": [HEADER, *rows]}))

    assert "25 lỗi." in response.text
    assert words.FIRST_PROBLEMS.format(shown=20) in response.text
    assert response.text.count("“nhanh”") == 20
    [address] = re.findall(rf'href="({HOME}/files/\w+\.xlsx)"', response.text)
    listed = opened((await lan.get(address)).content).worksheets[0]
    assert sum("nhanh" in str([cell.value for cell in row]) for row in listed.iter_rows()) == 25


async def test_a_file_that_is_gone_is_told(lan: Browser) -> None:
    response = await lan.get(f"{HOME}/files/0123456789abcdef.xlsx")

    assert (response.status_code, words.GONE_FILE in response.text) == (404, True)


async def test_what_is_no_spreadsheet_is_refused_in_words(lan: Browser) -> None:
    response = await lan.send_file(HOME, "anh.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))

    assert response.status_code == 422
    assert "anh.xlsx" in response.text
    assert 'href="/admin/knowledge/files/' not in response.text  # there is nothing to mark


async def test_a_file_over_the_limit_is_refused_in_words(lan: Browser, office: Office) -> None:
    response = await lan.send_file(HOME, "lon.csv", PROCEDURES.encode() + b"x" * 21 * MEGABYTE)

    assert response.status_code == 422
    assert "Tệp lớn quá (22 MB); nhiều nhất 20 MB." in response.text
    assert await served(office) == (1, 1, wording.REPOSITORY)


async def test_a_body_over_the_limit_is_not_even_read(lan: Browser) -> None:
    for path, most in (
        (HOME, MAX_UPLOAD_BYTES),
        ("/admin/sign-in", MAX_BODY_BYTES),
        ("/admin/procedures", MAX_BODY_BYTES),
    ):
        response = await lan.post(path, headers={"content-length": str(most + 1)})

        assert (response.status_code, "lớn quá" in response.text) == (413, True)


# --- From the candidate to what is served -------------------------------------------------------------------------


async def test_a_sound_file_is_shown_with_its_changes_and_changes_nothing_yet(lan: Browser, office: Office) -> None:
    page = (await lan.get(await candidate(lan, name="bưu chính.csv"))).text

    assert words.CANDIDATE in page
    assert "Nội dung: bưu chính.csv, do lan gửi lúc" in page
    assert "<li>1 thủ tục chuyển sang nhận qua bưu điện.</li>" in page
    assert words.NONE_MISSED in page
    assert re.search(
        rf"kết hôn <small>{MARRIAGE}</small></th><td[^>]*>Bưu chính công ích</td><td[^>]*>không</td><td[^>]*>có</td>",
        page,
    )
    assert await served(office) == (1, 1, wording.REPOSITORY)


async def test_what_would_no_longer_be_found_and_what_is_suspicious_is_shown(lan: Browser) -> None:
    page = (await lan.get(await candidate(lan, without(MARRIAGE).data))).text

    assert words.MISSED_LEAD.format(count=1) in page
    assert re.search(rf"<td>đăng ký kết hôn</td><td>{MARRIAGE} Thủ tục đăng ký kết hôn</td><td>thủ tục bị bỏ; ", page)
    assert re.search(rf"{words.WARNINGS}</h3>\s*<ul class=\"points\"><li>", page)
    assert re.search(rf"<small>{MARRIAGE}</small></th><td colspan=\"3\"><strong>{words.REMOVED}</strong>", page)


async def test_it_is_shown_how_many_would_be_told_on_which_channel_and_what_they_would_read(
    lan: Browser, services: Services
) -> None:
    assert services.outreach
    for channel, person in (("zalo_oa", "8801"), ("zalo_oa", "8802"), ("telegram", "8803:8803")):
        await services.outreach.follows.add(channel, person, MARRIAGE, Ways.POSTAL)

    page = (await lan.get(await candidate(lan))).text

    assert "mỗi người nhận một tin: 3 tin." in page
    assert "<td>Telegram: 1<br>Zalo OA: 2</td>" in page
    assert "Anh/chị nhờ tôi báo: thủ tục này nay gửi được qua bưu điện." in page
    assert not re.search("880[123]", page), "nobody is named"


async def test_where_nobody_waits_for_a_change_that_is_said(lan: Browser) -> None:
    assert words.NO_AUDIENCE in (await lan.get(await candidate(lan))).text


async def test_a_yes_is_served_within_seconds_and_written_down(
    lan: Browser, office: Office, records: AdminRecords, services: Services, small_index: Path
) -> None:
    following = asyncio.create_task(follow(office.versions, services, small_index, 0.01))
    address = await candidate(lan)

    after = await decide(lan, address)

    page = (await lan.get(after)).text
    assert words.DONE["accepted"].format(version=2) in page
    await eventually(lambda: services.snapshot.activation and services.snapshot.activation.version == 2)
    following.cancel()
    assert services.snapshot.knowledge.by_code[MARRIAGE].postal is Postal.YES
    assert (await served(office)) == (2, 2, ADMIN)
    assert [(one.who, one.action, one.detail) for one in await records.audit.latest(1)] == [(ADMIN, "accept", "2")]


async def test_a_candidate_can_be_left(lan: Browser, office: Office, engine: AsyncEngine) -> None:
    address = await candidate(lan)

    after = await decide(lan, address, "discard")

    assert words.DONE["discarded"] in (await lan.get(after)).text
    assert (await served(office), await counted(engine, "knowledge_candidate")) == ((1, 1, wording.REPOSITORY), 0)
    gone = await lan.get(address)
    assert (gone.status_code, words.GONE in gone.text) == (404, True)


async def test_the_second_of_two_admins_is_told_by_whom(lan: Browser, office: Office, records: AdminRecords) -> None:
    mine, theirs = await candidate(lan, OTHER), await candidate(lan)
    await office.accept(theirs.rpartition("/")[2], "hoa")

    response = await lan.send_form(mine, decision="accept")

    assert response.status_code == 409
    assert wording.OVERTAKEN.format(by="hoa", version=2) in response.text
    assert await served(office) == (2, 2, "hoa")
    assert [(one.who, one.action) for one in await records.audit.latest(1)] == [("hoa", "accept")]


async def test_a_yes_after_a_day_comes_too_late(lan: Browser, office: Office, engine: AsyncEngine) -> None:
    address = await candidate(lan)
    long_ago = (datetime.now(UTC) - timedelta(hours=25)).isoformat(sep=" ")
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE knowledge_candidate SET created_at = :at"), {"at": long_ago})

    response = await lan.send_form(address, decision="accept")

    assert (response.status_code, words.GONE in response.text) == (404, True)
    assert await served(office) == (1, 1, wording.REPOSITORY)


# --- Pressed twice ------------------------------------------------------------------------------------------------


async def test_a_file_sent_twice_at_once_is_examined_once(lan: Browser, engine: AsyncEngine) -> None:
    first, second = await asyncio.gather(candidate(lan), candidate(lan))

    assert first == second
    assert await counted(engine, "knowledge_candidate") == 1


async def test_two_files_sent_at_once_are_two_loads(lan: Browser) -> None:
    first, second = await asyncio.gather(candidate(lan), candidate(lan, OTHER))

    assert first != second


async def test_a_yes_said_twice_loads_once_and_is_confirmed_twice(lan: Browser, office: Office) -> None:
    address = await candidate(lan)
    page = (await lan.get(address)).text
    content = re.search(r'name="checksum" value="(\w+)"', page)
    assert content

    first = await lan.send_form(address, decision="accept", checksum=content[1])
    second = await lan.send_form(address, decision="accept", checksum=content[1])

    assert first.headers["location"] == second.headers["location"] == f"{HOME}?done=accepted&version=2"
    assert await served(office) == (2, 2, ADMIN)


# --- Hostile ------------------------------------------------------------------------------------------------------

NAMES = ['"><script>alert(1)</script>.csv', "../../etc/passwd.csv", "a\tb;c.csv", "x" * 400 + ".csv", "{{ 7 * 7 }}.csv"]


async def test_a_hostile_file_name_breaks_no_page(lan: Browser) -> None:
    for name in NAMES:
        refused = await lan.send_file(HOME, name, FAULTY)
        shown = await lan.get(await candidate(lan, name=name))

        assert (refused.status_code, shown.status_code) == (422, 200)
        for page in (refused.text, shown.text):
            assert "<script" not in page
            assert "49.csv" not in page


async def test_a_hostile_address_breaks_no_header(lan: Browser, office: Office) -> None:
    token = await office.versions.keep_download(b"PK")

    for name, said in (("a\r\nSet-Cookie: a=b", "loi"), ("../loi", "loi"), ('"; x="', "loi"), ("ra-soat", "ra-soat")):
        response = await lan.get(f"{HOME}/files/{token}.xlsx", params={"name": name})

        assert response.headers["content-disposition"] == f"attachment; filename*=UTF-8''{said}.xlsx"
        assert "set-cookie" not in response.headers


async def test_an_address_makes_the_page_say_nothing_but_our_sentences(lan: Browser) -> None:
    for done, version in product(("", "x", "<script>", "accepted"), ("", "2", "<script>", "9" * 30, "٣")):
        response = await lan.get(HOME, params={"done": done, "version": version})

        assert response.status_code == 200
        assert "<script" not in response.text
        assert ("Đã đưa phiên bản" in response.text) is (done == "accepted")
