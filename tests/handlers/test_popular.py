from datetime import timedelta

from bot.operations import days
from bot.services import Services
from bot.storage.desks import Desk
from bot.storage.reach import Event, Happened
from handlers.popular import most_asked
from tests.handlers.officials import OFFICE, desks

MARRIAGE, BIRTH, POLICE, PASSPORT = "1.000894", "1.001193", "1.000656", "1.001456"


async def ask(services: Services, desk: Desk, *codes: str, days_ago: int = 0, event: Event = Event.QUESTION) -> None:
    assert services.outreach
    day = days.today() - timedelta(days_ago)
    await services.outreach.reach.add([Happened(day, desk.number, code, event) for code in codes])


async def first_codes(services: Services, desk: Desk | None, count: int) -> list[str]:
    return [procedure.code for procedure in (await most_asked(services, 10, desk))[:count]]


async def test_what_an_office_s_own_people_ask_comes_first(services: Services) -> None:
    first = await desks(services).register("Quầy 1", OFFICE, "", "lan")
    second = await desks(services).register("Quầy 2", OFFICE, "", "lan")
    other = await desks(services).register("Quầy 1", "Trung tâm Phục vụ hành chính công xã Đăk Hà", "", "lan")
    await ask(services, first, MARRIAGE, BIRTH)
    await ask(services, second, BIRTH)
    await ask(services, other, POLICE, POLICE, POLICE)

    assert await first_codes(services, second, 2) == [BIRTH, MARRIAGE]
    assert await first_codes(services, other, 1) == [POLICE]


async def test_neither_long_ago_nor_other_events_nor_withdrawn_procedures_count(services: Services) -> None:
    desk = await desks(services).register("Quầy 1", OFFICE, "", "lan")
    await ask(services, desk, POLICE, POLICE, days_ago=90)
    await ask(services, desk, MARRIAGE, MARRIAGE, event=Event.SCAN)
    await ask(services, desk, "9.999999", "9.999999", "", "", BIRTH)

    assert await first_codes(services, desk, 1) == [BIRTH]


async def test_without_any_question_the_most_common_are_taken(services: Services) -> None:
    desk = await desks(services).register("Quầy 1", OFFICE, "", "lan")

    found = await most_asked(services, 10, desk)

    assert len({procedure.code for procedure in found}) == 10
    assert found == await most_asked(services, 10)
