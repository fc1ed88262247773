"""`backup` and `restore`: the whole database into one file, and back."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import PrivacySettings, Settings
from bot.storage import backups

_FILE_HELP = "Tệp sao lưu, ví dụ /sao-luu/hoimotcua-2026-11-28.db."
_WRITTEN = "Đã sao lưu vào {file} ({size:.1f} MB). Chỉ tài khoản đang chạy lệnh này đọc được tệp."
_PRIVACY = (
    "Tệp này giữ cả dữ liệu mà sau này người dân yêu cầu xóa hoặc bot xóa vì quá hạn. Anh/chị cất tệp nơi kín, và "
    "xóa tệp trước khi tròn {days} ngày."
)
_KEY = (
    "Tệp này không chứa khóa ẩn danh ({key}). Anh/chị chép khóa, cất ở nơi khác. Mất khóa thì mất các cuộc trò "
    "chuyện, tài khoản chat đã liên kết và lời hẹn báo tin; có cả hai thì biết được ai đã hỏi."
)
_KEY_MISSING = (
    "Chưa thấy khóa ẩn danh ({key}). Anh/chị chép khóa cũ về đúng chỗ trước khi chạy bot; nếu không, bot tạo khóa "
    "mới và không nhận ra những người đã hỏi."
)
_ASK = "Thay toàn bộ dữ liệu đang có bằng bản sao lưu {file}?"
_RESTORED = "Đã khôi phục từ {file}. Anh/chị chạy lại bot được rồi."
_ASIDE = "Dữ liệu trước khi khôi phục nằm ở {aside}. Anh/chị xóa tệp ấy khi không cần nữa."
_RELIVED = (
    "Dữ liệu của ai yêu cầu xóa sau lúc sao lưu nay có lại: xóa lần nữa theo yêu cầu của họ. Ai đã được báo tin sau "
    "lúc sao lưu có thể được báo lần nữa. Cán bộ phải đăng nhập lại."
)
_MEGABYTE = 1_000_000

File = Annotated[Path, typer.Argument(metavar="TỆP", help=_FILE_HELP)]


def backup(
    context: typer.Context,
    file: File,
    force: Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có.")] = False,
) -> None:
    """Sao lưu toàn bộ dữ liệu vào một tệp; bot vẫn chạy bình thường."""
    settings: Settings = context.obj
    try:
        backups.save(settings.database.url, file, force=force)
    except backups.BackupError as error:
        sys.exit(str(error))
    print(_WRITTEN.format(file=file, size=file.stat().st_size / _MEGABYTE))
    print(_PRIVACY.format(days=settings.privacy.retention_days))
    print(_KEY.format(key=_key(settings.privacy)))


def restore(
    context: typer.Context, file: File, yes: Annotated[bool, typer.Option("--yes", "-y", help="Không hỏi lại.")] = False
) -> None:
    """Khôi phục dữ liệu từ một tệp sao lưu; phải dừng bot trước."""
    settings: Settings = context.obj
    if not (yes or typer.confirm(_ASK.format(file=file))):
        print("Không thay đổi gì.")
        return
    try:
        aside = backups.restore(settings.database.url, file)
    except backups.BackupError as error:
        sys.exit(str(error))
    print(_RESTORED.format(file=file))
    if aside:
        print(_ASIDE.format(aside=aside))
    print(_RELIVED)
    privacy = settings.privacy
    if not privacy.person_key.get_secret_value() and not privacy.person_key_file.exists():
        print(_KEY_MISSING.format(key=_key(privacy)))


def _key(privacy: PrivacySettings) -> str:
    """Return where the key is, never the key."""
    return "HMC_PRIVACY__PERSON_KEY" if privacy.person_key.get_secret_value() else str(privacy.person_key_file)
