import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.office import workshop
from bot.office.workshop import WorkshopError, run
from bot.settings import ROOT
from tests.environment import program_environment
from tests.office.chores import allocate_without_end, fail, kill_oneself, say_who_and_never_end, whose


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_work_is_done_in_another_process_and_its_result_comes_back() -> None:
    process, text = run(whose, "chào")

    assert text == "chào"
    assert process != os.getpid()


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(LookupError, match="không có"):
        run(fail, "không có")


def test_work_that_takes_memory_without_end_is_ended() -> None:
    with pytest.raises(WorkshopError):
        run(allocate_without_end)


def test_work_whose_process_is_killed_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WorkshopError):
        run(kill_oneself)


def test_work_that_never_ends_is_ended_with_its_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workshop, "SECONDS", 5)

    with pytest.raises(WorkshopError):
        run(say_who_and_never_end, tmp_path / "who")

    assert not is_alive(int((tmp_path / "who").read_text()))


ENDLESS = """
import sys
from pathlib import Path
from bot.office.workshop import run
from tests.office.chores import say_who_and_never_end
if __name__ == "__main__":
    run(say_who_and_never_end, Path(sys.argv[1]))
"""
DEADLINE_SECONDS = 60


def test_work_ends_when_the_program_that_wants_it_is_killed(tmp_path: Path) -> None:
    who = tmp_path / "who"
    program = [sys.executable, "-P", "-c", ENDLESS, str(who)]
    end = time.monotonic() + DEADLINE_SECONDS
    with subprocess.Popen(program, cwd=ROOT, env=program_environment({})) as running:  # noqa: S603
        while not (who.exists() and who.read_text()) and time.monotonic() < end:
            time.sleep(0.02)
        running.kill()

    while is_alive(int(who.read_text())) and time.monotonic() < end:
        time.sleep(0.02)

    assert not is_alive(int(who.read_text()))
