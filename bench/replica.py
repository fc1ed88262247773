"""Start time, memory and database connections of one process of the bot, over the real procedures and copies of them.

    python -m bench.replica [--sizes 2933 19000] [--database postgresql://…]
    python -m bench.replica --index 100000

The copies are the real rows with three noise words in the title. The second start finds the index of the first;
`computing` is its processor time, which says more than seconds on a busy machine. Memory is that of the process
after it has answered; Linux only. `--index` measures knowledge and search alone, also where a file of procedures
would be larger than the bot takes.
"""

import argparse
import csv
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from rich.console import Console
from rich.table import Table

from bench.compare import enlarged, this_project
from bot.knowledge.reading import load_knowledge
from bot.settings import ROOT

QUESTIONS = ("đăng ký khai sinh nộp ở đâu", "làm lại thẻ căn cước", "xin giấy phép xây dựng nhà ở", "giấy độc thân")
ROUNDS = 50
_ADDRESS = re.compile(r"Mở trình duyệt: (http://\S+) ")


def enlarge(folder: Path, size: int) -> None:
    """Add noisy copies of procedures to the knowledge files in `folder`, up to `size`."""
    file = folder / "procedures.csv"
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    chance, real = random.Random(0), len(rows)
    words = sorted({word for row in rows for word in row["title"].split()})
    for number in range(real, size):
        row = dict(rows[number % real], code=f"4.{number:06}", aliases="")
        row["title"] = " ".join([row["title"], *chance.sample(words, 3)])
        rows.append(row)
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def running(folder: Path, database: str) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """Run the bot over `folder`/knowledge; give the process, its address, and the seconds until it listened."""
    own = {
        "HMC_KNOWLEDGE__FOLDER": str(folder / "knowledge"),
        "HMC_KNOWLEDGE__CACHE": str(folder / "index"),
        "HMC_DATABASE__URL": database or f"sqlite:///{folder / 'bot.db'}",
        "HMC_PRIVACY__PERSON_KEY": "bench",
        "HMC_WEB__PORT": "0",
        "HMC_WEB__SESSION_PER_MINUTE": "0",
        "HMC_WEB__ADDRESS_PER_MINUTE": "0",
    }
    start = time.perf_counter()
    command, environment = [sys.executable, "-m", "bot", "run"], os.environ | own
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        said, found = "", None
        for line in process.stderr or ():
            said += line
            if found := _ADDRESS.search(line):
                break
        if not found:
            raise SystemExit(f"the bot did not start:\n{said}")
        yield process, found[1], time.perf_counter() - start
        process.terminate()


def megabytes(process: int, what: str) -> int:
    """Return `VmRSS` (now) or `VmHWM` (at most so far) of a process."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    [kilobytes] = re.findall(rf"^{what}:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) // 1024


def processor_seconds(process: subprocess.Popen[str]) -> float:
    """Return what a process has computed so far, which other programs on the machine do not lengthen."""
    spent = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def ask(address: str) -> None:
    """Put all questions several times, so that whatever is made at the first use is there."""
    with httpx.Client(trust_env=False, timeout=60) as client:
        for question in QUESTIONS * ROUNDS:
            client.cookies.clear()
            client.post(f"{address}/api/v1/messages", json={"text": question}).raise_for_status()


def index_alone(size: int) -> None:
    """Build the search over so many procedures in this process, ask it, and print what it took."""
    knowledge = enlarged(load_knowledge(ROOT / "knowledge"), size)
    start = time.process_time()
    find = this_project(knowledge)
    built = time.process_time() - start
    for question in QUESTIONS:
        find(question)
    memory = {what: megabytes(os.getpid(), what) for what in ("VmRSS", "VmHWM")}
    print(f"{size:,} procedures: built in {built:.0f} s of processor time here, {memory} MB")


def replica(size: int, database: str) -> list[str]:
    """Start a replica over so many procedures twice; return the cells of its row."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(ROOT / "knowledge", folder / "knowledge")
        enlarge(folder / "knowledge", size)
        with running(folder, database) as (_, _, first):
            pass
        with running(folder, database) as (process, address, later):
            computing = processor_seconds(process)
            ask(address)
            memory = [str(megabytes(process.pid, what)) for what in ("VmRSS", "VmHWM")]
    return [f"{size:,}", f"{first:.1f}", f"{later:.1f}", f"{computing:.1f}", *memory]


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2933, 19_000])
    parser.add_argument("--database", default="")
    parser.add_argument("--index", type=int)
    arguments = parser.parse_args()
    if arguments.index:
        index_alone(arguments.index)
        return
    table = Table("procedures", "first start s", "later start s", "computing s", "memory MB", "at most MB")
    for size in arguments.sizes:
        table.add_row(*replica(size, arguments.database))
    Console().print(table)


if __name__ == "__main__":
    main()
