from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.conversation import Choice
from bot.dialogue import EXPIRES_MINUTES, Dialogue
from bot.language.aspects import Aspect
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.database import open_database
from bot.storage.dialogues import DatabaseDialogues, Dialogues, MemoryDialogues
from bot.storage.tables import StoredDialogue

TALK = Dialogue(
    procedure="1.001193",
    aspects=(Aspect.WHERE, Aspect.TIME),
    candidates=("1.000894",),
    choices=(Choice("Đăng ký kết hôn", "p:1.000894"),),
    earlier=("1.000656",),
    place="xa-dak-to-re-kon-ray",
    place_was_asked=True,
    waits_for_place=True,
    misses=1,
    greeted=True,
)


@pytest.fixture
def dialogues(engine: AsyncEngine) -> DatabaseDialogues:
    return DatabaseDialogues(engine, Pseudonyms(b"key"))


@pytest.fixture(params=["memory", "database"])
def kept(request: pytest.FixtureRequest, dialogues: DatabaseDialogues) -> Dialogues:
    return MemoryDialogues() if request.param == "memory" else dialogues


async def grow_older(engine: AsyncEngine, by: timedelta) -> None:
    """Let all conversations have been silent for so long."""
    async with AsyncSession(engine) as session:
        await session.exec(update(StoredDialogue).values(updated_at=datetime.now(UTC) - by))
        await session.commit()


async def test_a_conversation_comes_back_as_it_was_kept(kept: Dialogues) -> None:
    await kept.save("web", "lan", TALK)

    assert await kept.load("web", "lan") == TALK


async def test_the_latest_turn_replaces_the_one_before(kept: Dialogues) -> None:
    await kept.save("web", "lan", TALK)
    await kept.save("web", "lan", Dialogue(procedure="1.000894"))

    assert await kept.load("web", "lan") == Dialogue(procedure="1.000894")


@pytest.mark.parametrize(("channel", "person"), [("web", "minh"), ("telegram", "lan"), ("we", "blan")])
async def test_nobody_gets_the_conversation_of_another(kept: Dialogues, channel: str, person: str) -> None:
    await kept.save("web", "lan", TALK)

    assert await kept.load(channel, person) == Dialogue()


async def test_who_has_no_id_has_no_conversation(kept: Dialogues) -> None:
    await kept.save("web", "", TALK)

    assert await kept.load("web", "") == Dialogue()


async def test_what_is_deleted_is_gone_with_its_place(kept: Dialogues) -> None:
    await kept.save("web", "lan", TALK)
    await kept.delete("web", "lan")

    assert await kept.load("web", "lan") == Dialogue()


@pytest.mark.parametrize(("minutes", "left"), [(EXPIRES_MINUTES - 1, TALK), (EXPIRES_MINUTES + 1, None)])
async def test_after_half_an_hour_only_the_place_and_the_greeting_are_left(
    dialogues: DatabaseDialogues, engine: AsyncEngine, minutes: int, left: Dialogue | None
) -> None:
    await dialogues.save("web", "lan", TALK)
    await grow_older(engine, timedelta(minutes=minutes))

    assert await dialogues.load("web", "lan") == (left or Dialogue(place=TALK.place, greeted=True))


async def test_another_process_with_the_same_key_goes_on_with_it(
    dialogues: DatabaseDialogues, database_url: str
) -> None:
    await dialogues.save("web", "lan", TALK)
    engine = open_database(database_url)

    assert await DatabaseDialogues(engine, Pseudonyms(b"key")).load("web", "lan") == TALK
    assert await DatabaseDialogues(engine, Pseudonyms(b"other")).load("web", "lan") == Dialogue()
    await engine.dispose()


async def test_nothing_stored_says_who_it_is(dialogues: DatabaseDialogues, engine: AsyncEngine) -> None:
    await dialogues.save("telegram", "987654321:42", TALK)

    async with AsyncSession(engine) as session:
        [row] = list(await session.exec(select(StoredDialogue)))

    assert "987654321" not in f"{row.person}{row.state}"
    assert len(row.person) == 32


@pytest.mark.parametrize("state", ["", "{", "[]", '{"procedure": 5}', '{"aspects": ["everything"]}'])
async def test_a_state_that_another_version_wrote_begins_anew(
    dialogues: DatabaseDialogues, engine: AsyncEngine, state: str
) -> None:
    async with AsyncSession(engine) as session:
        person = Pseudonyms(b"key").of("web", "lan")
        session.add(StoredDialogue(person=person, updated_at=datetime.now(UTC), state=state))
        await session.commit()

    assert await dialogues.load("web", "lan") == Dialogue()


async def test_conversations_are_deleted_after_their_days(dialogues: DatabaseDialogues, engine: AsyncEngine) -> None:
    await dialogues.save("web", "lan", TALK)
    await grow_older(engine, timedelta(days=91))
    await dialogues.save("web", "minh", TALK)

    assert await dialogues.forget(90) == 1
    assert await dialogues.load("web", "minh") == TALK
    assert await dialogues.load("web", "lan") == Dialogue()
