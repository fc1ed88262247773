import pytest
from hypothesis import given, settings

from bot.answers import wording
from bot.conversation import Turn
from bot.dialogue import Dialogue
from bot.services import Services, Snapshot
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from handlers.commands import command
from tests.handlers.messages import any_message
from tests.handlers.talk import Talk, shown


@pytest.fixture
def talk(snapshot: Snapshot) -> Talk:
    return Talk(snapshot)


@pytest.mark.parametrize(
    "text",
    [
        "/start",
        "/help",
        "/batdau",
        "/trogiup",
        "/tro_giup",
        "/START",
        "  /start  ",
        "/start qr-kon-tum",
        "/start@hoimotcua_bot",
        "/start\nxin chào",
    ],
)
async def test_commands_ask_for_the_welcome(talk: Talk, text: str) -> None:
    assert shown(await talk.say(text)).startswith(wording.WELCOME)


@pytest.mark.parametrize(
    "text", ["", "start", "/", "/startup", "/stop", "khai sinh /start", "//start", "khai sinh", "/int khai sinh"]
)
async def test_anything_else_is_no_command(talk: Talk, text: str) -> None:
    assert await command(Turn("test", text), Dialogue(), talk.services) is None


@given(text=any_message)
@settings(deadline=None)
async def test_any_message_is_a_command_or_not_whatever_stands_around_it(snapshot: Snapshot, text: str) -> None:
    services = Services(snapshot, NoJournal(), MemoryDialogues())

    step, spaced = [await command(Turn("test", each), Dialogue(), services) for each in (text, f" {text} ")]

    assert (step is None) == (spaced is None)
