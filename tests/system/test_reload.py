"""Changing what the bot knows while people ask: nothing is lost, nothing is mixed, whoever is killed and when."""

import asyncio
import multiprocessing
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import httpx
import psycopg
import pytest

from bot.knowledge.files import PROCEDURES, read_folder
from bot.knowledge.reading import read_knowledge
from bot.storage.database import open_database
from bot.storage.versions import Activation, Origin, Versions, checksum
from tests.environment import settings_environment
from tests.office.uploads import zip_bomb
from tests.small_knowledge import BIRTH, write_small_knowledge
from tests.small_knowledge import PROCEDURES as SMALL
from tests.storage.conftest import postgres as postgres  # noqa: PLC0414  a fixture
from tests.system.program import DEADLINE_SECONDS, Finished, Program, Running
from tests.system.traffic import Person, Traffic

Facts = tuple[str, str]
ASKED = f"mã {BIRTH}"
OLD, NEW = ("full", "yes"), ("partial", "no")
"""Level and postal service of registering a birth before and after the load."""
CHANGED = SMALL.replace("toàn trình,có", "một phần,không")


def write(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def served(server: Running) -> int:
    body = httpx.get(f"{server.address()}/readyz", trust_env=False, timeout=DEADLINE_SECONDS).json()
    return int(body["version"])


def seconds_until_all_serve(version: int, servers: list[Running]) -> float:
    start = monotonic()
    while [served(server) for server in servers] != [version] * len(servers):
        assert monotonic() - start < DEADLINE_SECONDS, f"version {version} is not served everywhere"
        sleep(0.05)
    return monotonic() - start


@dataclass(frozen=True)
class Story:
    """A faulty load, a sound one and a rollback, while people ask two replicas on one PostgreSQL."""

    people: list[Person]
    stored: int
    refused: Finished
    after_refused: list[int]
    marked: bool
    loaded: Finished
    back: Finished
    history: list[tuple[int, str]]
    outputs: list[str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, postgres: Any) -> Story:
    folder, url = tmp_path_factory.mktemp("reload"), str(postgres.get_uri())
    small = write_small_knowledge(folder / "small")
    programs = []
    for name in ("one", "other"):  # machines of their own but for the database
        (folder / name).mkdir()
        own = {
            "HMC_KNOWLEDGE__FOLDER": str(small),
            "HMC_DATABASE__URL": url,
            "HMC_WEB__ADDRESS_PER_MINUTE": "0",  # everybody here asks from one
        }
        programs.append(Program(settings_environment(folder / name) | own, folder / name))
    office = programs[0]
    bomb = zip_bomb()
    (folder / bomb.name).write_bytes(bomb.data)
    faulty = write(folder / "sai.csv", SMALL.replace("toàn trình", "toàn trìn"))
    sound = write(folder / "moi.csv", CHANGED)
    with Running(programs[0]) as one:
        one.address()
        with Running(programs[1]) as other, Traffic([one.address(), other.address()], ASKED) as traffic:
            servers = [one, other]
            refused = office.do("knowledge", "reload", str(faulty), str(folder / bomb.name), "--yes")
            after_refused = [served(server) for server in servers]
            loaded = office.ask_of("knowledge", "reload", str(sound), "--yes", "--by", "lan")
            to_new = seconds_until_all_serve(2, servers)
            traffic.one_more_round()
            back = office.do("knowledge", "rollback", "1", "--yes", "--by", "hoa")
            to_old = seconds_until_all_serve(1, servers)
            traffic.one_more_round()
        print(
            f"all replicas served the load {to_new:.1f} s and the rollback {to_old:.1f} s after it was said to be done"
        )
        with psycopg.connect(url) as connection:
            stored = len(connection.execute("SELECT id FROM asked_question WHERE text = %s", [ASKED]).fetchall())
            history = connection.execute(
                "SELECT version, activated_by FROM knowledge_activation ORDER BY id"
            ).fetchall()
        outputs = [server.output for server in servers]
    marked = (folder / "sai-loi.xlsx").is_file()
    return Story(traffic.people, stored, refused, after_refused, marked, loaded, back, history, outputs)


def test_no_question_fails_during_a_reload_and_each_is_written_down(story: Story) -> None:
    assert [person.failures for person in story.people] == [[]] * 4
    assert story.stored == sum(len(person.heard) for person in story.people)


def test_everybody_hears_the_old_version_then_the_new_one_then_the_old_one_again(story: Story) -> None:
    for person in story.people:
        assert [facts for facts, _ in groupby((said.level, said.postal) for said in person.heard)] == [OLD, NEW, OLD]


def test_every_answer_is_wholly_of_one_version(story: Story) -> None:
    different = {said for person in story.people for said in person.heard}

    [(old, full), (new, partial)] = sorted(((said.level, said.postal), said.text) for said in different)
    assert (old, new) == (OLD, NEW)
    assert "Trực tuyến toàn trình" in full
    assert "Gửi được qua bưu điện" in full
    assert "Trực tuyến một phần" in partial
    assert "Gửi được qua bưu điện" not in partial


def test_a_second_machine_needs_no_segmentation_of_its_own(story: Story) -> None:
    built = ["Đang tách từ" in output for output in story.outputs]

    assert built == [True, False]


def test_nothing_goes_wrong_unsaid(story: Story) -> None:
    for output in story.outputs:
        assert [line for line in output.splitlines() if "level='error'" in line or "Traceback" in line] == []


def test_a_bad_file_is_refused_by_place_with_a_suggestion_and_changes_nothing(story: Story) -> None:
    assert story.refused.code == 1
    assert "sai.csv”, dòng 2, cột “Mức độ dịch vụ công”" in story.refused.output
    assert "có phải “toàn trình”?" in story.refused.output
    assert story.after_refused == [1, 1]


def test_a_zip_bomb_is_refused_in_words(story: Story) -> None:
    assert "- bom.xlsx: Tệp bung ra lớn quá (hơn 100 MB). " in story.refused.output
    assert "Traceback" not in story.refused.errors


def test_a_bad_file_comes_back_marked(story: Story) -> None:
    assert re.search(r"^Tệp có đánh dấu ô lỗi: \S+sai-loi\.xlsx$", story.refused.output, re.MULTILINE)
    assert story.marked


def test_who_loads_and_who_takes_back_is_told_and_kept(story: Story) -> None:
    assert (story.loaded.code, story.loaded.errors) == (0, "")
    assert story.loaded.output.endswith("Đã nạp: phiên bản 2. Các máy chủ dùng dữ liệu mới trong vài giây.\n")
    assert (story.back.code, story.back.errors) == (0, "")
    assert story.back.output == "Đã quay về phiên bản 1. Các máy chủ dùng dữ liệu ấy trong vài giây.\n"
    assert story.history == [(1, "bản cài đặt"), (2, "lan"), (1, "hoa")]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, index_cache: Path) -> Program:
    """The program on one SQLite file, for all tests that kill it."""
    folder = tmp_path_factory.mktemp("killed")
    own = {
        "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(folder / "small")),
        "HMC_KNOWLEDGE__CACHE": str(index_cache),
    }
    program = Program(settings_environment(folder) | own, folder)
    write(folder / "old.csv", SMALL)
    write(folder / "new.csv", CHANGED)
    assert program.do("knowledge", "history").code == 0
    return program


