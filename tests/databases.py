"""SQLite files at the newest version, copied: faster than all migrations for each test; and used in one thread."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiosqlite
import pytest

from bot.storage.database import migrate
from bot.storage.together import Together, Work, _Asked


def new_database(file: Path) -> str:
    """Make `file` a database without any row, unless it is one already; return its address."""
    if not file.exists():
        file.write_bytes(_migrated())
    return f"sqlite:///{file}"


def use_in_one_thread(patch: pytest.MonkeyPatch) -> None:
    """Use databases where one stands: where one thing happens after the other, each way to a thread only costs."""

    async def at_once(_: aiosqlite.Connection, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        return function(*given, **named)

    async def settled_at_once(self: Together, steps: Sequence[tuple[str, Work[Any]]]) -> list[Any]:
        answer: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()
        self._settle([_Asked(steps, answer)])
        return await answer

    patch.setattr(aiosqlite.Connection, "_execute", at_once)
    patch.setattr(Together, "do_all", settled_at_once)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "new.db"
        migrate(f"sqlite:///{file}")
        return file.read_bytes()
