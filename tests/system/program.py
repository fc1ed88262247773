"""The program as its users start it: a process of its own, spoken to by arguments, streams, signals and HTTP."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from typer.testing import CliRunner

from bot.cli import app
from tests.environment import logging_as_before, program_environment

START = (sys.executable, "-P", "-m", "bot")
DEADLINE_SECONDS = 180
_ADDRESS = re.compile(r"^Mở trình duyệt: (http://\S+)  \(dừng: Ctrl\+C\)$", re.MULTILINE)


@dataclass(frozen=True)
class Program:
    """The program under one set of settings, started from `folder`."""

    settings: dict[str, str]
    folder: Path

    def ask_of(self, *arguments: str, stdin: bytes = b"", **environment: str) -> "Finished":
        """Run a command to its end; `environment` is set on top of the settings."""
        done = subprocess.run(  # noqa: S603
            [*START, *arguments],
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env=program_environment(self.settings) | environment,
            timeout=DEADLINE_SECONDS,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    def do(self, *arguments: str) -> "Finished":
        """Run a command to its end in this process, which saves its start: for what *other* processes make of it."""
        nothing_of_callers = dict.fromkeys(os.environ)
        with logging_as_before():
            done = CliRunner().invoke(app, arguments, env=nothing_of_callers | program_environment(self.settings))
        return Finished(done.exit_code, done.stdout, done.stderr)

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a command, for the caller to talk to, to wait for or to kill."""
        return subprocess.Popen(  # noqa: S603
            [*START, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=program_environment(self.settings),
        )

    def with_settings(self, **settings: str) -> "Program":
        """Return the same program under other settings."""
        return Program(self.settings | settings, self.folder)


@dataclass(frozen=True)
class Finished:
    """How a command ended and what it wrote."""

    code: int
    output: str
    errors: str


class Running:
    """`run`, until the block ends; what it writes is collected."""

    def __init__(self, program: Program, *options: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [*START, "run", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=program.folder,
            env=program_environment(program.settings),
        )
        self._lines: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        """Give the running program."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """End it, whatever happened."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()

    @property
    def output(self) -> str:
        """What it has written so far."""
        return "".join(self._lines)

    def address(self) -> str:
        """Return the address it tells, once it does."""
        return self.until(_ADDRESS.search)[1]

    def until(self, find: Callable[[str], re.Match[str] | None]) -> re.Match[str]:
        """Return what `find` finds in the output, once it is there."""
        end = monotonic() + DEADLINE_SECONDS
        while monotonic() < end:
            if found := find(self.output):
                return found
            if self._process.poll() is not None and not self._reader.is_alive():
                break
            sleep(0.02)
        raise AssertionError(f"not found in the output:\n{self.output}")

    def stop(self, number: signal.Signals) -> int:
        """Send a signal, wait for the end and return the exit code."""
        self._process.send_signal(number)
        code = self._process.wait(DEADLINE_SECONDS)
        self._reader.join(DEADLINE_SECONDS)
        return code

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._lines.append(line.decode())