def rows(program: Program, table: str) -> int:
    with closing(sqlite3.connect(program.folder / "questions.db")) as connection:
        [number] = connection.execute(f"SELECT count(*) FROM knowledge_{table}").fetchone()  # noqa: S608
    return int(number)


def looked_at(url: str, last: int = 3) -> tuple[Activation, Facts]:
    """Return what is served and says of registering a birth, after the versions last served were found to be whole."""

    async def look() -> tuple[Activation, Facts]:
        engine = open_database(url)
        versions = Versions(engine)
        history = await versions.history()
        assert [activation.id for activation, _ in history] == list(range(history[0][0].id, history[-1][0].id - 1, -1))
        for _, version in history[:last]:
            files = await versions.files_of(version)
            assert checksum(files) == version.checksum
            read_knowledge(files)
        active = history[0][0]
        assert await versions.active() == active
        birth = read_knowledge(await versions.files_of(history[0][1])).by_code[BIRTH]
        await engine.dispose()
        return active, (birth.service_level, birth.postal)

    return asyncio.run(look())


def another(facts: Facts, program: Program) -> tuple[Path, Facts]:
    """Return a load that differs from a version that says `facts`, and what it says instead."""
    return (program.folder / "new.csv", NEW) if facts == OLD else (program.folder / "old.csv", OLD)


def wait_for_more(program: Program, table: str, before: int, is_alive: Callable[[], bool]) -> None:
    """Wait for another row, looking as seldom as leaves the processor to the program that writes it."""
    with closing(sqlite3.connect(program.folder / "questions.db")) as connection:
        count_rows = f"SELECT count(*) FROM knowledge_{table}"  # noqa: S608
        while connection.execute(count_rows).fetchone()[0] <= before and is_alive():
            sleep(0.004)


def goes_on(process: "subprocess.Popen[bytes]") -> Callable[[], bool]:
    return lambda: process.poll() is None


@dataclass(frozen=True)
class Moment:
    """When to kill: so many seconds after the start, or after a row of this table was written."""

    table: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds} s after {self.table or 'the start'}"


# Before anything is written, between the two writes of a load, and after the last; the random ones below do the rest.
MOMENTS = [Moment("", 2), Moment("candidate", 0), Moment("activation", 0)]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_reload_killed_at_any_moment_leaves_the_old_or_the_new_version_whole(killed: Program, moment: Moment) -> None:
    url = killed.settings["HMC_DATABASE__URL"]
    before, old = looked_at(url)
    file, new = another(old, killed)
    already = rows(killed, moment.table) if moment.table else 0

    with killed.start("knowledge", "reload", str(file), "--yes") as process:
        if moment.table:
            wait_for_more(killed, moment.table, already, goes_on(process))
        sleep(moment.seconds)
        process.kill()
    after, facts = looked_at(url)

    assert (after.id, facts) in ((before.id, old), (before.id + 1, new))
    if moment.table == "activation":
        assert after.id == before.id + 1


