from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import replies, wording
from bot.conversation import Block, Outcome, Style, Turn, plain_text
from bot.services import Services, Snapshot
from bot.storage.database import open_database
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import DatabaseJournal, NoJournal
from handlers import handle
from handlers.ask import MOST_CHARACTERS
from tests.handlers.messages import any_message
from tests.handlers.talk import Talk

BIRTH = "đăng ký khai sinh nộp ở đâu"
NOTICE = Block(Style.NOTE, replies.privacy())
Logs = list[MutableMapping[str, Any]]


@pytest.fixture
def broken(snapshot: Snapshot) -> Snapshot:
    """A snapshot whose search fails on every question."""
    reader: Any = None
    return Snapshot(snapshot.knowledge, replace(snapshot.search, reader=reader))


async def entries(services: Services) -> list[tuple[str, str]]:
    journal: Any = services.journal
    return [(entry.channel, entry.text) for entry in await journal.latest()]


@pytest.mark.parametrize(
    ("turn", "outcome"),
    [
        (Turn("web", BIRTH), Outcome.ANSWER),
        (Turn("web", "đất đai"), Outcome.CLARIFY),
        (Turn("web", choice="p:1.001193"), Outcome.ANSWER),
        (Turn("web", BIRTH, "none"), Outcome.REFUSE),
        (Turn("web", BIRTH, ""), Outcome.REFUSE),
        (Turn("web", "/start"), Outcome.CHITCHAT),
        (Turn("web", ""), Outcome.REFUSE),
    ],
)
async def test_each_turn_goes_to_its_handler_and_a_choice_outweighs_its_text(
    services: Services, turn: Turn, outcome: Outcome
) -> None:
    assert (await handle(turn, services)).outcome is outcome


async def test_a_command_is_answered_with_the_welcome(services: Services) -> None:
    assert await handle(Turn("telegram", "/start"), services) == replies.welcome()


async def test_the_first_reply_ends_with_the_notice_and_no_later_one_has_it(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)

    first = await talk.say(BIRTH)
    second = await talk.say(BIRTH)
    other = await talk.say(BIRTH, person="minh")

    assert [first.blocks[-1], other.blocks[-1]] == [NOTICE, NOTICE]
    assert NOTICE not in second.blocks


async def test_the_welcome_is_notice_enough(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)

    assert await talk.say("/start") == replies.welcome()
    assert NOTICE not in (await talk.say(BIRTH)).blocks


async def test_who_asks_to_be_forgotten_is_told_again_when_asking_again(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say(BIRTH)

    forgotten = await talk.say("xóa dữ liệu")
    again = await talk.say(BIRTH)

    assert plain_text(forgotten) == wording.FORGOTTEN
    assert again.blocks[-1] == NOTICE


@pytest.mark.parametrize("turn", [Turn("web", BIRTH), Turn("web", BIRTH, person="lan", greeted=True)])
async def test_who_has_no_conversation_or_was_told_by_the_channel_reads_no_notice(
    services: Services, turn: Turn
) -> None:
    assert NOTICE not in (await handle(turn, services)).blocks


async def test_who_was_told_by_the_channel_is_not_told_later(services: Services) -> None:
    services.dialogues = MemoryDialogues()
    await handle(Turn("web", BIRTH, person="lan", greeted=True), services)

    assert NOTICE not in (await handle(Turn("web", BIRTH, person="lan"), services)).blocks


async def test_an_official_s_business_is_no_first_contact(services: Services) -> None:
    services.dialogues = MemoryDialogues()

    linking = await handle(Turn("telegram", "/lienket 123456", person="lan"), services)
    asking = await handle(Turn("telegram", BIRTH, person="lan"), services)

    assert linking.outcome is Outcome.OFFICE
    assert NOTICE not in linking.blocks
    assert asking.blocks[-1] == NOTICE


async def test_a_turn_is_written_down_without_personal_numbers(services: Services) -> None:
    await handle(Turn("web", f"{BIRTH}, sđt 0912 345 678"), services)

    assert await entries(services) == [("web", f"{BIRTH}, sđt [số]")]


async def test_sql_in_a_message_is_stored_as_text_and_done_by_no_database(services: Services) -> None:
    sql = "x'; DROP TABLE asked_question; --"

    await handle(Turn("web", sql), services)

    assert await entries(services) == [("web", sql)]


async def test_the_answer_comes_even_where_it_cannot_be_written_down(
    services: Services, tmp_path: Path, logs: Logs
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    services.journal = DatabaseJournal(engine)

    reply = await handle(Turn("web", f"{BIRTH}, chuyện riêng"), services)
    await engine.dispose()

    assert reply.candidates[0] == "1.001193"
    assert [(entry["event"], entry["channel"]) for entry in logs] == [("journal_failed", "web")]


async def test_a_failing_search_is_apologised_for_without_its_reason(
    services: Services, broken: Snapshot, logs: Logs
) -> None:
    services.snapshot = broken

    reply = await handle(Turn("web", BIRTH), services)

    assert (reply.outcome, plain_text(reply)) == (Outcome.REFUSE, wording.FAILED)
    assert [(entry["event"], entry["channel"]) for entry in logs] == [("turn_failed", "web")]


async def test_a_failing_search_leaves_choices_and_commands_working(services: Services, broken: Snapshot) -> None:
    services.snapshot = broken

    chosen = await handle(Turn("web", choice="p:1.001193"), services)
    greeted = await handle(Turn("web", "/start"), services)

    assert (chosen.procedure, greeted) == ("1.001193", replies.welcome())


@given(text=any_message, choice=st.none() | any_message)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_handling_never_raises_whatever_the_message(
    snapshot: Snapshot, logs: Logs, text: str, choice: str | None
) -> None:
    reply = await handle(Turn("web", text, choice), Services(snapshot, NoJournal(), MemoryDialogues()))

    assert plain_text(reply)
    assert logs == []


@given(text=any_message)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_message_can_be_written_down(services: Services, logs: Logs, text: str) -> None:
    await handle(Turn("web", text), services)

    assert logs == []


async def test_what_a_channel_cannot_read_is_answered_and_neither_written_down_nor_remembered(
    services: Services,
) -> None:
    reply = await handle(Turn("telegram", person="lan", unread=wording.TEXT_ONLY), services)

    assert reply == replies.short(wording.TEXT_ONLY)
    assert await entries(services) == []
    assert await services.dialogues.wrote_at("telegram", "lan") is None


async def test_a_text_without_end_is_read_and_kept_no_further_than_a_long_one(services: Services) -> None:
    reply = await handle(Turn("web", "đăng ký khai sinh " * 1000 + "9.999999"), services)

    [(_, kept)] = await entries(services)
    assert len(kept) <= MOST_CHARACTERS
    assert wording.TOO_LONG in plain_text(reply)
