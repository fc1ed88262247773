import asyncio
import json
import resource
import sys
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.conversation import Outcome, Reply, Turn
from bot.knowledge.files import PROCEDURES
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.values import ServiceLevel
from bot.office import workshop
from bot.office.examination import Examined
from bot.office.office import Answer, Base, Office
from bot.office.report import Report
from bot.office.submission import Upload
from bot.storage.audit import Audit
from bot.storage.journal import DatabaseJournal, NoJournal
from bot.storage.versions import Origin, OvertakenError, Versions, checksum
from tests.office.uploads import MEGABYTE, changed, far_cell, too_large, without, zip_bomb
from tests.small_knowledge import BIRTH, ID_CARD
from tests.small_knowledge import PROCEDURES as SMALL

Result = TypeVar("Result")
LEVEL = ("toàn trình,có", "một phần,không")
ALIASES = ("làm giấy khai sinh", "khai sinh cho con")


async def candidate_of(office: Office, *pairs: tuple[str, str], by: str = "hoa") -> str:
    answer = await office.examine([changed(*pairs)], by)
    assert answer.candidate
    return answer.candidate


async def served(versions: Versions) -> tuple[int, int, str]:
    active = await versions.active()
    assert active
    return active.id, active.version, active.by


async def turn_back(engine: AsyncEngine, table: str, column: str, by: timedelta) -> None:
    """Make all rows older than they are, as if time had passed."""
    moment = (datetime.now(UTC) - by).strftime("%Y-%m-%d %H:%M:%S.%f")
    async with engine.begin() as connection:
        await connection.execute(text(f"UPDATE {table} SET {column} = :moment"), {"moment": moment})  # noqa: S608


async def test_what_is_served_already_is_not_offered(office: Office) -> None:
    answer = await office.examine([Upload("cu.csv", SMALL.encode())], "hoa")

    assert answer.report.changes_nothing
    assert (answer.candidate, answer.marked) == (None, None)


async def test_a_faulty_load_is_not_offered_comes_back_marked_and_changes_nothing(
    office: Office, versions: Versions
) -> None:
    answer = await office.examine([changed(("toàn trình", "toàn trìn"))], "hoa")

    assert not answer.report.is_sound
    assert answer.candidate is None
    assert answer.marked
    assert await served(versions) == (1, 1, "bản cài đặt")


async def test_a_sound_load_changes_nothing_until_somebody_says_yes(office: Office, versions: Versions) -> None:
    await candidate_of(office, LEVEL)

    assert await served(versions) == (1, 1, "bản cài đặt")
    assert (await office.knowledge()).by_code[BIRTH].service_level is ServiceLevel.FULL


async def test_an_accepted_load_is_a_version_with_who_made_it_from_what_and_what_was_found(
    office: Office, versions: Versions
) -> None:
    number = await office.accept(await candidate_of(office, LEVEL, by="hoa"), "lan")

    version = await versions.version(number)
    assert version
    assert await served(versions) == (2, 2, "lan")
    assert (number, version.created_by, version.source) == (2, "hoa", "moi.csv")
    assert Report.model_validate_json(version.report).words == (
        "1 thủ tục không còn nhận qua bưu điện.",
        "1 thủ tục từ toàn trình thành một phần.",
    )
    assert version.checksum == checksum(await versions.files_of(version))
    assert (await office.knowledge()).by_code[BIRTH].service_level is ServiceLevel.PARTIAL


async def test_a_load_can_be_tried_out_and_leaves_nothing_behind(office: Office, engine: AsyncEngine) -> None:
    answer = await office.try_out([changed(LEVEL)])

    assert answer.report.is_sound
    assert answer.candidate is None
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM knowledge_candidate"))).scalar() == 0


async def test_a_source_too_long_for_the_history_is_cut(office: Office, versions: Versions) -> None:
    answer = await office.examine([changed(LEVEL, name="x" * 300 + ".csv")], "hoa")
    assert answer.candidate

    version = await versions.version(await office.accept(answer.candidate, "hoa"))

    assert version
    assert version.source == "x" * 200


async def test_the_second_of_two_admins_is_told_and_nothing_changes(office: Office, versions: Versions) -> None:
    first = await candidate_of(office, LEVEL, by="lan")
    second = await candidate_of(office, ALIASES, by="hoa")
    await office.accept(first, "lan")

    with pytest.raises(OvertakenError):
        await office.accept(second, "hoa")

    assert await served(versions) == (2, 2, "lan")
    assert (await office.knowledge()).by_code[BIRTH].aliases == ("làm giấy khai sinh",)


async def test_a_rollback_overtaken_by_a_load_is_told_and_changes_nothing(office: Office, versions: Versions) -> None:
    await office.accept(await candidate_of(office, LEVEL), "hoa")
    active = (await office.base()).activation
    await office.accept(await candidate_of(office, ALIASES), "hoa")

    with pytest.raises(OvertakenError):
        await office.roll_back(1, "lan", active.id)

    assert await served(versions) == (3, 3, "hoa")


