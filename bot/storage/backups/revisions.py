"""Which versions of the schema this program knows."""

from alembic.script import ScriptDirectory

from bot.storage.backups.files import BackupError
from bot.storage.database import MIGRATIONS


def ensure_known(revision: str) -> None:
    """Raise BackupError for a schema that a newer program, or another, has made."""
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if revision not in known:
        raise BackupError(
            f"Bản sao lưu có phiên bản dữ liệu “{revision}”, chương trình này chưa biết. "
            "Anh/chị cài bản mới hơn của chương trình rồi chạy lại."
        )
