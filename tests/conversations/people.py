"""A person on each channel, who types and taps and sees what that channel shows."""

import itertools
import re
from html import unescape
from io import StringIO

import httpx
from rich.console import Console

from bot.conversation import Turn, plain_text
from bot.services import Services
from handlers import handle
from tests.channels.eventually import eventually
from tests.channels.zalo_bot.person import seen_as_text
from tests.conversations.scripts import Script, Seen, compare, place_of
from tests.fakes.telegram import FakeTelegram, Sent
from tests.fakes.zalo_oa import FakeZaloOa, text_event

_LISTED = re.compile(r"^ *\d+\. (.*?) *$", re.MULTILINE)
_TAPPED = re.compile(r'<a class="(?:choice|opinion)" href="([^"]*)"[^>]*>([^<]*)</a>')
_TAG = re.compile(r"<[^>]*>")
OK = 200
_NUMBER = re.compile(r"^\d+\. ")
THUMBS = ("👍", "👎")


class AtTextMenu:
    """Has only text: picks by number, and says with a thumb whether it helped."""

    def __init__(self, services: Services, person: str) -> None:
        self._services = services
        self._person = person

    async def say(self, text: str) -> Seen:
        reply = await handle(Turn("text", text, person=self._person), self._services)
        labels = tuple(choice.label for choice in (*reply.choices, *reply.feedback))
        return Seen(text=plain_text(reply), labels=labels, outcome=reply.outcome, procedure=reply.procedure)

    async def tap(self, place: int, label: str) -> Seen:
        return await self.say(label[0] if label.startswith(THUMBS) else str(place + 1))


class AtTerminal:
    """Sits at the keyboard and reads the screen before each line; holds a whole conversation."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.played = 0
        self._screen = StringIO()
        self.console = Console(file=self._screen, width=4000)

    def read(self, _: str) -> str:
        shown = self._screen.getvalue()
        seen = Seen(text=shown, labels=tuple(_LISTED.findall(shown)))
        self._screen.seek(0)
        self._screen.truncate()
        if self.played:
            compare(seen, self.script.turns[self.played - 1], f"{self.script.name}, turn {self.played}")
        if self.played == len(self.script.turns):
            raise EOFError
        turn = self.script.turns[self.played]
        self.played += 1
        if turn.tap is None:
            return turn.say or ""
        thumb = turn.tap.startswith(THUMBS)
        return turn.tap[0] if thumb else str(place_of(seen, turn.tap, self.script.name) + 1)


class AtApi:
    """Uses the web's API with the cookie of one browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._values: list[str] = []

    async def say(self, text: str) -> Seen:
        return await self._post({"text": text})

    async def tap(self, place: int, _: str) -> Seen:
        return await self._post({"choice": self._values[place]})

    async def _post(self, message: dict[str, str]) -> Seen:
        body = (await self._client.post("/api/v1/messages", json=message)).json()
        shown = [*body["choices"], *body["feedback"]]
        self._values = [one["value"] for one in shown]
        labels = tuple(one["label"] for one in shown)
        return Seen(text=body["text"], labels=labels, outcome=body["outcome"], procedure=body["procedure"])


class OnPage:
    """Has a phone whose browser runs no script: sends the form, follows links, and keeps the cookie."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._links: list[str] = []

    async def say(self, text: str) -> Seen:
        return await self._open("/", q=text)

    async def tap(self, place: int, _: str) -> Seen:
        return await self._open(unescape(self._links[place]))

    async def _open(self, path: str, **query: str) -> Seen:
        page = (await self._client.get(path, params=query or None)).text
        said = page[page.rindex('<div class="bubble bot">') : page.index('<form id="ask"')]
        tapped = _TAPPED.findall(said)
        self._links = [link for link, _ in tapped]
        return Seen(text=unescape(_TAG.sub("", said)), labels=tuple(unescape(label) for _, label in tapped))


class OnZaloOa:
    """Writes to the Official Account, which has only text."""

    _ids = itertools.count()

    def __init__(self, zalo: FakeZaloOa, webhook: str, person: str) -> None:
        self._zalo = zalo
        self._webhook = webhook
        self._person = person
        self._read = 0

    async def say(self, text: str) -> Seen:
        event = text_event(text, msg_id=f"said-{next(self._ids)}", person=self._person)
        assert await self._zalo.deliver(self._webhook, event) == OK
        await eventually(lambda: len(self._zalo.texts(self._person)) > self._read)
        said = self._zalo.texts(self._person)[self._read]
        self._read += 1
        return seen_as_text(said)

    async def tap(self, place: int, label: str) -> Seen:
        return await self.say(label if label in THUMBS else str(place + 1))


class OnTelegram:
    """Has a private chat with the bot."""

    def __init__(self, telegram: FakeTelegram, chat: int) -> None:
        self._telegram = telegram
        self._chat = chat
        self._read = 0
        self._buttons: tuple[tuple[str, str], ...] = ()

    async def say(self, text: str) -> Seen:
        self._telegram.push_text(text, chat=self._chat)
        return await self._answer()

    async def tap(self, place: int, _: str) -> Seen:
        self._telegram.push_tap(self._buttons[place][1], chat=self._chat)
        return await self._answer()

    async def _answer(self) -> Seen:
        await eventually(lambda: len(self._own()) > self._read)
        own = self._own()
        self._read = len(own)
        self._buttons = own[-1].buttons
        labels = _LISTED.findall(own[-1].text)[-len(self._buttons) :] if self._buttons else []
        unnumbered = [label for label, _ in self._buttons if not _NUMBER.match(label)]
        return Seen(text=own[-1].text, labels=(*labels, *unnumbered))

    def _own(self) -> list[Sent]:
        return [sent for sent in self._telegram.sent if sent.chat == self._chat]
