import asyncio
import json
from collections.abc import Callable
from typing import cast

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answers import replies, wording
from bot.channels.channel import Handle
from bot.channels.deliveries import Deliveries, Message
from bot.channels.gate import CARDS_PER_MINUTE, Gate
from bot.channels.telegram.sending import messages as on_telegram
from bot.channels.text_menu import texts as on_zalo_bot
from bot.channels.zalo_oa.messages import messages as on_zalo_oa
from bot.conversation import Fate, Reply, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services, Snapshot
from bot.settings import MessengerSettings
from bot.sharing.links import Addresses
from bot.storage.allowances import MemoryAllowances
from bot.storage.audit import Audit
from bot.storage.dialogues import MemoryDialogues
from bot.storage.inbox import Inbox
from bot.storage.journal import NoJournal
from bot.storage.switches import Switches
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.clock import Clock

SITE = "https://hoi.example.vn"


@pytest.fixture
def switches(engine: AsyncEngine) -> Switches:
    return Switches(engine, Audit(engine), known_seconds=0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Handling:
    """Answers, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, turn: Turn) -> Reply:
        self.asked.append(turn.text or turn.choice or turn.unread)
        return replies.plain(f"Trả lời {self.asked[-1]}")


@pytest.fixture
def handling() -> Handling:
    return Handling()


@pytest.fixture
def gate_of(handling: Handling, clock: Clock, switches: Switches) -> Callable[..., Gate]:
    services = Services(
        cast("Snapshot", None),  # a gate asks nothing of the knowledge base
        NoJournal(),
        MemoryDialogues(),
        addresses=Addresses(web=SITE),
        allowances=MemoryAllowances(clock),
        switches=switches,
    )

    def make(handle: Handle = handling, *, person: int = 20, everybody: int = 0) -> Gate:
        return Gate(handle, services, MessengerSettings(person_per_minute=person, all_per_minute=everybody))

    return make


def said_by(person: str, text: str = "khai sinh", channel: str = "telegram") -> Turn:
    return Turn(channel, text, person=person)


async def heard(gate: Gate, *turns: Turn) -> list[str]:
    """Return what is written back to each turn, "" for silence."""
    return [" ".join(block.text for block in (await gate(turn)).blocks) for turn in turns]


async def test_who_writes_as_people_do_never_notices(gate_of: Callable[..., Gate], clock: Clock) -> None:
    gate, said = gate_of(), []
    for number in range(60):  # three at once, then a pause of ten seconds
        clock.seconds += 10 if number % 3 == 0 else 0
        said += await heard(gate, said_by("lan", str(number)))

    assert said == [f"Trả lời {number}" for number in range(60)]


async def test_a_flood_is_told_once_and_then_taken_in_silence(
    gate_of: Callable[..., Gate], handling: Handling, logs: Logs
) -> None:
    said = await heard(gate_of(), *(said_by("lan", str(number)) for number in range(500)))

    assert said[20] == wording.TOO_FAST
    assert set(said[21:]) == {""}
    assert len(handling.asked) == 20
    assert [entry["event"] for entry in logs] == ["limit_refused"] * 480


async def test_after_the_minute_that_the_notice_names_all_is_as_before(
    gate_of: Callable[..., Gate], clock: Clock
) -> None:
    gate = gate_of()
    await heard(gate, *[said_by("lan")] * 100)

    clock.seconds += 60

    assert await heard(gate, *[said_by("lan", "mới")] * 20) == ["Trả lời mới"] * 20


async def test_taps_and_pictures_count_as_messages_do(gate_of: Callable[..., Gate], handling: Handling) -> None:
    turns = [
        Turn("telegram", choice="p:1.001193", person="lan"),
        Turn("telegram", unread=wording.TEXT_ONLY, person="lan"),
    ]

    said = await heard(gate_of(person=2), *turns, *turns)

    assert said[2:] == [wording.TOO_FAST, ""]
    assert handling.asked == ["p:1.001193", wording.TEXT_ONLY]


async def test_another_person_or_the_same_number_on_another_channel_is_not_meant(gate_of: Callable[..., Gate]) -> None:
    gate = gate_of(person=1)
    await heard(gate, said_by("lan"))

    assert await heard(gate, said_by("minh", "a"), said_by("lan", "b", "zalo_oa")) == ["Trả lời a", "Trả lời b"]


async def test_everybody_together_has_a_limit_too(gate_of: Callable[..., Gate]) -> None:
    said = await heard(gate_of(person=0, everybody=2), *(said_by(person, "a") for person in "abcc"))

    assert said == ["Trả lời a", "Trả lời a", wording.BUSY, ""]


async def test_without_limits_everything_is_answered(gate_of: Callable[..., Gate]) -> None:
    assert set(await heard(gate_of(person=0), *[said_by("lan", "a")] * 200)) == {"Trả lời a"}


def test_of_a_silent_reply_no_channel_sends_anything() -> None:
    reply = replies.silence()

    assert [on_telegram(reply, 1, 2), on_zalo_bot(reply, 2000), on_zalo_oa(reply, buttons=True)] == [[], [], []]


async def test_a_flood_does_not_slow_another_person(
    engine: AsyncEngine, gate_of: Callable[..., Gate], handling: Handling
) -> None:
    inbox, gate = Inbox(engine, Pseudonyms(b"key")), gate_of()

    async def answer(payload: str) -> list[Message]:
        said = json.loads(payload)
        reply = await gate(said_by(said["person"], said["text"]))
        return [{"person": said["person"], "text": block.text} for block in reply.blocks]

    sent: list[str] = []

    async def send(message: Message) -> Fate:
        sent.append(message["person"])
        return Fate.SENT

    for number in range(500):
        await inbox.put("telegram", str(number), json.dumps({"person": "flood", "text": str(number)}), "flood")
    await inbox.put("telegram", "lan", json.dumps({"person": "lan", "text": "khai sinh"}), "lan")
    stop = asyncio.Event()
    working = asyncio.create_task(Deliveries(inbox, "telegram", answer, send).run(stop))
    await eventually(lambda: len(sent) >= 22)
    stop.set()
    await working

    assert handling.asked.index("khai sinh") <= 1
    assert sent.index("lan") <= 2
    assert len(sent) == 22  # twenty answers and a notice to the one, an answer to the other


async def test_while_a_channel_is_off_each_person_is_told_once_an_hour_and_nothing_is_handled(
    gate_of: Callable[..., Gate], handling: Handling, switches: Switches, clock: Clock, logs: Logs
) -> None:
    gate = gate_of()
    await switches.turn_off("telegram", "lan", "trả lời sai")

    said = await heard(gate, said_by("a"), said_by("a"), said_by("b"))
    clock.seconds += 3600
    later = await heard(gate, said_by("a"))

    told = f"{wording.CHANNEL_OFF} {wording.CHANNEL_OFF_SITE.format(site=SITE)}"
    assert said == [told, "", told]
    assert later == [told]
    assert handling.asked == []
    assert [entry["event"] for entry in logs].count("channel_off") == 4


async def test_the_web_chat_is_not_named_while_it_is_off_too(gate_of: Callable[..., Gate], switches: Switches) -> None:
    for channel in ("web", "zalo_oa"):
        await switches.turn_off(channel, "lan", "bảo trì")

    assert await heard(gate_of(), said_by("a", channel="zalo_oa")) == [
        f"{wording.CHANNEL_OFF} {wording.CHANNEL_OFF_CALL}"
    ]


async def test_other_channels_go_on_and_the_channel_itself_once_it_is_on_again(
    gate_of: Callable[..., Gate], switches: Switches
) -> None:
    gate = gate_of()
    await switches.turn_off("telegram", "lan", "trả lời sai")
    elsewhere = await heard(gate, said_by("a", "x", "zalo_bot"))
    await switches.turn_on("telegram", "lan")

    assert elsewhere == ["Trả lời x"]
    assert await heard(gate, said_by("a", "y")) == ["Trả lời y"]


@pytest.mark.parametrize("text", ["xóa dữ liệu của tôi", "/xoa_du_lieu", "Xoá dữ liệu"])
async def test_who_wants_to_be_forgotten_is_heard_while_the_channel_is_off(
    gate_of: Callable[..., Gate], switches: Switches, text: str
) -> None:
    await switches.turn_off("telegram", "lan", "trả lời sai")

    assert await heard(gate_of(), said_by("a", text)) == [f"Trả lời {text}"]


async def test_cards_are_offered_neither_while_the_channel_is_off_nor_to_a_flood(
    gate_of: Callable[..., Gate], switches: Switches
) -> None:
    gate = gate_of()
    offered = [await gate.may_look("telegram", "lan") for _ in range(CARDS_PER_MINUTE + 2)]
    await switches.turn_off("telegram", "lan", "trả lời sai")

    assert offered == [True] * CARDS_PER_MINUTE + [False] * 2
    assert not await gate.may_look("telegram", "minh")
