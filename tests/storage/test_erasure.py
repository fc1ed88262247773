"""Who asks to be forgotten is: every row at once, and in an SQLite file soon every byte."""

import asyncio
import json
import secrets
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.dialogue import Dialogue
from bot.knowledge.ways import Ways
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords
from bot.storage.dialogues import DatabaseDialogues
from bot.storage.erasure import Erasure
from bot.storage.follows import Follows
from bot.storage.inbox import Inbox
from tests.channels.eventually import eventually

HASHED = Pseudonyms(b"key")
ON, LAN, MINH = "telegram", "1001:1001", "1002:1002"
TABLES = ("dialogue", "follow", "chat_link")


@pytest.fixture
def erasure(engine: AsyncEngine) -> Erasure:
    return Erasure(engine, HASHED, settles_seconds=0.01, apart_seconds=0.05)


@asynccontextmanager
async def rewriting(erasure: Erasure) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(erasure.keep_rewriting(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def tell(engine: AsyncEngine, person: str) -> None:
    """Keep all that may be kept of a person."""
    await DatabaseDialogues(engine, HASHED).save(ON, person, Dialogue(place=f"place of {person}", greeted=True))
    await Follows(engine, HASHED).add(ON, person, "1.001193", Ways.ONLINE)
    await Inbox(engine, HASHED).put(ON, f"wish {person}", json.dumps([{"text": f"news for {person}"}]), person)


async def rows(engine: AsyncEngine, table: str, person: str) -> int:
    async with engine.connect() as connection:
        counted = text(f"SELECT count(*) FROM {table} WHERE person = :person")  # noqa: S608  names of this file
        return await connection.scalar(counted, {"person": HASHED.of(ON, person)}) or 0


async def test_all_that_is_kept_of_one_person_goes_and_nothing_of_another(
    engine: AsyncEngine, erasure: Erasure, records: AdminRecords
) -> None:
    await records.accounts.add("lan", Role.STAFF, "con trâu đi trước")
    for person in (LAN, MINH):
        await tell(engine, person)
        await records.links.link(await records.links.link_code("lan"), ON, person)

    assert await erasure.erase(ON, LAN) == "lan"

    left = {person: [await rows(engine, table, person) for table in (*TABLES, "inbox")] for person in (LAN, MINH)}
    assert left == {LAN: [0, 0, 0, 0], MINH: [1, 1, 1, 1]}


async def test_who_is_not_known_may_ask_as_well(erasure: Erasure) -> None:
    assert await erasure.erase(ON, LAN) == ""


async def test_what_is_being_answered_and_what_was_written_since_stays_until_it_is_answered(
    engine: AsyncEngine, erasure: Erasure
) -> None:
    inbox = Inbox(engine, HASHED)
    await inbox.put(ON, "1", '{"text": "xóa dữ liệu của tôi"}', LAN)
    [asked] = await inbox.claim(ON)
    await inbox.put(ON, "2", '{"text": "chào"}', LAN)

    await erasure.erase(ON, LAN)
    await inbox.done(asked)

    assert [delivery.key for delivery in await inbox.claim(ON)] == ["2"]


def held(file: Path, words: list[bytes]) -> list[bytes]:
    """Return which of `words` stand in the file or beside it."""
    content = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    return [word for word in words if word in content]


def moved_about(file: Path, people: Sequence[str], turns: int) -> dict[str, list[str]]:
    """Keep states of other lengths each turn, which SQLite moves to other pages; return what was told."""
    told = {person: [secrets.token_hex(8) for _ in range(turns)] for person in people}
    keep = "INSERT INTO dialogue VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE SET state = excluded.state"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        for turn in range(turns):
            states = {person: told[person][turn] + "x" * secrets.randbelow(1500) for person in people}
            rows = [(HASHED.of(ON, person), "2026-11-28 00:00:00", state) for person, state in states.items()]
            connection.executemany(keep, rows)
            connection.commit()
    return told


@pytest.mark.parametrize("some_url", ["sqlite"], indirect=True)
async def test_no_byte_is_left_in_the_file_though_rows_were_moved_about(
    engine: AsyncEngine, erasure: Erasure, tmp_path: Path
) -> None:
    people = [f"person {number}" for number in range(1000)]
    told, some = moved_about(tmp_path / "test.db", people, turns=4), people[::4]
    file, who = tmp_path / "test.db", [HASHED.of(ON, person).encode() for person in some]
    words = [word.encode() for person in some for word in told[person]]
    assert held(file, who)

    async with rewriting(erasure):
        await asyncio.gather(*(erasure.erase(ON, person) for person in some))
        await eventually(lambda: not held(file, who) and not held(file, words))


@pytest.mark.parametrize("some_url", ["sqlite"], indirect=True)
async def test_the_message_that_asked_for_it_is_gone_too_once_it_is_answered(
    engine: AsyncEngine, erasure: Erasure, tmp_path: Path
) -> None:
    inbox, words = Inbox(engine, HASHED), [HASHED.of(ON, LAN).encode(), b"Lan from Dak Ha"]
    await DatabaseDialogues(engine, HASHED).save(ON, LAN, Dialogue(place="13"))
    await inbox.put(ON, "1", json.dumps({"from": "Lan from Dak Ha", "text": "xoa du lieu cua toi"}), LAN)
    [asked] = await inbox.claim(ON)

    async with rewriting(erasure):
        await erasure.erase(ON, LAN)
        await inbox.done(asked)
        await eventually(lambda: not held(tmp_path / "test.db", words))
