"""What a webhook body says: somebody wrote, sent a picture, shared a place, began to follow; the rest is nothing to us.

Only what an answer needs is kept of it. Forms that a person filled in (`user_submit_info`) never are.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

import structlog

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_NAME = re.compile(r"[a-z_]{1,60}")
_OF_NO_CONCERN = {"unfollow", "user_received_message", "user_seen_message", "user_submit_info"}
_ECHO = "oa_send_"
_MILLISECONDS = re.compile(r"\d{13}", re.ASCII)
HEARD_BEFORE = timedelta(days=2)
"""Less than the three days for which the inbox keeps its keys."""
log = structlog.get_logger()


class Kind(StrEnum):
    """What somebody did."""

    TEXT = "text"
    UNREADABLE = "unreadable"
    LOCATION = "location"
    FILE = "file"
    FOLLOW = "follow"


_KINDS = {
    "user_send_text": Kind.TEXT,
    "user_send_location": Kind.LOCATION,
    "user_send_file": Kind.FILE,
    "follow": Kind.FOLLOW,
    **{
        f"user_send_{what}": Kind.UNREADABLE
        for what in ("image", "link", "audio", "video", "sticker", "gif", "business_card")
    },
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something to answer: `key` tells it from all others, `person` is the account's own id of who did it.

    A file has a name and an address at Zalo, "" where the event does not give them.
    """

    kind: Kind
    key: str
    person: str
    text: str = field(default="", repr=False)
    file_name: str = ""
    file_url: str = field(default="", repr=False)

    def payload(self) -> str:
        """Return what answering needs, as JSON in ASCII, which every database takes."""
        kept = {"kind": self.kind, "person": self.person, "text": self.text}
        return json.dumps(kept | ({"file_name": self.file_name, "file_url": self.file_url} if self.file_url else {}))


def from_payload(payload: str) -> Event:
    """Return the event that `Event.payload` wrote; its key is no longer of use."""
    kept = json.loads(payload)
    return Event(**(kept | {"kind": Kind(kept["kind"]), "key": ""}))


def parse(body: bytes) -> Mapping[str, Any]:
    """Return the body's JSON object; an empty one for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def timestamp(said: Mapping[str, Any]) -> str:
    """Return the moment that a body names and its signature covers, as it stands there; "" without one."""
    found = said.get("timestamp", "")
    return str(found) if isinstance(found, str | int) else ""


def is_replayed(said: Mapping[str, Any], now: datetime) -> bool:
    """Say whether a signed event is so old that it was heard before: Zalo repeats one for two hours at most.

    What is younger, the inbox knows again.
    """
    milliseconds = timestamp(said)
    if not _MILLISECONDS.fullmatch(milliseconds):
        return False
    return int(milliseconds) < (now - HEARD_BEFORE).timestamp() * 1000


def read(said: Mapping[str, Any], body: bytes) -> Event | None:
    """Return what `said`, the JSON of `body`, tells; None if there is nothing to answer.

    A delivery is known again by the message's id; an event without one by the digest of its body.
    """
    kind = _kind(said.get("event_name"))
    person = _id(_object(said, "follower" if kind is Kind.FOLLOW else "sender").get("id"))
    if not kind or not person:
        return None
    message = _object(said, "message")
    key = _id(message.get("msg_id")) or sha256(body).hexdigest()
    written = "" if kind is Kind.FOLLOW else _written(message.get("text"))
    if kind is Kind.FILE:
        return Event(kind, key, person, file_name=_file(message, "name"), file_url=_file(message, "url"))
    return Event(_as_text(kind, written), key, person, written)


def _kind(name: object) -> Kind | None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        log.warning("zalo_oa_event_without_name")
        return None
    kind = _KINDS.get(name)
    if not kind and name not in _OF_NO_CONCERN and not name.startswith(_ECHO):
        log.info("zalo_oa_event_unknown", name=name)
    return kind


def _as_text(kind: Kind, written: str) -> Kind:
    """Treat words below a picture or with a link as a message; a text without words cannot be read."""
    if kind is Kind.UNREADABLE and written.strip():
        return Kind.TEXT
    return Kind.UNREADABLE if kind is Kind.TEXT and not written.strip() else kind


def _written(text: object) -> str:
    """Return what was written, without what no database or JSON takes: half surrogates and zero characters."""
    return text.encode(errors="replace").decode().replace("\0", "") if isinstance(text, str) else ""


def _file(message: Mapping[str, Any], name: str) -> str:
    """Return a property of the first file attached; its shape follows the other attachments, none was seen live."""
    attached = message.get("attachments")
    first = attached[0] if isinstance(attached, list) and attached else None
    return _written(_object(first, "payload").get(name)) if isinstance(first, dict) else ""


def _object(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _id(found: object) -> str:
    return found if isinstance(found, str) and _ID.fullmatch(found) else ""
