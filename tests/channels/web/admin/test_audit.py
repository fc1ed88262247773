import re

import pytest

from bot.channels.web.admin import texts
from bot.channels.web.admin.audit import ROWS
from bot.storage.admin_records import AdminRecords
from bot.storage.audit import SERVER
from tests.channels.web.admin.conftest import ADMIN, STAFF, Browser


async def test_what_was_done_is_told_in_words(client: Browser, records: AdminRecords) -> None:
    await records.audit.note(SERVER, "account_added", "an <b> (staff)")
    await client.sign_in()

    page = (await client.get("/admin/audit")).text

    assert re.search(rf"<td>{ADMIN}</td><td>Đăng nhập</td>", page)
    assert re.search(r"<td>máy chủ</td><td>Tạo tài khoản</td><td>an &lt;b&gt; \(staff\)</td>", page)
    assert re.search(r"<td class=\"when\">\d\d/\d\d/\d{4} \d\d:\d\d</td>", page)


async def test_older_entries_are_a_page_away(client: Browser, records: AdminRecords) -> None:
    for number in range(ROWS + 1):
        await records.audit.note(SERVER, "test", f"việc {number}.")
    await client.sign_in()

    first = (await client.get("/admin/audit")).text
    older = re.search(r'href="(/admin/audit\?before=\d+)"', first)
    assert older
    second = (await client.get(older[1])).text

    assert (first.count("<tr><td"), "việc 1." in first) == (ROWS, False)
    assert (second.count("<tr><td"), "việc 1." in second, "việc 0." in second) == (2, True, True)
    assert (texts.AUDIT_OLDER in second, texts.AUDIT_NEWEST in second) == (False, True)


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "٣"])
async def test_a_strange_number_is_no_failure(client: Browser, before: str) -> None:
    await client.sign_in()

    assert (await client.get("/admin/audit", params={"before": before})).status_code == 200


async def test_the_log_is_for_admins(client: Browser) -> None:
    await client.sign_in(STAFF)

    assert (await client.get("/admin/audit")).status_code == 403