async def test_a_rollback_serves_the_earlier_files_again(office: Office, versions: Versions) -> None:
    await office.accept(await candidate_of(office, LEVEL), "hoa")

    await office.roll_back(1, "lan", 2)

    assert await served(versions) == (3, 1, "lan")
    assert (await office.base()).files[PROCEDURES].decode() == SMALL


async def test_a_version_that_is_not_there_cannot_be_served(office: Office, versions: Versions) -> None:
    with pytest.raises(LookupError):
        await office.roll_back(7, "lan", 1)

    assert await served(versions) == (1, 1, "bản cài đặt")


async def test_a_yes_said_twice_loads_once(office: Office, versions: Versions) -> None:
    name = await candidate_of(office, LEVEL)
    await office.accept(name, "hoa")

    with pytest.raises(LookupError):
        await office.accept(name, "hoa")

    assert await served(versions) == (2, 2, "hoa")


async def test_a_load_can_still_be_accepted_after_almost_a_day_and_not_after_a_whole_one(
    office: Office, versions: Versions, engine: AsyncEngine
) -> None:
    late, in_time = await candidate_of(office, ALIASES), await candidate_of(office, LEVEL)
    await turn_back(engine, "knowledge_candidate", "created_at", timedelta(hours=23, minutes=59))
    await office.accept(in_time, "hoa")
    await turn_back(engine, "knowledge_candidate", "created_at", timedelta(hours=24, minutes=1))

    with pytest.raises(LookupError):
        await office.accept(late, "hoa")

    assert await served(versions) == (2, 2, "hoa")


async def test_aliases_are_edited_in_place(office: Office) -> None:
    answer = await office.edit(BIRTH, {"aliases": "khai sinh cho con; làm giấy khai sinh"}, "hoa", seen=1)

    [change] = answer.report.differences.changed
    assert (change.code, change.field, change.after) == (BIRTH, "aliases", "khai sinh cho con; làm giấy khai sinh")
    assert answer.candidate
    await office.accept(answer.candidate, "hoa")
    assert (await office.knowledge()).by_code[BIRTH].aliases == ("khai sinh cho con", "làm giấy khai sinh")


async def test_a_level_is_edited_in_place_and_the_history_says_so(office: Office, versions: Versions) -> None:
    answer = await office.edit(BIRTH, {"service_level": "một phần"}, "hoa", seen=1)

    assert answer.report.words == ("1 thủ tục từ toàn trình thành một phần.",)
    assert answer.candidate
    version = await versions.version(await office.accept(answer.candidate, "hoa"))
    assert version
    assert version.source == f"sửa thủ tục {BIRTH}"


async def test_an_edit_that_changes_nothing_is_not_offered(office: Office) -> None:
    answer = await office.edit(BIRTH, {"service_level": "toàn trình"}, "hoa", seen=1)

    assert (answer.report.changes_nothing, answer.candidate) == (True, None)


async def test_an_edit_of_what_a_field_does_not_take_is_refused(office: Office) -> None:
    with pytest.raises(ValidationError, match="rất nhanh"):
        await office.edit(BIRTH, {"service_level": "rất nhanh"}, "hoa", seen=1)


async def test_an_edit_of_an_unknown_procedure_is_refused(office: Office) -> None:
    with pytest.raises(KeyError):
        await office.edit("9.999999", {"aliases": "a"}, "hoa", seen=1)


async def test_an_edit_of_facts_that_are_no_longer_served_is_refused_and_nobody_s_change_is_lost(
    office: Office, versions: Versions
) -> None:
    await office.accept(await candidate_of(office, LEVEL), "lan")

    with pytest.raises(OvertakenError):
        await office.edit(BIRTH, {"aliases": "khai sinh cho con"}, "hoa", seen=1)

    assert await served(versions) == (2, 2, "lan")


