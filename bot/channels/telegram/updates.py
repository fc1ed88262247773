"""What an update says: who wrote where, and what of it is meant for the bot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Document, Message, Update, User
from telegram.constants import ChatType

_COMMAND = re.compile(r"(/\w+)(?:@(\w+))?(.*)", re.DOTALL)
WANTED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
"""The kinds of update that Telegram is asked for."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message or tap that is meant for the bot. `unread` is what has neither words nor a document."""

    chat: int
    person: str
    message: int
    in_group: bool = False
    text: str = ""
    choice: str | None = None
    document: Document | None = None
    unread: bool = False


def person_of(update: Mapping[str, Any]) -> str:
    """Return the id of who sent an update as it came in; in a group everybody has a conversation of their own."""
    content = next((value for key, value in update.items() if key != "update_id"), None)
    chat = _within(content, "chat") or _within(_within(content, "message"), "chat")
    return _person(_within(chat, "id") or "", _within(_within(content, "from"), "id") or "")


def person_alone(user: User) -> str:
    """Return the id of somebody in the private chat with the bot, whose number is the person's own."""
    return _person(user.id, user.id)


def chat_of(person: str) -> int:
    """Return the chat in which somebody of this id writes."""
    return int(person.partition(":")[0])


def _within(content: object, key: str) -> object:
    return content.get(key) if isinstance(content, dict) else None


def _person(chat: object, user: object) -> str:
    return f"{chat}:{user}"


def heard_tap(query: CallbackQuery) -> Heard | None:
    """Return a tapped choice; None for one under a message that was sent by inline mode."""
    message = query.message
    if not message:
        return None
    person = _person(message.chat.id, query.from_user.id)
    return Heard(message.chat.id, person, message.message_id, choice=query.data or "")


def heard_message(message: Message, bot: User) -> Heard | None:
    """Return what a message says to the bot; None where it is not meant for it, or only a notice of a chat."""
    if message.via_bot and message.via_bot.id == bot.id:  # a card that somebody shared
        return None
    in_group = message.chat.type != ChatType.PRIVATE
    text = _said(message, bot, in_group=in_group)
    unread = bool(message.effective_attachment) and not message.document and not text
    if text is None or not (text or message.document or unread):
        return None
    return Heard(
        message.chat.id,
        _person(message.chat.id, message.from_user.id if message.from_user else ""),
        message.message_id,
        in_group,
        "" if message.document else text,
        document=message.document,
        unread=unread,
    )


def _said(message: Message, bot: User, *, in_group: bool) -> str | None:
    """Return the text without the bot's own name; None for what is said in a group to others."""
    text = message.text or message.caption or ""
    if command := _COMMAND.fullmatch(text):
        name, to, rest = command.groups()
        return name + rest if not to or _same(to, bot) else None
    if not in_group:
        return text
    mention = re.compile(rf"(?<!\w)@{re.escape(bot.username or '')}\b", re.IGNORECASE)
    if mention.search(text):
        return " ".join(mention.sub(" ", text).split()) or "/start"
    return text if _is_reply_to(bot, message) or _names(bot, message) else None


def _same(name: str, bot: User) -> bool:
    return name.lower() == (bot.username or "").lower()


def _is_reply_to(bot: User, message: Message) -> bool:
    before = message.reply_to_message
    return bool(before and before.from_user and before.from_user.id == bot.id)


def _names(bot: User, message: Message) -> bool:
    entities = (*message.entities, *message.caption_entities)
    return any(entity.user and entity.user.id == bot.id for entity in entities)
