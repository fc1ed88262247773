import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import pytest
from argon2 import PasswordHasher

from bot.operations import passwords
from bot.operations.pseudonyms import Pseudonyms
from bot.storage.admin_records import AdminRecords, admin_records
from bot.storage.audit import SERVER
from bot.storage.chat_links import CODE_LETTERS
from bot.storage.database import open_database
from bot.storage.sign_ins import FAILURES_BEFORE_LOCK, RefusedError
from tests.cli.conftest import Invoke

PASSWORD = "con trâu đi trước"
OTHER = "cái cày theo sau"
KEY = "khóa của các phép thử"

_Answer = TypeVar("_Answer")


class Ask:
    """Ask the database that the commands wrote."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __call__(self, work: Callable[[AdminRecords], Awaitable[_Answer]]) -> _Answer:
        async def with_records() -> _Answer:
            engine = open_database(self._url)
            try:
                return await work(admin_records(engine, Pseudonyms(b"key")))
            finally:
                await engine.dispose()

        return asyncio.run(with_records())


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with real argon2id, as cheap as it can be."""
    cheap = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "PasswordHasher", cheap)


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    return settings | {"HMC_PRIVACY__PERSON_KEY": KEY}


@pytest.fixture
def ask(settings: dict[str, str]) -> Ask:
    return Ask(settings["HMC_DATABASE__URL"])


@pytest.fixture
def lan(invoke: Invoke) -> str:
    """An account of an admin."""
    invoke("admin", "add", "lan", "--role", "admin", "--password-stdin", stdin=f"{PASSWORD}\n")
    return "lan"


def actions(ask: Ask) -> list[tuple[str, str, str]]:
    entries = ask(lambda records: records.audit.latest(10))
    return [(entry.who, entry.action, entry.detail) for entry in entries]


def test_an_account_is_made_with_a_password_typed_twice(invoke: Invoke, ask: Ask) -> None:
    result = invoke("admin", "add", "Lan", "--role", "staff", stdin=f"{PASSWORD}\n{PASSWORD}\n")

    assert (result.exit_code, "Đã tạo tài khoản lan (cán bộ)." in result.stdout) == (0, True)
    assert PASSWORD not in result.output
    assert ask(lambda records: records.sign_ins.attempt("lan", PASSWORD)).role == "staff"
    assert actions(ask) == [(SERVER, "account_added", "lan (staff)")]


def test_two_different_passwords_make_no_account(invoke: Invoke) -> None:
    result = invoke("admin", "add", "lan", "--role", "staff", stdin=f"{PASSWORD}\n{OTHER}\n")

    assert (result.exit_code, "Hai lần gõ không giống nhau" in result.output) == (1, True)
    assert "Chưa có tài khoản nào" in invoke("admin", "list").stdout


@pytest.mark.parametrize("line", [PASSWORD, f"{PASSWORD}\n", f"{PASSWORD}\r\n", f"{PASSWORD}\nthừa\n"])
def test_a_script_gives_the_password_as_one_line(invoke: Invoke, ask: Ask, line: str) -> None:
    result = invoke("admin", "add", "lan", "--role", "admin", "--password-stdin", stdin=line)

    assert result.exit_code == 0
    assert ask(lambda records: records.sign_ins.attempt("lan", PASSWORD)).role == "admin"


@pytest.mark.parametrize(
    ("arguments", "password", "said"),
    [
        (("add", "l", "--role", "admin"), PASSWORD, "Tên đăng nhập dài 2 đến 40 ký tự"),
        (("add", "minh", "--role", "admin"), "ngắn", "Mật khẩu cần ít nhất 10 ký tự"),
        (("add", "LAN", "--role", "admin"), PASSWORD, "Đã có tài khoản lan"),
        (("password", "lan"), "1234567890", "dễ bị đoán"),
        (("password", "ai"), PASSWORD, "Không có tài khoản ai"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    invoke: Invoke, lan: str, arguments: tuple[str, ...], password: str, said: str
) -> None:
    result = invoke("admin", *arguments, "--password-stdin", stdin=f"{password}\n")

    assert (result.exit_code, result.output.startswith(said) or said in result.output) == (1, True)
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["disable", "enable", "link"])
def test_an_unknown_account_is_told(invoke: Invoke, ask: Ask, command: str) -> None:
    result = invoke("admin", command, "ai")

    assert (result.exit_code, "Không có tài khoản ai." in result.output) == (1, True)
    assert actions(ask) == []


def test_accounts_are_listed_with_their_state(invoke: Invoke, ask: Ask, lan: str) -> None:
    for name in ("minh", "an"):
        invoke("admin", "add", name, "--role", "staff", "--password-stdin", stdin=PASSWORD)
    invoke("admin", "disable", "minh")
    for _ in range(FAILURES_BEFORE_LOCK):
        with pytest.raises(RefusedError):
            ask(lambda records: records.sign_ins.attempt("an", OTHER))

    lines = [" ".join(line.replace("│", " ").split()) for line in invoke("admin", "list").stdout.splitlines()]

    for start, end in (
        ("an cán bộ", "đang chờ vì sai mật khẩu"),
        ("lan quản trị", "dùng được"),
        ("minh cán", "đã khóa"),
    ):
        assert [line for line in lines if line.startswith(start) and line.endswith(end)]


def test_a_new_password_replaces_the_old_one(invoke: Invoke, ask: Ask, lan: str) -> None:
    result = invoke("admin", "password", "lan", stdin=f"{OTHER}\n{OTHER}\n")

    assert (result.exit_code, "Đã đổi mật khẩu" in result.stdout) == (0, True)
    assert ask(lambda records: records.sign_ins.attempt("lan", OTHER)).name == "lan"
    assert actions(ask)[0] == (SERVER, "password_set", "lan (admin)")


def test_a_disabled_account_can_be_enabled_again(invoke: Invoke, ask: Ask, lan: str) -> None:
    assert invoke("admin", "disable", "lan").exit_code == 0
    with pytest.raises(RefusedError):
        ask(lambda records: records.sign_ins.attempt("lan", PASSWORD))

    assert invoke("admin", "enable", "lan").exit_code == 0

    assert ask(lambda records: records.sign_ins.attempt("lan", PASSWORD)).name == "lan"
    assert [action for _, action, _ in actions(ask)] == ["account_enabled", "account_disabled", "account_added"]


def test_a_link_code_binds_a_chat(invoke: Invoke, ask: Ask, lan: str) -> None:
    result = invoke("admin", "link", "lan")

    code = result.stdout.splitlines()[0].removeprefix("Mã: ")
    assert set(code) <= set(CODE_LETTERS)
    assert f'tin nhắn "/lienket {code}"' in result.stdout
    linked = ask(lambda records: records.links.link(code, "telegram", "42"))
    assert linked
    assert linked.name == "lan"
    assert code not in str(actions(ask))


def test_a_database_that_cannot_be_opened_is_told_by_its_setting(invoke: Invoke, settings: dict[str, str]) -> None:
    settings["HMC_DATABASE__URL"] = "postgresql://nobody@127.0.0.1:1/nothing"

    result = invoke("admin", "list")

    assert "HMC_DATABASE__URL" in str(result.exception)
