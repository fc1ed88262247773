import pytest

from bot.answers import wording
from bot.services import Snapshot
from tests.handlers.talk import Talk, shown

BIRTH = "1.001193"


@pytest.fixture
def talk(snapshot: Snapshot) -> Talk:
    return Talk(snapshot)


@pytest.mark.parametrize("text", ["/help", "/trogiup", "/tro_giup"])
async def test_help_names_the_commands(talk: Talk, text: str) -> None:
    assert wording.HELP_COMMANDS in shown(await talk.say(text))


async def test_where_to_file_what_is_talked_about(talk: Talk) -> None:
    await talk.say("đăng ký khai sinh gửi bưu điện được không")

    reply = await talk.say("/noinop")

    assert (reply.procedure, reply.aspects) == (BIRTH, ("where",))


async def test_where_to_file_what_is_named(talk: Talk) -> None:
    reply = await talk.say("/noinop đăng ký khai sinh")

    assert (reply.procedure, reply.aspects) == (BIRTH, ("where",))


async def test_where_to_file_nothing_yet_is_asked_back(talk: Talk) -> None:
    assert shown(await talk.say("/noinop")).startswith(wording.WHERE_WHICH)
