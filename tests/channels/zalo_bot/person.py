"""A person on Zalo, for scripted conversations: types, and picks from numbered lists."""

import asyncio
import re

from bot.answers import wording
from tests.channels.eventually import eventually
from tests.conversations.scripts import Seen
from tests.fakes.zalo_bot import FakeZaloBot

_LISTED = re.compile(rf"((?:^\d+\. .*\n)+){re.escape(wording.PICK_BY_NUMBER)}$", re.MULTILINE)
_THUMBS = ("👍", "👎")


class OnZaloBot:
    """Has a private chat with the bot, which answers each message with one."""

    def __init__(self, zalo: FakeZaloBot, chat: str) -> None:
        self._zalo = zalo
        self._chat = chat
        self._read = 0

    async def say(self, text: str) -> Seen:
        await asyncio.to_thread(self._zalo.push_text, self._chat, text)
        await eventually(lambda: len(self._zalo.texts(self._chat)) > self._read)
        said = self._zalo.texts(self._chat)[self._read]
        self._read += 1
        return seen_as_text(said)

    async def tap(self, place: int, label: str) -> Seen:
        """Type the number of a choice, or the thumb itself."""
        return await self.say(label if label in _THUMBS else str(place + 1))


def seen_as_text(said: str) -> Seen:
    """Return what somebody who has only text sees: numbered lines to pick from, and thumbs to type."""
    listed = _LISTED.search(said)
    labels = [line.partition(". ")[2] for line in listed[1].splitlines()] if listed else []
    return Seen(text=said, labels=(*labels, *(thumb for thumb in _THUMBS if thumb in said)))