async def test_a_change_put_into_service_while_an_edit_is_examined_is_not_undone_by_it(
    office: Office, versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = office._found

    async def overtaken_meanwhile(base: Base, uploads: Sequence[Upload]) -> Examined:
        found = await whole(base, uploads)
        monkeypatch.setattr(office, "_found", whole)
        await office.accept(await candidate_of(office, LEVEL), "lan")
        return found

    monkeypatch.setattr(office, "_found", overtaken_meanwhile)
    answer = await office.edit(BIRTH, {"aliases": "khai sinh cho con"}, "hoa", seen=1)

    assert answer.candidate
    with pytest.raises(OvertakenError):
        await office.accept(answer.candidate, "hoa")
    assert (await office.knowledge()).by_code[BIRTH].service_level is ServiceLevel.PARTIAL


async def test_a_version_that_this_program_cannot_read_is_not_served_again(office: Office, versions: Versions) -> None:
    files = (await office.base()).files | {PROCEDURES: b"code\nx\n"}
    await versions.add(files, Origin("lan", "cu"), 1)
    await versions.roll_back(1, "lan", 2)

    with pytest.raises(KnowledgeError):
        await office.roll_back(2, "lan", 3)

    assert await served(versions) == (3, 1, "lan")


async def test_who_loads_and_who_takes_back_is_noted_whatever_the_channel(
    office: Office, versions: Versions, engine: AsyncEngine, index_cache: Path
) -> None:
    audit = Audit(engine)
    office = Office(versions, NoJournal(), index_cache, audit)
    await office.accept(await candidate_of(office, LEVEL), "hoa")
    await office.roll_back(1, "lan", 2)

    assert [(entry.who, entry.action, entry.detail) for entry in await audit.latest(5)] == [
        ("lan", "roll_back", "1"),
        ("hoa", "accept", "2"),
    ]


async def ask(journal: DatabaseJournal, question: str, procedure: str) -> None:
    await journal.record(Turn("web", question), Reply((), Outcome.ANSWER, procedure=procedure), 1)


async def test_what_people_asked_lately_and_would_miss_is_listed(office: Office, journal: DatabaseJournal) -> None:
    await ask(journal, "cấp thẻ căn cước", ID_CARD)
    await ask(journal, "đăng ký khai sinh", BIRTH)

    report = (await office.examine([without(ID_CARD)], "hoa")).report

    assert [missed.question for missed in report.missed] == ["cấp thẻ căn cước"]


async def test_what_was_asked_more_than_a_month_ago_counts_no_more(
    office: Office, journal: DatabaseJournal, engine: AsyncEngine
) -> None:
    await ask(journal, "cấp thẻ căn cước", ID_CARD)
    await turn_back(engine, "asked_question", "asked_at", timedelta(days=31))

    report = (await office.examine([without(ID_CARD)], "hoa")).report

    assert report.missed == ()


async def test_what_nobody_accepted_is_swept_away_and_can_be_sent_again_at_that_very_moment(
    office: Office, versions: Versions, engine: AsyncEngine
) -> None:
    """The bytes are there still when they are sent again, and must not be swept away under the new load."""
    await candidate_of(office, LEVEL)
    long_ago = timedelta(days=40)
    await turn_back(engine, "knowledge_candidate", "created_at", long_ago)
    await turn_back(engine, "knowledge_blob", "kept_at", long_ago)
    found = await office._found(await office.base(), [changed(LEVEL)])
    assert found.files
    kept = await versions._keep_files(found.files)  # as `propose` does just before it writes the candidate

    await versions.sweep()

    async with engine.connect() as connection:
        keys = set((await connection.execute(text("SELECT key FROM knowledge_blob"))).scalars())
    assert set(json.loads(kept).values()) <= keys


class Watched:
    """What this process felt while something was waited for."""

    def __init__(self) -> None:
        self.ticks = 0
        self.grown = 0


async def watched(work: Awaitable[Result]) -> tuple[Result, Watched]:
    """Await `work`; count how often others had a turn meanwhile, and measure by how many bytes the process grew."""
    felt = Watched()
    before = resident()

    async def tick() -> None:
        while True:
            await asyncio.sleep(0.01)
            felt.ticks += 1
            felt.grown = max(felt.grown, resident() - before)

    ticking = asyncio.create_task(tick())
    try:
        return await work, felt
    finally:
        ticking.cancel()


def resident() -> int:
    """Return the bytes of memory that this process uses."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
async def test_files_made_to_burst_are_refused_while_answering_goes_on_in_little_memory(
    guarded_office: Office, versions: Versions
) -> None:
    uploads = [zip_bomb(), far_cell()]

    answer, felt = await watched(guarded_office.examine(uploads, "hoa"))

    assert [problem.file for problem in answer.report.problems] == ["bom.xlsx", "xa.xlsx"]
    assert felt.ticks > 10
    assert felt.grown < 50 * MEGABYTE
    assert await served(versions) == (1, 1, "bản cài đặt")


async def test_a_file_of_50_megabytes_is_refused(guarded_office: Office, versions: Versions) -> None:
    answer = await guarded_office.examine([too_large()], "hoa")

    [problem] = answer.report.problems
    assert problem.message.startswith("Tệp lớn quá (51 MB); nhiều nhất 20 MB.")
    assert await served(versions) == (1, 1, "bản cài đặt")


async def test_work_that_had_to_be_ended_is_told_as_too_heavy(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object) -> Answer:
        raise workshop.WorkshopError

    monkeypatch.setattr(workshop, "run", end)

    answer = await office.examine([changed(LEVEL)], "hoa")

    [problem] = answer.report.problems
    assert (problem.file, answer.candidate) == ("moi.csv", None)
    assert problem.message.startswith("tệp này mở ra quá nặng nên tôi dừng lại")
