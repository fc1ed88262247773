"""Who somebody is, without saying who: a keyed hash instead of a chat's or session's own id."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

KEY_BYTES = 32
DIGEST_BYTES = 16
_DAMAGED = (
    "Khóa ẩn danh ở {file} bị hỏng. Anh/chị chép lại khóa từ bản cất riêng; không còn bản nào thì xóa tệp này để bot "
    "tạo khóa mới, khi đó bot không nhận ra những người đã hỏi."
)


class KeyFileError(Exception):
    """The file of the key does not hold one; the text says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Pseudonyms:
    """Turns ids of persons into pseudonyms; only who has the key can tell whose one is."""

    key: bytes

    def of(self, channel: str, person: str) -> str:
        """Return 32 hexadecimal digits, the same for the same person on the same channel."""
        return blake2b(f"{channel}\0{person}".encode(), key=self.key, digest_size=DIGEST_BYTES).hexdigest()


def key_from(setting: str, file: Path) -> bytes:
    """Return the key that the setting holds, else that of `file`, which is made at the first start.

    Raises KeyFileError for a file that is no key, OSError for one that cannot be read or made.
    """
    if setting:
        return blake2b(setting.encode(), digest_size=KEY_BYTES).digest()
    if not file.exists():
        try:
            _make(file)
        except OSError as error:  # by its own name, not that of the file beside
            raise OSError(error.errno, error.strerror, str(file)) from error
    key = file.read_bytes()
    if not KEY_BYTES <= len(key) <= blake2b.MAX_KEY_SIZE:  # an empty one would hide nobody
        raise KeyFileError(_DAMAGED.format(file=file))
    return key


def _make(file: Path) -> None:
    """Write a new key whole, or none; of processes that start at once one's counts."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=file.name, dir=file.parent)  # mode 600
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(secrets.token_bytes(KEY_BYTES))
            new.flush()
            os.fsync(new.fileno())
        _place(Path(name), file)
    finally:
        Path(name).unlink(missing_ok=True)


def _place(new: Path, file: Path) -> None:
    try:
        os.link(new, file)
    except FileExistsError:
        return
    except OSError:  # not every file system has links
        new.replace(file)
