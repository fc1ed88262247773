"""Files that are whole or not there at all: written beside, brought to the disk, then moved into place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.operations.disk_faults import reason


class BackupError(Exception):
    """Nothing was changed; the text says why in Vietnamese, and what to do."""


@contextmanager
def written(file: Path, *, force: bool) -> Iterator[Path]:
    """Give a path to write to that only its owner may read; at the end it becomes `file`, fsynced.

    Raises BackupError, also for an OSError of the block; `file` is then as it was.
    """
    if file.exists() and not (force and file.is_file()):
        raise BackupError(f"Đã có {file}. Anh/chị chọn tên khác, hoặc thêm --force để ghi đè.")
    made = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".partial", dir=file.parent)  # mode 600
        os.close(handle)
        made = Path(name)
        yield made
        _to_disk(made)
        made.replace(file)
        _to_disk(file.parent)
    except OSError as error:
        raise BackupError(f"Không ghi được {file}: {reason(error)}.") from error
    finally:
        if made:
            made.unlink(missing_ok=True)


def stamped(file: Path, ending: str = "") -> Path:
    """Return a name beside `file` for what it was until now."""
    return file.with_name(f"{file.name}.truoc-{datetime.now().astimezone():%Y%m%d-%H%M%S}{ending}")


def _to_disk(path: Path) -> None:
    """Return once a file's bytes, or a folder's names, are on the disk and not only on their way."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