def test_a_reload_after_a_killed_one_works(killed: Program) -> None:
    url, candidates = killed.settings["HMC_DATABASE__URL"], rows(killed, "candidate")
    before, old = looked_at(url)
    file, new = another(old, killed)
    with killed.start("knowledge", "reload", str(file)) as process:  # waits for a yes
        wait_for_more(killed, "candidate", candidates, goes_on(process))
        process.kill()

    again = killed.do("knowledge", "reload", str(file), "--yes")

    after, facts = looked_at(url)
    assert (again.code, after.id, facts) == (0, before.id + 1, new)


def test_a_server_killed_while_a_version_comes_in_starts_again_on_that_version(killed: Program) -> None:
    url, before = killed.settings["HMC_DATABASE__URL"], rows(killed, "activation")
    file, new = another(looked_at(url)[1], killed)
    with Running(killed) as server, killed.start("knowledge", "reload", str(file), "--yes") as process:
        server.address()
        wait_for_more(killed, "activation", before, goes_on(process))
        server.stop(signal.SIGKILL)
        process.communicate()

    active, facts = looked_at(url)
    with Running(killed) as again:
        heard = httpx.post(
            f"{again.address()}/api/v1/messages", json={"text": ASKED}, trust_env=False, timeout=DEADLINE_SECONDS
        ).json()
        serves = served(again)

    assert facts == new
    assert serves == active.version
    assert (heard["service_level"], heard["postal"]) == new


def accept_without_end(url: str, folder: Path) -> None:
    """Put one version after the other into service, until killed."""

    async def work() -> None:
        versions = Versions(open_database(url))
        files = read_folder(folder)
        for number in count(os.getpid() * 1000):
            active = await versions.active()
            assert active
            files[PROCEDURES] = SMALL.replace("làm giấy khai sinh", f"khai sinh số {number}").encode()
            kept = await versions.candidate(await versions.propose(files, Origin("lan", "a.csv"), active.id))
            assert kept
            await versions.accept(kept, "lan")

    asyncio.run(work())


def test_killed_in_the_very_act_a_dozen_times_no_version_is_ever_half_there(killed: Program, tmp_path: Path) -> None:
    url, random = killed.settings["HMC_DATABASE__URL"], Random(5)  # noqa: S311  moments, not secrets
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    folder = write_small_knowledge(tmp_path / "small")

    for _ in range(12):
        before = rows(killed, "activation")
        process = context.Process(target=accept_without_end, args=(url, folder))
        process.start()
        wait_for_more(killed, "activation", before, process.is_alive)
        sleep(random.random() / 10)
        process.kill()
        process.join()

        assert process.exitcode == -signal.SIGKILL
        looked_at(url)


def until_asked(process: "subprocess.Popen[bytes]") -> str:
    """Return what a command writes up to its question."""
    assert process.stdout
    written = b""
    while not written.rstrip().endswith(b"[y/N]:"):
        piece = os.read(process.stdout.fileno(), 10_000)
        assert piece, written.decode()
        written += piece
    return written.decode()


@pytest.fixture
def two_admins(small_program: Program, tmp_path: Path) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two who have been shown their changes and are asked for a yes."""
    loads = {
        "lan": write(tmp_path / "lan.csv", SMALL.replace("làm giấy khai sinh", "khai sinh cho con")),
        "hoa": write(tmp_path / "hoa.csv", CHANGED),
    }
    with ExitStack() as processes:
        started = []
        for by, file in loads.items():
            started.append(processes.enter_context(small_program.start("knowledge", "reload", str(file), "--by", by)))
            processes.callback(started[-1].kill)
        for process in started:
            until_asked(process)
        yield started


def test_of_two_admins_who_say_yes_at_once_one_is_told_that_the_other_was_first(
    two_admins: list["subprocess.Popen[bytes]"], small_program: Program
) -> None:
    for process in two_admins:
        assert process.stdin
        process.stdin.write(b"y\n")
        process.stdin.flush()
    said = [process.communicate(timeout=DEADLINE_SECONDS) for process in two_admins]

    assert sorted(process.returncode for process in two_admins) == [0, 1]
    second = next(place for place, process in enumerate(two_admins) if process.returncode == 1)
    first = ("lan", "hoa")[1 - second]
    assert "Đã nạp: phiên bản 2." in said[1 - second][0].decode()
    assert said[second][1].decode() == (
        f"Trong lúc anh/chị xem, {first} đã đưa phiên bản 2 vào sử dụng. Bản của anh/chị chưa được nạp; "
        "anh/chị gửi lại tệp để so với phiên bản mới.\n"
    )
    active, facts = looked_at(small_program.settings["HMC_DATABASE__URL"])
    assert (active.id, active.version, active.by) == (2, 2, first)
    assert facts == (OLD if first == "lan" else NEW)
