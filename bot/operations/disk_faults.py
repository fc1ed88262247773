"""Why a file could not be read or written, in Vietnamese: the few reasons that happen, and what to do."""

import errno
import sqlite3

_FULL = "đĩa đã đầy; anh/chị xóa bớt rồi thử lại"
_DENIED = "không có quyền đọc hay ghi ở đó; anh/chị xem lại quyền của thư mục và tệp"
_READ_ONLY = "nơi đó chỉ cho đọc"
_MISSING = "không có tệp hay thư mục đó"
_DAMAGED = "tệp bị hỏng, hoặc không phải cơ sở dữ liệu SQLite"
_BUSY = "chương trình khác đang dùng tệp này"
_CANNOT_OPEN = "không mở được tệp; anh/chị xem đường dẫn và quyền của thư mục"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EFBIG: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _READ_ONLY,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục",
    errno.EISDIR: "đó là thư mục, không phải tệp",
}
_SQLITE_REASONS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended codes hold the plain one in their lowest byte."""


def reason(error: BaseException) -> str:
    """Return why, without a full stop; the system's own words, the first line of them, for what is rare."""
    code = getattr(error, "sqlite_errorcode", None)
    known = _SQLITE_REASONS.get(code & _PRIMARY_CODE) if code is not None else None
    if isinstance(error, OSError):
        known = _REASONS.get(error.errno or 0) or error.strerror
    return known or str(error).partition("\n")[0] or type(error).__name__
