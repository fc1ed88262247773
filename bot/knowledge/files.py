"""The files of a knowledge base as bytes by name, wherever they come from."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bot.knowledge.problems import KnowledgeError, Problem

PROCEDURES = "procedures.csv"
FAQ = "faq.yaml"
VOCABULARY = "vocabulary.yaml"
EVENTS = "life_events.yaml"
OUTSIDE = "outside.yaml"
TOTALS = "published_totals.yaml"
PLACES = "places.csv"
OFFICES = "offices.csv"
MUST_FIND = "must_find.csv"
NAMES = (PROCEDURES, FAQ, VOCABULARY, EVENTS, OUTSIDE, TOTALS, PLACES, OFFICES, MUST_FIND)

Files = Mapping[str, bytes]


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a knowledge base; raises KnowledgeError naming each that is missing or cannot be read."""
    files: dict[str, bytes] = {}
    problems = []
    for name in NAMES:
        try:
            files[name] = (folder / name).read_bytes()
        except FileNotFoundError:
            problems.append(Problem(name, 0, "", "không có tệp này"))
        except OSError as error:
            problems.append(Problem(name, 0, "", f"không đọc được ({error.strerror})"))
    if problems:
        raise KnowledgeError(problems)
    return files


def digest(files: Files) -> str:
    """Return a digest of the files of a knowledge base, the same for the same bytes on any machine."""
    total = hashlib.sha256()
    for name in NAMES:
        total.update(hashlib.sha256(files[name]).digest())
    return total.hexdigest()[:16]


def decode(name: str, data: bytes) -> str:
    """Return text that must be UTF-8, with or without a byte-order mark; raises KnowledgeError with the line if not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KnowledgeError([Problem(name, line, "", "tệp không phải UTF-8; hãy lưu lại dạng UTF-8")]) from None
