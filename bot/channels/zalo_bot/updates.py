"""What a body from Zalo says that happened, as far as the bot answers it; any JSON at all is read without raising."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

LONGEST_ID = 90
"""Characters; Zalo's own have 20, and two have to fit the inbox's key."""
_GROUP = "GROUP"
_NO_DATE = 10**15
_PREFIX, _SUFFIX = "message.", ".received"


@dataclass(frozen=True, slots=True, repr=False)
class Received:
    """A message: the chat to answer in, who wrote it, and what; `key` tells it from all others of the bot.

    `text` is None for pictures, voice, stickers and what Zalo does not pass on ("unsupported").
    """

    key: str
    chat: str
    person: str
    text: str | None

    def payload(self) -> str:
        """Return it as JSON in ASCII, to be kept until it is answered; `of` reads it back."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, payload: str) -> "Received":
        """Return the message that `payload` was made of."""
        return cls(**json.loads(payload))


def read(body: object) -> Received | None:
    """Return the message in an update or webhook body; None for all else.

    Webhook bodies come flat, while the documentation shows them wrapped in `{"ok": true, "result": …}`.
    """
    update = _unwrapped(body)
    event, message = _str(update, "event_name"), _dict(update, "message")
    chat, sender = _id(_dict(message, "chat"), "id"), _dict(message, "from")
    key = _id(message, "message_id") or _without_id(chat, message)
    is_message = event.startswith(_PREFIX) and event.endswith(_SUFFIX)
    if not (is_message and chat and key) or sender.get("is_bot") is True:
        return None
    return Received(key, chat, _person(message, chat, _id(sender, "id")), _text(message))


def _unwrapped(body: object) -> dict[str, Any]:
    if not isinstance(body, dict):
        return {}
    result = body.get("result")
    return result if body.get("ok") is True and isinstance(result, dict) else body


def _without_id(chat: str, message: dict[str, Any]) -> str:
    """Return what tells a message without an id from others, and no chat: a digest of its chat and millisecond."""
    date = message.get("date")
    is_date = isinstance(date, int) and abs(date) < _NO_DATE
    return sha256(f"{chat}:{date}".encode()).hexdigest() if is_date else ""


def _person(message: dict[str, Any], chat: str, sender: str) -> str:
    """Return who it is; in a group everybody has a conversation of their own."""
    in_group = _str(_dict(message, "chat"), "chat_type").upper() == _GROUP
    return f"{chat}:{sender}" if in_group else chat


def chat_of(person: str) -> str:
    """Return the chat in which somebody of this id writes."""
    return person.partition(":")[0]


def _text(message: dict[str, Any]) -> str | None:
    """Return what was typed, be it under a picture; half characters, which cannot be sent back, are replaced."""
    typed = _str(message, "text") or _str(message, "caption")
    return typed.encode(errors="replace").decode() if typed.strip() else None


def _dict(body: dict[str, Any], name: str) -> dict[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _str(body: dict[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _id(body: dict[str, Any], name: str) -> str:
    """Return an id that every database takes, or ""."""
    found = _str(body, name)
    return found if found.isprintable() and len(found) <= LONGEST_ID else ""
