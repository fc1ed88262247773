"""The kill switch: channels that somebody has switched off, for every process that shares the database."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import structlog
from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.language.normalise import clean
from bot.storage.audit import Audit
from bot.storage.tables import ChannelSwitch
from bot.storage.upsert import insert_into

CHANNELS: Mapping[str, str] = MappingProxyType(
    {"web": "Trang web", "telegram": "Telegram", "zalo_bot": "Zalo Bot", "zalo_oa": "Zalo OA"}
)
"""Those that can be switched off, by the names that turns know them by, with those that people do."""
LONGEST_REASON = 200
KNOWN_SECONDS = 2.0
"""How long a process answers by what it read last: answering costs no query, and a switch is heeded so late."""
PATIENCE_SECONDS = 3.0
"""An answer of the database that takes longer counts as none."""
log = structlog.get_logger()


class SwitchError(Exception):
    """A channel cannot be switched so; the text says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Off:
    """Since when a channel is off, by whose hand and why."""

    since: datetime
    by: str
    reason: str


class Switches:
    """Keeps in the table `channel_switch` which channels are off; every change is written down in the audit log."""

    def __init__(self, engine: AsyncEngine, audit: Audit, known_seconds: float = KNOWN_SECONDS) -> None:
        self._engine = engine
        self._audit = audit
        self._known_seconds = known_seconds
        self._known: Mapping[str, Off] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def is_off(self, channel: str) -> bool:
        """Say whether a channel is off, as far as was known `KNOWN_SECONDS` ago; never raises.

        While the database is away, all stays as it was known last.
        """
        async with self._reading:  # who comes meanwhile waits for the same answer
            if time.monotonic() - self._read_at >= self._known_seconds:
                await self._read()
        return channel in self._known

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                self._known = await self.off()
        except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
            log.warning("switches_unreachable", kind=type(error).__name__)
        self._read_at = time.monotonic()

    async def off(self) -> Mapping[str, Off]:
        """Return the channels that are off now; raises SQLAlchemyError."""
        async with AsyncSession(self._engine) as session:
            rows = await session.exec(select(ChannelSwitch))
            return {row.channel: Off(row.off_at, row.off_by, row.reason) for row in rows}

    async def turn_off(self, channel: str, by: str, reason: str) -> None:
        """Switch a channel off; one that is off stays so, with the new reason. Raises SwitchError."""
        reason = clean(reason)
        _check(channel, reason)
        row = {"off_at": datetime.now(UTC), "off_by": by, "reason": reason}
        insert = insert_into(ChannelSwitch, self._engine).values(channel=channel, **row)
        change = insert.on_conflict_do_update(index_elements=["channel"], set_={"off_by": by, "reason": reason})
        async with self._engine.begin() as connection:
            await connection.execute(change)
        await self._noted(by, "channel_off", channel, f": {reason}")

    async def turn_on(self, channel: str, by: str) -> None:
        """Switch a channel on again; nothing changes where it is on. Raises SwitchError."""
        _check(channel)
        async with self._engine.begin() as connection:
            gone = await connection.execute(delete(ChannelSwitch).where(col(ChannelSwitch.channel) == channel))
        if gone.rowcount:
            await self._noted(by, "channel_on", channel)

    async def _noted(self, by: str, action: str, channel: str, why: str = "") -> None:
        self._read_at = float("-inf")
        log.warning("channel_switched", channel=channel, action=action)
        await self._audit.note(by, action, CHANNELS[channel] + why)


def _check(channel: str, reason: str = "-") -> None:
    if channel not in CHANNELS:
        raise SwitchError(f"Không có kênh này. Các kênh: {', '.join(CHANNELS.values())}.")
    if not reason:
        raise SwitchError("Anh/chị ghi lý do tạm ngừng, để người sau biết khi nào mở lại được.")
    if len(reason) > LONGEST_REASON:
        raise SwitchError(f"Lý do dài quá: nhiều nhất {LONGEST_REASON} ký tự.")
