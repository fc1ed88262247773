"""The program where its machine fails it: each fault is told in Vietnamese, without a traceback."""

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.storage.conftest import own_server
from tests.system.program import Program, Running


@pytest.fixture
def postgres() -> Iterator[Any]:
    """A server of this test alone, which may be stopped."""
    yield from own_server()


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A disk that takes nothing."""
    yield from mounted(tmp_path / "read-only", "ro")


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB, full but for a page."""
    for place in mounted(tmp_path / "full", "size=64k"):
        (place / "rubbish").write_bytes(b"x" * 60 * 1024)
        yield place


def mounted(place: Path, options: str) -> Iterator[Path]:
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)  # noqa: S603, S607
    if made.returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)  # noqa: S603, S607


def refusal(program: Program, **settings: str) -> str:
    """Return what the program says when it does not start."""
    result = program.with_settings(**settings).ask_of("run")
    assert (result.code, result.output, "Traceback" in result.errors) == (1, "", False), result.errors
    return result.errors


def test_a_disk_that_takes_nothing_is_told(small_program: Program, read_only: Path) -> None:
    told = refusal(small_program, HMC_DATABASE__URL=f"sqlite:///{read_only / 'a.db'}")
    assert "HMC_DATABASE__URL: không mở được cơ sở dữ liệu này (không mở được tệp; " in told

    told = refusal(small_program, HMC_PRIVACY__PERSON_KEY_FILE=str(read_only / "key"))
    assert f"Không đọc hay ghi được {read_only / 'key'}: nơi đó chỉ cho đọc.\n" in told


def test_a_full_disk_is_told(small_program: Program, full: Path) -> None:
    told = refusal(small_program, HMC_DATABASE__URL=f"sqlite:///{full / 'a.db'}")

    assert "HMC_DATABASE__URL: không mở được cơ sở dữ liệu này (đĩa đã đầy; " in told


def test_an_address_of_another_machine_is_told(small_program: Program) -> None:
    result = small_program.with_settings(HMC_WEB__HOST="192.0.2.1").ask_of("run")

    assert "Không mở được cổng 0 ở địa chỉ 192.0.2.1." in result.errors
    assert "sửa HMC_WEB__HOST" in result.errors
    assert (result.code != 0, "Traceback" in result.errors) == (True, False)


def test_without_room_for_the_cache_it_runs_and_once_the_database_s_disk_is_full_it_answers_still(
    small_program: Program, tmp_path: Path
) -> None:
    """The disk of the database fills up under the running bot, and is emptied again."""
    for disk in mounted(tmp_path / "disk", "size=2m"):
        rubbish = disk / "rubbish"
        own = {"HMC_DATABASE__URL": f"sqlite:///{disk / 'a.db'}", "HMC_KNOWLEDGE__CACHE": "/proc/no-cache"}
        with Running(small_program.with_settings(**own)) as server:
            address = server.address()
            fill(rubbish)

            answers = [asked(address) for _ in range(30)]
            refused = server.until(re.compile("journal_failed").search)
            rubbish.unlink()
            after = [asked(address) for _ in range(3)]

            assert refused
            assert "Không lưu tạm được chỉ mục ở /proc/no-cache" in server.output
        assert [answer["procedure"] for answer in answers] == ["1.001193"] * 30
        with closing(sqlite3.connect(disk / "a.db")) as database:
            [written] = database.execute("SELECT count(*) FROM asked_question").fetchone()
        assert len(after) <= written < len(after) + len(answers)


def fill(file: Path) -> None:
    with file.open("wb", buffering=0) as rubbish:
        try:
            while True:
                rubbish.write(b"x" * 1024)
        except OSError:
            return


def asked(address: str) -> dict[str, object]:
    answer = httpx.post(f"{address}/api/v1/messages", json={"text": "mã 1.001193"}, trust_env=False, timeout=30)
    answer.raise_for_status()
    found: dict[str, object] = answer.json()
    return found


def test_a_database_server_that_goes_away_stops_no_answer_and_is_used_again(
    small_program: Program, postgres: Any
) -> None:
    with Running(small_program.with_settings(HMC_DATABASE__URL=postgres.get_uri())) as server:
        address = server.address()
        postgres.stop()
        try:
            answers = [asked(address)["procedure"] for _ in range(3)]
            state = httpx.get(f"{address}/readyz", trust_env=False, timeout=30).status_code
        finally:
            postgres.start()
        again = asked(address)["procedure"]
        after = httpx.get(f"{address}/readyz", trust_env=False, timeout=30).status_code

    assert (answers, again) == (["1.001193"] * 3, "1.001193")
    assert (state, after) == (503, 200)
    with psycopg.connect(postgres.get_uri()) as session:
        [written] = session.execute("SELECT count(*) FROM asked_question").fetchone() or (0,)
    assert written == 1
