from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answers import wording
from bot.conversation import Outcome
from bot.services import Services
from tests.handlers.talk import Talk, shown
from tests.office.withdrawing import withdrawn_services
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with withdrawn_services(tmp_path) as services:
        yield services


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services.snapshot, services)


@pytest.mark.parametrize(
    "said",
    [
        "/start p_1_004746",
        "/start p_1_004746_k_4072",
        "k4072 1.004746",
        MARRIAGE_AGAIN,
        f"{MARRIAGE_AGAIN}.000.00.00.H34 nộp ở đâu",
        f"/chiase {MARRIAGE_AGAIN}",
    ],
)
async def test_however_it_is_named_its_title_is_told_and_what_is_like_it_offered(talk: Talk, said: str) -> None:
    reply = await talk.say(said)

    lead = wording.WITHDRAWN.format(title="Đăng ký lại kết hôn", code=MARRIAGE_AGAIN)
    assert shown(reply).startswith(lead)
    assert reply.outcome is Outcome.CLARIFY
    assert [choice.label for choice in reply.choices][::2] == ["Đăng ký kết hôn", wording.NONE_OF_THESE]


async def test_one_of_those_like_it_can_be_chosen(talk: Talk) -> None:
    await talk.say("/start p_1_004746")

    assert (await talk.say("1")).procedure == MARRIAGE


async def test_links_to_what_is_like_it_can_be_chosen(talk: Talk) -> None:
    await talk.say(f"/chiase {MARRIAGE_AGAIN}")

    assert "Đăng ký kết hôn" in shown(await talk.say("1"))
    assert talk.last
    assert talk.last.procedure is None


async def test_where_nothing_is_like_it_other_ways_are_told(talk: Talk) -> None:
    reply = await talk.say("/start p_2_000408")

    assert shown(reply).startswith(wording.WITHDRAWN.format(title="Cấp thẻ căn cước", code=ID_CARD))
    assert wording.REFUSE_PERSON in shown(reply)
    assert not reply.choices


async def test_the_conversation_is_no_longer_about_what_was_talked_about_before(talk: Talk) -> None:
    await talk.say(BIRTH)
    await talk.say(MARRIAGE_AGAIN)

    assert (await talk.say("/noinop")).procedure is None


async def test_what_never_was_is_told_as_before(talk: Talk) -> None:
    assert shown(await talk.say("9.999999")).startswith(wording.NO_SUCH_CODE.format(code="9.999999"))
    assert wording.START_UNKNOWN in shown(await talk.say("/start p_9_999999"))


async def test_what_is_still_there_is_answered(talk: Talk) -> None:
    assert (await talk.say(BIRTH)).procedure == BIRTH
