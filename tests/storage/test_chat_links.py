import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.accounts import Role
from bot.storage.admin_records import AdminRecords
from bot.storage.chat_links import CODE_LETTERS, CODE_VALID, ChatLinks
from bot.storage.tables import ChatLink, LinkCode

GOOD = "con trâu đi trước"
SECOND = timedelta(seconds=1)


@pytest.fixture
async def links(records: AdminRecords) -> ChatLinks:
    """Links where `lan` and `minh` have accounts."""
    for name in ("lan", "minh"):
        await records.accounts.add(name, Role.ADMIN, GOOD)
    return records.links


async def expire(engine: AsyncEngine, left: timedelta) -> None:
    async with AsyncSession(engine) as session:
        await session.exec(update(LinkCode).values(expires_at=datetime.now(UTC) + left))
        await session.commit()


async def test_a_code_binds_the_chat_to_its_account(links: ChatLinks) -> None:
    code = await links.link_code("lan")

    linked = await links.link(code, "telegram", "42")

    assert linked
    assert linked.name == "lan"
    assert await links.linked("telegram", "42") == linked


@pytest.mark.parametrize(("channel", "person"), [("telegram", "43"), ("zalo", "42"), ("telegram", "")])
async def test_nobody_else_is_bound(links: ChatLinks, channel: str, person: str) -> None:
    await links.link(await links.link_code("lan"), "telegram", "42")

    assert await links.linked(channel, person) is None


async def test_a_code_is_short_and_has_no_letters_that_look_alike(links: ChatLinks) -> None:
    code = await links.link_code("lan")

    assert len(code) == 8
    assert set(code) <= set(CODE_LETTERS)
    assert len(set(CODE_LETTERS) - set("0O1I")) == 32


async def test_a_code_may_be_typed_in_small_letters_with_spaces(links: ChatLinks) -> None:
    code = await links.link_code("lan")

    assert await links.link(f" {code[:4].lower()} {code[4:]}\n", "telegram", "42")


async def test_a_code_works_once(links: ChatLinks) -> None:
    code = await links.link_code("lan")

    both = await asyncio.gather(links.link(code, "telegram", "42"), links.link(code, "telegram", "43"))

    assert sum(linked is not None for linked in both) == 1
    assert await links.link(code, "telegram", "44") is None


async def test_a_new_code_replaces_the_one_before(links: ChatLinks) -> None:
    old = await links.link_code("lan")
    new = await links.link_code("lan")

    assert await links.link(old, "telegram", "42") is None
    assert await links.link(new, "telegram", "42")


@pytest.mark.parametrize(("left", "works"), [(SECOND * 30, True), (-SECOND, False)])
async def test_a_code_is_valid_for_its_minutes(
    links: ChatLinks, engine: AsyncEngine, left: timedelta, *, works: bool
) -> None:
    code = await links.link_code("lan")
    await expire(engine, left)

    assert bool(await links.link(code, "telegram", "42")) is works
    assert bool(await links.linked("telegram", "42")) is works


async def test_an_old_code_leaves_the_link_that_is_there(links: ChatLinks, engine: AsyncEngine) -> None:
    await links.link(await links.link_code("lan"), "telegram", "42")
    code = await links.link_code("minh")
    await expire(engine, -SECOND)

    assert await links.link(code, "telegram", "42") is None


@pytest.mark.parametrize("code", ["", "WRONGCOD", "\x00", "\ud800", "x" * 5000])
async def test_a_wrong_code_binds_nobody(links: ChatLinks, code: str) -> None:
    await links.link_code("lan")

    assert await links.link(code, "telegram", "42") is None


async def test_who_has_no_id_does_not_use_the_code_up(links: ChatLinks) -> None:
    code = await links.link_code("lan")

    assert await links.link(code, "web", "") is None
    assert await links.link(code, "telegram", "42")


async def test_a_chat_can_change_accounts_and_an_account_have_two_chats(links: ChatLinks) -> None:
    for account, person in (("lan", "42"), ("lan", "43"), ("minh", "43")):
        await links.link(await links.link_code(account), "telegram", person)
    await links.link(await links.link_code("lan"), "zalo", "7")

    found = [await links.linked(*who) for who in (("telegram", "42"), ("telegram", "43"), ("zalo", "7"))]

    assert [account.name for account in found if account] == ["lan", "minh", "lan"]


async def test_unlinking_ends_all_chats_and_codes_of_an_account(links: ChatLinks) -> None:
    await links.link(await links.link_code("lan"), "telegram", "42")
    await links.link(await links.link_code("minh"), "telegram", "43")
    waiting = await links.link_code("lan")

    assert await links.unlink("lan") == 1

    assert await links.linked("telegram", "42") is None
    assert await links.linked("telegram", "43")
    assert await links.link(waiting, "telegram", "42") is None


async def test_a_disabled_account_has_no_chat(links: ChatLinks, records: AdminRecords) -> None:
    await links.link(await links.link_code("lan"), "telegram", "42")
    code = await links.link_code("lan")

    await records.accounts.disable("lan")

    assert await links.linked("telegram", "42") is None
    assert await links.link(code, "telegram", "43") is None


async def test_nothing_stored_says_who_it_is_or_what_the_code_was(links: ChatLinks, engine: AsyncEngine) -> None:
    before = datetime.now(UTC)
    await links.link(await links.link_code("lan"), "telegram", "987654321")
    code = await links.link_code("lan")

    async with AsyncSession(engine) as session:
        link, waiting = (await session.exec(select(ChatLink))).one(), (await session.exec(select(LinkCode))).one()

    assert "987654321" not in str(link.model_dump())
    assert code not in str(waiting.model_dump())
    assert waiting.expires_at - before >= CODE_VALID
