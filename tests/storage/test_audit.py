from datetime import UTC, datetime

import pytest

from bot.storage.admin_records import AdminRecords
from bot.storage.audit import SERVER


async def test_what_was_done_is_written_down_with_who_and_when(records: AdminRecords) -> None:
    before = datetime.now(UTC)

    await records.audit.note("lan", "knowledge_activated", "bản 7")

    [entry] = await records.audit.latest(10)
    assert before <= entry.at <= datetime.now(UTC)
    assert (entry.who, entry.action, entry.detail) == ("lan", "knowledge_activated", "bản 7")


async def test_the_newest_come_first_page_by_page(records: AdminRecords) -> None:
    for number in range(5):
        await records.audit.note(SERVER, "account_added", str(number))

    first = await records.audit.latest(2)
    second = await records.audit.latest(2, first[-1].id)
    last = await records.audit.latest(2, second[-1].id)

    assert [[entry.detail for entry in page] for page in (first, second, last)] == [["4", "3"], ["2", "1"], ["0"]]


@pytest.mark.parametrize(
    ("detail", "stored"),
    [
        ("tệp 0912345678.xlsx", "tệp [số].xlsx"),
        ("từ an@example.vn", "từ [email]"),
        ("tệp\x00lạ", "tệp lạ"),
        ("1.001193", "1.001193"),
        ("dài " * 500 + "thật", "dài " * 500 + "thật"),
    ],
)
async def test_details_keep_no_personal_data_and_nothing_a_database_refuses(
    records: AdminRecords, detail: str, stored: str
) -> None:
    await records.audit.note("lan", "knowledge_uploaded", detail)

    assert [entry.detail for entry in await records.audit.latest(1)] == [stored]


def test_the_audit_log_can_only_be_added_to_and_read(records: AdminRecords) -> None:
    assert {name for name in dir(records.audit) if not name.startswith("_")} == {"note", "latest"}
