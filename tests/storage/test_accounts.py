from datetime import UTC, datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.accounts import AccountError, Role, plain_name
from bot.storage.admin_records import AdminRecords
from bot.storage.sign_ins import FAILURES_BEFORE_LOCK, LockedError, RefusedError
from bot.storage.tables import StoredAccount

GOOD = "con trâu đi trước"
OTHER = "cái cày theo sau"


async def test_an_account_is_found_as_it_was_made(records: AdminRecords) -> None:
    before = datetime.now(UTC)

    made = await records.accounts.add("lan", Role.STAFF, GOOD)

    assert (made.name, made.role, made.disabled, made.locked_until) == ("lan", Role.STAFF, False, None)
    assert before <= made.created_at <= datetime.now(UTC)
    assert await records.accounts.find("lan") == made


@pytest.mark.parametrize("typed", [" LAN ", "Lan", "lan"])
async def test_capitals_and_spaces_around_a_name_do_not_matter(records: AdminRecords, typed: str) -> None:
    await records.accounts.add("Lan", Role.ADMIN, GOOD)

    assert (await records.accounts.find(typed)).name == "lan"


async def test_accounts_are_listed_by_name(records: AdminRecords) -> None:
    for name in ("minh", "an", "lan"):
        await records.accounts.add(name, Role.STAFF, GOOD)

    assert [account.name for account in await records.accounts.every()] == ["an", "lan", "minh"]


async def test_a_name_is_given_once(records: AdminRecords) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)

    with pytest.raises(AccountError, match="Đã có tài khoản lan"):
        await records.accounts.add("LAN", Role.ADMIN, OTHER)

    assert (await records.accounts.find("lan")).role is Role.STAFF


@pytest.mark.parametrize("name", ["", "a", "a" * 41, "hai từ", "lan@kontum", "la/n", "lan\n2", "l\x00an", "lan\ud800"])
async def test_an_unfit_name_is_refused(records: AdminRecords, name: str) -> None:
    with pytest.raises(AccountError, match="2 đến 40 ký tự"):
        await records.accounts.add(name, Role.STAFF, GOOD)


@pytest.mark.parametrize("name", ["an", "a" * 40, "nguyễn.thị_lan-2", "Đặng.Ánh", "ルアン", "e\u0302m"])
def test_letters_of_any_language_make_a_name(name: str) -> None:
    assert plain_name(name)
    assert plain_name(plain_name(name)) == plain_name(name)


async def test_a_weak_password_makes_no_account(records: AdminRecords) -> None:
    with pytest.raises(AccountError, match="ít nhất 10"):
        await records.accounts.add("lan", Role.STAFF, "ngắn")

    assert await records.accounts.every() == []


async def test_the_password_itself_is_not_stored(records: AdminRecords, engine: AsyncEngine) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)

    async with AsyncSession(engine) as session:
        [row] = list(await session.exec(select(StoredAccount)))

    assert row.password.startswith("$argon2id$")
    assert GOOD not in str(row.model_dump())


async def test_after_a_new_password_the_old_one_is_wrong(records: AdminRecords) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)

    await records.accounts.set_password("LAN", OTHER)

    assert (await records.sign_ins.attempt("lan", OTHER)).name == "lan"
    with pytest.raises(RefusedError):
        await records.sign_ins.attempt("lan", GOOD)


async def test_a_weak_new_password_changes_nothing(records: AdminRecords) -> None:
    await records.accounts.add("lan.nguyen", Role.STAFF, GOOD)

    with pytest.raises(AccountError, match="trùng với tên"):
        await records.accounts.set_password("lan.nguyen", "Lan.Nguyen")

    assert (await records.sign_ins.attempt("lan.nguyen", GOOD)).name == "lan.nguyen"


async def test_a_new_password_and_disabling_end_all_sessions_of_that_account(records: AdminRecords) -> None:
    tokens = []
    for name in ("an", "lan", "minh"):
        await records.accounts.add(name, Role.STAFF, GOOD)
        tokens.append(await records.sessions.open(name))

    await records.accounts.set_password("an", OTHER)
    await records.accounts.disable("lan")
    await records.accounts.enable("lan")

    assert [bool(await records.sessions.find(token)) for token in tokens] == [False, False, True]


async def test_a_disabled_account_is_refused_until_it_is_enabled(records: AdminRecords) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)

    assert (await records.accounts.disable("lan")).disabled
    with pytest.raises(RefusedError):
        await records.sign_ins.attempt("lan", GOOD)

    assert not (await records.accounts.enable("lan")).disabled
    assert (await records.sign_ins.attempt("lan", GOOD)).name == "lan"


@pytest.mark.parametrize("lifts", ["enable", "set_password"])
async def test_a_lock_can_be_lifted_before_its_time(records: AdminRecords, lifts: str) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)
    for _ in range(FAILURES_BEFORE_LOCK):
        with pytest.raises(RefusedError):
            await records.sign_ins.attempt("lan", OTHER)
    with pytest.raises(LockedError):
        await records.sign_ins.attempt("lan", GOOD)

    await (records.accounts.enable("lan") if lifts == "enable" else records.accounts.set_password("lan", GOOD))

    assert (await records.sign_ins.attempt("lan", GOOD)).locked_until is None


@pytest.mark.parametrize("name", ["nobody", "", "l\x00an"])
async def test_an_unknown_account_is_told(records: AdminRecords, name: str) -> None:
    for work in (records.accounts.find(name), records.accounts.disable(name), records.accounts.enable(name)):
        with pytest.raises(AccountError, match="Không có tài khoản"):
            await work


async def test_a_desk_is_chosen_changed_and_left_and_the_session_goes_on(records: AdminRecords) -> None:
    made = await records.accounts.add("lan", Role.STAFF, GOOD)
    await records.accounts.add("minh", Role.STAFF, GOOD)
    token = await records.sessions.open("lan")

    chosen = [(await records.accounts.sit_at(name, desk)).desk for name, desk in (("lan", "4072"), ("LAN", "5120"))]
    session = await records.sessions.find(token)

    assert made.desk == ""
    assert chosen == ["4072", "5120"]
    assert session
    assert session.account.desk == "5120"
    assert (await records.accounts.find("minh")).desk == ""
    assert (await records.accounts.sit_at("lan", "")).desk == ""


async def test_the_desk_is_kept_through_a_new_password_and_a_lock(records: AdminRecords) -> None:
    await records.accounts.add("lan", Role.STAFF, GOOD)
    await records.accounts.sit_at("lan", "4072")

    await records.accounts.set_password("lan", OTHER)
    await records.accounts.disable("lan")
    await records.accounts.enable("lan")

    assert (await records.sign_ins.attempt("lan", OTHER)).desk == "4072"


@pytest.mark.parametrize("name", ["nobody", "", "l\x00an"])
async def test_nobody_unknown_sits_at_a_desk(records: AdminRecords, name: str) -> None:
    with pytest.raises(AccountError, match="Không có tài khoản"):
        await records.accounts.sit_at(name, "4072")
