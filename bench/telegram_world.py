"""Telegram as a bot meets it, on loopback and as light as can be: it posts updates, and takes what the bot sends.

Plain asyncio protocols, because each microsecond spent here is taken from the bot, which shares the cores. Answers
have the form of the real ones; nothing is checked (tests/fakes/telegram.py does).
"""

import asyncio
import json
import re
from collections import deque
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
CONNECTIONS = 40
"""So many connections Telegram opens to a webhook unless it is asked for another number."""
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.1 (\d+)")
_DATE = 1_795_400_000
_FIXED: dict[str, Any] = {
    "getMe": {"id": 123456, "is_bot": True, "first_name": "Hỏi Một Cửa", "username": "hoimotcua_bot"},
    "getWebhookInfo": {"url": "https://bench.test", "has_custom_certificate": False, "pending_update_count": 0},
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}


@dataclass(slots=True)
class Post:
    """One update, by the monotonic clock: when it was due, when it was taken (200), when its first answer came."""

    chat: int
    due: float
    kept: float = 0.0
    answered: float = 0.0


@dataclass
class World:
    """What Telegram knows: the bot's secret, who waits for an answer, and what went wrong."""

    secret: str = ""
    is_ready: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: dict[int, Post] = field(default_factory=dict)
    sent: int = 0
    refused: int = 0
    _update: int = 700_000_000
    _idle: "deque[_Poster]" = field(default_factory=deque)
    _due: "deque[tuple[Post, bytes]]" = field(default_factory=deque)

    async def listen(self) -> str:
        """Serve the Bot API; return its base address."""
        server = await asyncio.get_running_loop().create_server(lambda: _Api(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"

    async def connect(self, address: str) -> None:
        """Open the connections by which updates are posted to `address`."""
        host, _, port = address.removeprefix("http://").partition(":")
        for _ in range(CONNECTIONS):
            await asyncio.get_running_loop().create_connection(lambda: _Poster(self), host, int(port))

    def post(self, post: Post, text: str) -> None:
        """Post a message of `post.chat`, at once or as soon as a connection is free."""
        self._update += 1
        person = {"id": post.chat, "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        chat = {"id": post.chat, "type": "private", "first_name": "Lan"}
        message = {"message_id": self._update % 100_000, "from": person, "chat": chat, "date": _DATE, "text": text}
        self.waiting[post.chat] = post
        self._due.append((post, json.dumps({"update_id": self._update, "message": message}).encode()))
        self.pump()

    def pump(self) -> None:
        """Hand what is due to connections that are free."""
        while self._due and self._idle:
            post, body = self._due.popleft()
            head = (
                "POST /webhook/telegram HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                f"X-Telegram-Bot-Api-Secret-Token: {self.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            self._idle.popleft().send(post, head.encode() + body)

    def freed(self, poster: "_Poster") -> None:
        """Take note that a connection is free."""
        self._idle.append(poster)
        self.pump()

    def lost(self, poster: "_Poster") -> None:
        """Take note that a connection is gone."""
        if poster in self._idle:
            self._idle.remove(poster)

    def answer(self, method: str, given: dict[str, str]) -> object:
        """Do what the bot asks; return the result."""
        if method == "sendMessage":
            return self._take(int(given["chat_id"]), given["text"])
        if method == "setWebhook":
            self.secret = given.get("secret_token", "")
            self.is_ready.set()
        return _FIXED.get(method, True)

    def _take(self, chat: int, text: str) -> dict[str, Any]:
        self.sent += 1
        if post := self.waiting.pop(chat, None):
            post.answered = monotonic()
        return {"message_id": self.sent, "date": _DATE, "chat": {"id": chat, "type": "private"}, "text": text}


class _Http(asyncio.Protocol):
    """Messages of HTTP/1.1 that say how long they are."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                break
            head, body, self._buffer = self._buffer[:end], self._buffer[end + 4 : whole], self._buffer[whole:]
            self.took(head, body)

    def took(self, head: bytes, body: bytes) -> None:
        """Take in one message."""
        raise NotImplementedError


class _Api(_Http):
    """A connection that the bot opened."""

    def took(self, head: bytes, body: bytes) -> None:
        """Answer one call."""
        method = head.split(b" ", 2)[1].decode().rpartition("/")[2]
        result = self.world.answer(method, dict(parse_qsl(body.decode())))
        answer = json.dumps({"ok": True, "result": result}).encode()
        self.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(answer), answer)
        )


class _Poster(_Http):
    """A connection to the webhook; one post at a time."""

    _post: Post | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.world.freed(self)

    def send(self, post: Post, request: bytes) -> None:
        """Post."""
        self._post = post
        self.transport.write(request)

    def took(self, head: bytes, body: bytes) -> None:
        """Note whether it was taken."""
        status = _STATUS.match(head)
        if self._post and status and status[1] == b"200":
            self._post.kept = monotonic()
        else:
            self.world.refused += 1
        self._post = None
        self.world.freed(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Open another in its place, as Telegram does; a post that was under way was not taken."""
        self.world.lost(self)
        self.world.refused += self._post is not None
        if peer := self.transport.get_extra_info("peername"):
            asyncio.ensure_future(self._again(*peer[:2]))  # noqa: RUF006  it ends by itself

    async def _again(self, host: str, port: int) -> None:
        try:
            await asyncio.get_running_loop().create_connection(lambda: _Poster(self.world), host, port)
        except OSError:  # the bot has ended
            return
