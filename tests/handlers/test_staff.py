from typing import Any

import pytest

from bot.answers.choices import PAGE
from bot.conversation import Outcome
from bot.office.reach_wording import FIGURES
from bot.operations import days
from bot.services import Services
from bot.sharing import wording
from bot.storage.reach import Event, Happened
from tests.handlers.officials import OFFICE, Official, desks, link
from tests.handlers.talk import Talk, shown

CHANNELS = pytest.mark.parametrize("channel", ["telegram", "zalo_bot", "zalo_oa"])


async def newcomer(services: Services, channel: str = "telegram") -> Official:
    """Somebody linked who sits at no desk; `desk` is one that is open."""
    await link(services, "minh", channel=channel)
    return Official(services, await desks(services).register("Quầy 5", OFFICE, "", "minh"), "minh", channel)


async def count(services: Services, desk: str, **events: int) -> None:
    assert services.outreach
    day = days.today()
    await services.outreach.reach.add(
        Happened(day, desk, "1.001193", Event(event)) for event, times in events.items() for _ in range(times)
    )


@CHANNELS
async def test_an_official_sits_down_at_a_desk(staffed: Services, channel: str) -> None:
    person = await newcomer(staffed, channel)

    reply = await person.say(f"/quay {person.desk.number}")

    said = wording.SITS.format(desk=person.desk.full_name, number=person.desk.number)
    assert (reply.outcome, reply.blocks[0].text) == (Outcome.OFFICE, said)
    assert await person.sits_at() == person.desk.number
    assert shown(await person.say("/quay")) == shown(reply)


async def test_it_is_written_down_who_sat_down_where(staffed: Services) -> None:
    person = await newcomer(staffed)
    await person.say(f"/quay k{person.desk.number}")

    assert staffed.admin
    [entry] = await staffed.admin.audit.latest(1)
    assert (entry.who, entry.action, entry.detail) == ("minh", "sit_at", person.desk.number)


async def test_who_sits_nowhere_chooses_from_the_open_desks(staffed: Services) -> None:
    person = await newcomer(staffed)
    closed = await desks(staffed).register("Quầy 6", OFFICE, "", "minh")
    await desks(staffed).close(closed.number)

    asked = await person.say("/quay")

    assert asked.blocks[0].text == f"{wording.SIT_FIRST} {wording.WHICH_DESK}"
    number, name = person.desk.number, person.desk.full_name
    assert [choice.label for choice in asked.choices] == [wording.DESK.format(desk=name, number=number)]
    assert shown(await person.say("1")).startswith(wording.SITS.format(desk=name, number=number))
    assert await person.sits_at() == number


async def test_of_many_desks_the_first_are_listed_and_the_rest_can_be_typed(staffed: Services) -> None:
    person = await newcomer(staffed)
    for number in range(10, 10 + PAGE):
        await desks(staffed).register(f"Quầy {number}", OFFICE, "", "minh")

    asked = await person.say("/quay")

    assert len(asked.choices) == PAGE
    assert wording.MORE_DESKS.format(count=1) in shown(asked)


@pytest.mark.parametrize("said", ["999", "0999", "quầy 5", "x" * 500, "k99999"])
async def test_a_number_that_is_none_is_told_with_the_desks_there_are(official: Official, said: str) -> None:
    reply = await official.say(f"/quay {said}")

    assert reply.blocks[0].text.startswith(wording.NO_SUCH_DESK.format(number=said[:3])[:20])
    assert len(reply.choices) == 1
    assert len(reply.blocks[0].text) < 200
    assert await official.sits_at() == official.desk.number


async def test_a_closed_desk_is_told(official: Official) -> None:
    other = await desks(official.services).register("Quầy 9", OFFICE, "", "lan")
    await desks(official.services).close(other.number)

    reply = await official.say(f"/quay {other.number}")

    assert reply.blocks[0].text.startswith(wording.DESK_CLOSED.format(desk=other.full_name, number=other.number))
    assert await official.sits_at() == official.desk.number


async def test_without_desks_it_is_told_where_they_are_registered(staffed: Services) -> None:
    await link(staffed, "minh")
    person = Official(staffed, (await desks(staffed).register("Quầy 1", OFFICE, "", "minh")), "minh")
    await desks(staffed).close(person.desk.number)

    assert wording.NO_DESKS in shown(await person.say("/quay"))


@CHANNELS
async def test_today_s_figures_are_those_of_the_own_desk(staffed: Services, channel: str) -> None:
    person = await newcomer(staffed, channel)
    await person.say(f"/quay {person.desk.number}")
    await count(staffed, person.desk.number, scan=3, conversation=2, question=5, told=1, tap=4)
    await count(staffed, "1000", scan=100)

    reply = await person.say("/homnay")

    assert reply.outcome is Outcome.OFFICE
    assert reply.blocks[0].text == wording.TODAY.format(desk=person.desk.full_name)
    told = [(block.label, block.text) for block in reply.blocks[1:]]
    assert told == list(zip(FIGURES, ["3", "2", "5", "1", "4"], strict=True))


async def test_a_day_without_anybody_says_what_to_do(official: Official) -> None:
    reply = await official.say("/homnay")

    assert [block.text for block in reply.blocks[1:]] == ["0"] * len(FIGURES) + [wording.NOBODY_YET]


async def test_figures_need_a_desk(staffed: Services) -> None:
    person = await newcomer(staffed)

    reply = await person.say("/homnay")

    assert reply.blocks[0].text.startswith(wording.SIT_FIRST)
    assert reply.choices


@pytest.mark.parametrize("text", ["/homnay", "/quay", "/quay 4072"])
async def test_who_is_not_linked_is_told_how(staffed: Services, text: str) -> None:
    reply = await Talk(staffed.snapshot, staffed).say(text)

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.CHITCHAT, wording.LINK_FIRST)


async def test_a_forged_choice_of_a_desk_seats_nobody(official: Official) -> None:
    reply = await Talk(official.services.snapshot, official.services).choose(f"seat:{official.desk.number}")

    assert reply.blocks[0].text == wording.LINK_FIRST


async def test_an_official_s_business_is_not_written_down_or_counted(official: Official) -> None:
    for text in ("/homnay", "/quay", f"/quay {official.desk.number}"):
        await official.say(text)

    journal: Any = official.services.journal
    assert await journal.latest() == []
    assert official.services.outreach
    assert await official.services.outreach.reach.between(days.today(), days.today()) == []
