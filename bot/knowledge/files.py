"""Reading a knowledge file as text: UTF-8 with or without a byte-order mark, faults with their line."""

from pathlib import Path

from bot.knowledge.problems import KnowledgeError, Problem


def read_text(path: Path) -> str:
    """Return the text of `path`; raises KnowledgeError if it is missing or not UTF-8."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else f"không đọc được ({error.strerror})"
        raise KnowledgeError([Problem(path.name, 0, "", reason)]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "tệp không phải UTF-8; trong Excel hãy lưu lại dạng “CSV UTF-8 (Comma delimited)”"
        raise KnowledgeError([Problem(path.name, line, "", message)]) from None
