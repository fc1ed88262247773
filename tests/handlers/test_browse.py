import pytest

from bot.answers import wording
from bot.answers.choices import PAGE
from bot.conversation import Outcome
from bot.services import Services, Snapshot
from tests.handlers.talk import Talk


async def every_list(talk: Talk, start: str) -> int:
    """Open every page that can be reached from `start` within a few taps; return how many."""
    seen: set[str] = set()
    waiting = [start]
    while waiting and len(seen) < 400:
        value = waiting.pop()
        if value in seen:
            continue
        seen.add(value)
        reply = await talk.choose(value)
        assert reply.outcome in (Outcome.CLARIFY, Outcome.ANSWER), value
        assert len(reply.choices) <= PAGE + 3, value
        waiting += [choice.value for choice in reply.choices if choice.value.startswith(("b:", "e:"))]
    return len(seen)


async def test_every_list_and_page_can_be_opened(snapshot: Snapshot) -> None:
    assert await every_list(Talk(snapshot), "b:") == 400


async def test_from_a_field_to_an_answer(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    ways = await talk.say("danh mục")
    assert [choice.label for choice in ways.choices][:2] == [wording.BROWSE_EVENTS, wording.BROWSE_FIELDS]

    fields = await talk.choose(ways.choices[1].value)
    procedures = await talk.choose(fields.choices[0].value)
    answer = await talk.choose(procedures.choices[0].value)

    assert answer.outcome is Outcome.ANSWER


@pytest.mark.parametrize(
    "value",
    [
        "b:x", "b:events", "b:events.x", "b:events.99", "b:events.-1", "b:in.all", "b:in.nothing.0", "b:in.o-nowhere.0",
        "b:of.all.9999.0", "b:of.all.0.99", "b:offices.9", "b:levels.7", "b:top.1.2.3.4", "e:nothing", "e:",
    ],
)  # fmt: skip
async def test_a_forged_page_gets_a_kind_way_on(snapshot: Snapshot, value: str) -> None:
    reply = await Talk(snapshot).choose(value)

    assert reply.outcome in (Outcome.REFUSE, Outcome.CLARIFY)
    assert reply.blocks[0].text in (wording.NO_SUCH_CHOICE, wording.BROWSE_NOTHING_ASKED)


async def test_what_is_asked_most_comes_first(snapshot: Snapshot, services: Services) -> None:
    talk = Talk(snapshot, services)
    for question in ("làm giấy độc thân", "đăng ký kết hôn", "làm giấy độc thân"):
        await talk.say(question)

    reply = await talk.choose("b:top")

    assert [choice.value for choice in reply.choices] == ["p:1.004873", "p:1.000894"]


async def test_when_nothing_was_asked_other_ways_are_shown(snapshot: Snapshot) -> None:
    reply = await Talk(snapshot).choose("b:top")

    assert reply.blocks[0].text == wording.BROWSE_NOTHING_ASKED
    assert reply.choices
