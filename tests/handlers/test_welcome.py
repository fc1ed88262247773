import pytest
from hypothesis import given

from bot.answers import wording
from bot.dialogue import Dialogue
from bot.services import Services, Snapshot
from bot.sharing.links import Addresses
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from handlers.welcome import command
from tests.handlers.messages import any_message
from tests.handlers.talk import Talk, shown

BIRTH = "1.001193"
ADDRESSES = Addresses("https://hoi.kontum.test", "https://t.me/hoimotcua_bot")


@pytest.fixture
def talk(snapshot: Snapshot) -> Talk:
    return Talk(snapshot, Services(snapshot, NoJournal(), MemoryDialogues(), addresses=ADDRESSES))


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


@pytest.mark.parametrize("text", ["", "start", "/", "/startup", "/stop", "khai sinh /start", "//start", "khai sinh"])
def test_anything_else_is_no_command(talk: Talk, text: str) -> None:
    assert command(text, Dialogue(), talk.services) is None


@given(any_message)
def test_any_message_is_a_command_or_not_whatever_stands_around_it(snapshot: Snapshot, text: str) -> None:
    services = Services(snapshot, NoJournal(), MemoryDialogues())

    step, spaced = (command(each, Dialogue(), services) for each in (text, f" {text} "))

    assert (step is None) == (spaced is None)


async def test_a_deep_link_leads_to_its_procedure(talk: Talk) -> None:
    assert (await talk.say("/start p_1_001193")).procedure == BIRTH


@pytest.mark.parametrize("payload", ["p_9_999999", "p_1_00119", "abc", "-", "p_1_001193x", "a" * 64])
async def test_an_unknown_deep_link_gets_a_kind_word_with_the_welcome(talk: Talk, payload: str) -> None:
    said = shown(await talk.say(f"/start {payload}"))

    assert said.startswith(wording.WELCOME)
    assert wording.START_UNKNOWN in said


async def test_what_is_no_payload_is_greeted_without_it(talk: Talk) -> None:
    assert wording.START_UNKNOWN not in shown(await talk.say("/start xin chào"))


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


@pytest.mark.parametrize("texts", [("1.001193", "/chiase"), ("/chiase 1.001193",)])
async def test_links_to_what_is_talked_about_or_named_can_be_passed_on(talk: Talk, texts: tuple[str, ...]) -> None:
    said = [shown(await talk.say(text)) for text in texts][-1]

    assert "https://hoi.kontum.test/p/1.001193" in said
    assert "https://t.me/hoimotcua_bot?start=p_1_001193" in said


async def test_the_conversation_goes_on_about_what_was_shared(talk: Talk) -> None:
    await talk.say("/chiase 1.001193")

    assert (await talk.say("/noinop")).procedure == BIRTH


async def test_what_to_share_is_asked_where_nothing_is_talked_about(talk: Talk) -> None:
    assert shown(await talk.say("/chiase")).startswith(wording.SHARE_WHICH)


async def test_what_may_be_several_is_asked_back_before_it_is_shared(talk: Talk) -> None:
    reply = await talk.say("/chiase đất đai")

    assert len(reply.choices) > 1
