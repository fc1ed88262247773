import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from bot.storage.audit import Audit
from bot.storage.database import open_database
from bot.storage.switches import CHANNELS, LONGEST_REASON, SwitchError, Switches


@pytest.fixture
def audit(engine: AsyncEngine) -> Audit:
    return Audit(engine)


@pytest.fixture
def switches(engine: AsyncEngine, audit: Audit) -> Switches:
    return Switches(engine, audit)


async def log(audit: Audit) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.action, entry.detail) for entry in reversed(await audit.latest(10))]


async def test_a_channel_is_on_until_somebody_switches_it_off(switches: Switches) -> None:
    before = [await switches.is_off(channel) for channel in CHANNELS]
    await switches.turn_off("telegram", "lan", " trả lời  sai ")

    assert before == [False] * 4
    assert [channel for channel in CHANNELS if await switches.is_off(channel)] == ["telegram"]
    off = (await switches.off())["telegram"]
    assert (off.by, off.reason) == ("lan", "trả lời sai")


async def test_a_channel_that_is_off_keeps_its_moment_when_the_reason_changes(switches: Switches) -> None:
    await switches.turn_off("web", "lan", "một")
    first = (await switches.off())["web"]
    await switches.turn_off("web", "minh", "hai")

    second = (await switches.off())["web"]
    assert (second.since, second.by, second.reason) == (first.since, "minh", "hai")


async def test_all_is_written_down_but_what_changes_nothing(switches: Switches, audit: Audit) -> None:
    await switches.turn_on("zalo_oa", "lan")
    await switches.turn_off("zalo_oa", "lan", "bảo trì")
    await switches.turn_on("zalo_oa", "minh")
    await switches.turn_on("zalo_oa", "minh")

    assert not await switches.is_off("zalo_oa")
    assert await log(audit) == [("lan", "channel_off", "Zalo OA: bảo trì"), ("minh", "channel_on", "Zalo OA")]


@pytest.mark.parametrize(
    ("channel", "reason", "said"),
    [
        ("zalo", "bảo trì", "Không có kênh này"),
        ("web", " \u200b", "ghi lý do"),
        ("web", "x" * (LONGEST_REASON + 1), "Lý do dài quá"),
    ],
)
async def test_what_cannot_be_is_told(switches: Switches, audit: Audit, channel: str, reason: str, said: str) -> None:
    with pytest.raises(SwitchError, match=said):
        await switches.turn_off(channel, "lan", reason)

    assert await switches.off() == {}
    assert await log(audit) == []


async def test_another_process_knows_it_once_what_it_knew_is_too_old(
    engine: AsyncEngine, switches: Switches, audit: Audit
) -> None:
    remembering, asking = Switches(engine, audit, 3600), Switches(engine, audit, 0)
    before = [await one.is_off("web") for one in (remembering, asking)]
    await switches.turn_off("web", "lan", "bảo trì")

    assert before == [False, False]
    assert [await one.is_off("web") for one in (remembering, asking)] == [False, True]


async def test_while_the_database_is_away_all_stays_as_it_was_known(switches: Switches, audit: Audit) -> None:
    await switches.turn_off("web", "lan", "bảo trì")
    losing = Switches(switches._engine, audit, 0)
    known = await losing.is_off("web")
    losing._engine = open_database("postgresql://nobody@127.0.0.1:1/nothing")

    with capture_logs() as logs:
        assert (known, await losing.is_off("web"), await losing.is_off("telegram")) == (True, True, False)
    await losing._engine.dispose()

    assert {entry["event"] for entry in logs} == {"switches_unreachable"}
