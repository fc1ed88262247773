"""Work to be done aside; a module with little to import, since each process that does it imports it anew."""

import os
import signal
import time
from pathlib import Path


def whose(text: str) -> tuple[int, str]:
    return os.getpid(), text


def fail(message: str) -> None:
    raise LookupError(message)


def allocate_without_end() -> int:
    import numpy as np  # noqa: PLC0415  only here

    taken = []
    while True:
        taken.append(np.empty(64 * 1024 * 1024, np.uint8))  # addresses only: the machine has work to do


def say_who_and_never_end(said: Path) -> None:
    said.write_text(str(os.getpid()))
    while True:
        time.sleep(0.01)


def kill_oneself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
