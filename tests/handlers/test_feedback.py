import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.answers import wording
from bot.conversation import Outcome
from bot.services import Services, Snapshot
from bot.storage.journal import DatabaseJournal
from bot.storage.tables import Feedback
from tests.handlers.talk import Talk, shown


async def opinions(services: Services) -> list[tuple[str, str, str]]:
    assert isinstance(services.journal, DatabaseJournal)
    async with AsyncSession(services.journal._engine) as session:
        rows = await session.exec(select(Feedback).order_by(Feedback.id))  # type: ignore[arg-type]
        return [(row.channel, row.procedure, row.opinion) for row in rows]


@pytest.mark.parametrize("said", ["👍", "tap"])
async def test_one_tap_says_that_it_helped(snapshot: Snapshot, services: Services, said: str) -> None:
    talk = Talk(snapshot, services)
    answer = await talk.say("làm giấy độc thân")

    reply = await (talk.choose(answer.feedback[0].value) if said == "tap" else talk.say(said))

    assert shown(reply) == wording.THANKS
    assert await opinions(services) == [("test", "1.004873", "good")]


async def test_who_is_not_helped_says_why_and_is_offered_the_others(snapshot: Snapshot, services: Services) -> None:
    talk = Talk(snapshot, services)
    answer = await talk.say("làm giấy độc thân")

    why = await talk.say("👎")
    assert [choice.label for choice in why.choices] == list(wording.WHY.values())
    others = await talk.say("1")

    assert others.blocks[0].text == wording.SORRY_OTHERS
    assert others.choices[0].value == f"p:{answer.candidates[1]}"
    assert await opinions(services) == [("test", "1.004873", "bad"), ("test", "1.004873", "wrong")]


async def test_the_conversation_goes_on_as_before(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("làm giấy độc thân")
    await talk.say("👍")

    assert (await talk.say("nộp ở đâu")).procedure == "1.004873"


@pytest.mark.parametrize("value", ["good:9.999999", "bad:", "why:wrong:9.999999", "why:x:1.004873", "why:", "good"])
async def test_a_forged_opinion_is_not_written_down(snapshot: Snapshot, services: Services, value: str) -> None:
    reply = await Talk(snapshot, services).choose(value)

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.REFUSE, wording.NO_SUCH_CHOICE)
    assert await opinions(services) == []
