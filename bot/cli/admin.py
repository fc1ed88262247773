"""`admin …`: the accounts of the admin room."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot import bootstrap
from bot.settings import Settings
from bot.storage.accounts import Account, AccountError, Role
from bot.storage.admin_records import AdminRecords, admin_records
from bot.storage.audit import SERVER

app = typer.Typer(help="Tài khoản của phòng quản trị (/admin).", no_args_is_help=True)
_ROLES = {Role.ADMIN: "quản trị", Role.STAFF: "cán bộ"}
_STDIN_HELP = "Đọc mật khẩu từ một dòng của đầu vào chuẩn."
_Answer = TypeVar("_Answer")

Name = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help=_STDIN_HELP)]


@app.command()
def add(
    context: typer.Context,
    name: Name,
    role: Annotated[Role, typer.Option(help="admin: làm mọi việc; staff: không đổi dữ liệu.")],
    password_stdin: PasswordStdin = False,
) -> None:
    """Tạo tài khoản."""
    password = _password(from_stdin=password_stdin)
    account = _change(context.obj, "account_added", lambda records: records.accounts.add(name, role, password))
    print(f"Đã tạo tài khoản {account.name} ({_ROLES[account.role]}). Đăng nhập ở trang /admin.")


@app.command("list")
def list_accounts(context: typer.Context) -> None:
    """Liệt kê các tài khoản."""
    accounts = _run(context.obj, lambda records: records.accounts.every())
    if not accounts:
        print("Chưa có tài khoản nào. Tạo bằng lệnh: admin add TÊN --role admin")
        return
    table = Table("Tên", "Vai trò", "Tạo ngày", "Tình trạng")
    for account in accounts:
        table.add_row(
            account.name, _ROLES[account.role], f"{account.created_at.astimezone():%d/%m/%Y}", _state(account)
        )
    Console().print(table)


@app.command()
def password(context: typer.Context, name: Name, password_stdin: PasswordStdin = False) -> None:
    """Đặt lại mật khẩu; mọi phiên đang đăng nhập của tài khoản kết thúc."""
    _run(context.obj, lambda records: records.accounts.find(name))
    new = _password(from_stdin=password_stdin)
    _change(context.obj, "password_set", lambda records: records.accounts.set_password(name, new))
    print("Đã đổi mật khẩu. Các phiên đang đăng nhập đã kết thúc.")


@app.command()
def disable(context: typer.Context, name: Name) -> None:
    """Khóa tài khoản; mọi phiên đang đăng nhập kết thúc."""
    _change(context.obj, "account_disabled", lambda records: records.accounts.disable(name))
    print("Đã khóa tài khoản. Mở lại bằng lệnh: admin enable " + name)


@app.command()
def enable(context: typer.Context, name: Name) -> None:
    """Mở lại tài khoản đã khóa, hoặc đang phải chờ vì sai mật khẩu nhiều lần."""
    _change(context.obj, "account_enabled", lambda records: records.accounts.enable(name))
    print("Đã mở tài khoản.")


@app.command()
def link(context: typer.Context, name: Name) -> None:
    """Cấp mã để nối tài khoản với Telegram hoặc Zalo."""
    account = _change(context.obj, "link_code_made", lambda records: records.accounts.find(name))
    code = _run(context.obj, lambda records: records.links.link_code(account.name))
    print(f"Mã: {code}")
    print(f'Trong 10 phút, gửi cho bot trên Telegram hoặc Zalo tin nhắn "/lienket {code}". Mã chỉ dùng được một lần.')


@app.command()
def unlink(context: typer.Context, name: Name) -> None:
    """Ngắt mọi liên kết trò chuyện của tài khoản, ví dụ khi mất điện thoại."""
    account = _change(context.obj, "unlinked", lambda records: records.accounts.find(name))
    count = _run(context.obj, lambda records: records.links.unlink(account.name))
    print(f"Đã ngắt {count} liên kết.")


def _change(settings: Settings, action: str, work: Callable[[AdminRecords], Awaitable[Account]]) -> Account:
    """Do `work` and write it down in the audit log."""

    async def noted(records: AdminRecords) -> Account:
        account = await work(records)
        await records.audit.note(SERVER, action, f"{account.name} ({account.role})")
        return account

    return _run(settings, noted)


def _run(settings: Settings, work: Callable[[AdminRecords], Awaitable[_Answer]]) -> _Answer:
    """Return what `work` does with the database at its newest version; faults of accounts end the program."""

    async def with_records() -> _Answer:
        async with bootstrap.database(settings) as engine:
            return await work(admin_records(engine, bootstrap.pseudonyms(settings)))

    try:
        return asyncio.run(with_records())
    except AccountError as error:
        sys.exit(str(error))


def _password(*, from_stdin: bool) -> str:
    """Ask for the password twice, unseen, or read one line."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    first: str = typer.prompt("Mật khẩu (ít nhất 10 ký tự, gõ vào không hiện ra)", hide_input=True)
    if typer.prompt("Gõ lại mật khẩu", hide_input=True) != first:
        sys.exit("Hai lần gõ không giống nhau. Anh/chị chạy lại lệnh.")
    return first


def _state(account: Account) -> str:
    if account.disabled:
        return "đã khóa"
    if account.locked_until and account.locked_until > datetime.now(UTC):
        return "đang chờ vì sai mật khẩu"
    return "dùng được"
