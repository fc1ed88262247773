from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import pacing as module
from bot.channels.telegram.pacing import Bucket, Limits, Pacing


class Clock:
    """Time that passes only while somebody sleeps, one after the other."""

    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "monotonic", lambda: clock.now)
    monkeypatch.setattr(module, "sleep", clock.sleep)
    return clock


async def sent_at(pacing: Pacing, clock: Clock, chat: int, count: int) -> list[float]:
    """Return when `count` messages to one chat went out, from now."""
    begun, times = clock.now, []
    for _ in range(count):
        await pacing.turn(chat)
        times.append(round(clock.now - begun, 3))
    return times


async def test_a_chat_gets_one_a_second(clock: Clock) -> None:
    times = await sent_at(Pacing(), clock, 1, 4)

    assert [round(after - before) for before, after in pairwise(times)] == [1, 1, 1]


async def test_a_group_gets_no_more_than_twenty_in_any_minute(clock: Clock) -> None:
    times = await sent_at(Pacing(), clock, -1, 60)

    assert all(sum(start <= time < start + 60 for time in times) <= 20 for start in times)


async def test_all_chats_together_get_no_more_than_thirty_a_second(clock: Clock) -> None:
    pacing = Pacing()
    begun, times = clock.now, []
    for chat in range(90):
        await pacing.turn(chat)
        times.append(clock.now - begun)

    assert all(sum(start <= time < start + 1 for time in times) <= 31 for start in times)
    assert times[-1] < 4


async def test_a_chat_that_is_held_waits_and_no_other(clock: Clock) -> None:
    pacing = Pacing()
    pacing.hold(1, 20)

    other = await sent_at(pacing, clock, 2, 1)
    held = await sent_at(pacing, clock, 1, 1)

    assert other == [0.0]
    assert held[0] == pytest.approx(20, abs=0.1)


async def test_chats_that_have_been_silent_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY_CHATS", 10)
    pacing = Pacing(Limits(overall=0.3))

    for chat in range(100):
        await pacing.turn(chat)

    assert len(pacing._chats) <= 11


@given(st.floats(0.1, 10), st.integers(1, 5), st.lists(st.floats(0, 20), min_size=1, max_size=50))
def test_after_any_silences_no_more_go_out_than_allowed(interval: float, burst: int, gaps: list[float]) -> None:
    bucket, now, times = Bucket(interval, burst), 0.0, []
    for gap in gaps:
        now += gap
        times.append(now + bucket.reserve(now))

    for first, last in zip(times, times[burst:], strict=False):
        assert last - first >= interval - 1e-6
