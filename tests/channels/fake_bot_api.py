"""The part of Telegram's Bot API that the bot uses, over real HTTP on loopback, as strict as the real one.

Descriptions of errors are those of api.telegram.org; limits are those of its documentation.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlsplit

CHAT = 1001
TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "a"}
_HTML = re.compile(
    r'<(?P<close>/?)(?P<tag>[a-z]+)(?: href="[^"<>]*")?>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<>&]+'
)


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        if retry_after is not None:
            self.body["parameters"] = {"retry_after": retry_after}


@dataclass(frozen=True)
class Call:
    """One request as it came in, and the status it was answered with."""

    method: str
    parameters: dict[str, str]
    status: int


@dataclass(frozen=True)
class Sent:
    """One message as it came in and `text` as a person sees it; `buttons` are labels and callback data."""

    chat: int
    html: str
    text: str
    buttons: tuple[tuple[str, str], ...]


class FakeBotApi:
    """A server for one bot; `push…` is what people do, `sent` what they see, `calls` every request."""

    def __init__(self, *, listening: bool = True) -> None:
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self._revoked = False
        self._revoke_after = ""
        self._changed = threading.Condition()
        self._updates: deque[dict[str, Any]] = deque()
        self._next_update = 700_000_000
        self._planned: dict[str, deque[ApiError]] = {}
        self._queries: set[str] = set()
        self._closing = False
        self._server = _Server(self)
        self._server.server_bind()
        if listening:
            self.listen()

    def listen(self) -> None:
        """Start to take connections; until then they are refused."""
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self._listening = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if hasattr(self, "_listening"):
            self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        return f"{self.address}/bot"

    def plan(self, method: str, *errors: ApiError) -> None:
        """Answer the next calls of `method` with `errors`, one each."""
        with self._changed:
            self._planned.setdefault(method, deque()).extend(errors)

    def revoke(self) -> None:
        """Take the token back, as the bot's owner can at any time."""
        with self._changed:
            self._revoked = True
            self._changed.notify_all()

    def revoke_after(self, method: str) -> None:
        """Take the token back right after the first call of `method`."""
        self._revoke_after = method

    def count(self, method: str) -> int:
        """Return how many calls of `method` came in."""
        return sum(call.method == method for call in self.calls)

    def push(self, kind: str, payload: dict[str, Any]) -> int:
        """Queue an update; return its id."""
        with self._changed:
            number = self._next_update
            self._next_update += 1
            self._updates.append({"update_id": number, kind: payload})
            self._changed.notify_all()
        return number

    def push_text(self, text: str, chat: int = CHAT) -> int:
        """Type `text`."""
        return self.push("message", message(chat, text=text))

    def push_tap(self, value: str, chat: int = CHAT, *, known: bool = True, accessible: bool = True) -> int:
        """Tap a button; `known` until Telegram forgets the tap, `accessible` until it forgets its message."""
        with self._changed:
            query = f"query-{self._next_update}"
            if known:
                self._queries.add(query)
        under = message(chat, text="Anh/chị hỏi về thủ tục nào?")
        if not accessible:
            under = {"message_id": 5, "chat": under["chat"], "date": 0}
        tap = {"id": query, "from": person(chat), "chat_instance": "1", "data": value, "message": under}
        return self.push("callback_query", tap)

    def answer(self, token: str, method: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer one request, and write it down."""
        try:
            body = {"ok": True, "result": self._result(token, method, parameters)}
            status = 200
        except ApiError as error:
            body, status = error.body, error.status
        with self._changed:
            self.calls.append(Call(method, parameters, status))
        if method == self._revoke_after:
            self.revoke()
        return status, body

    def _result(self, token: str, method: str, parameters: dict[str, str]) -> Any:
        if token != TOKEN or self._revoked:
            raise ApiError(401, "Unauthorized")
        with self._changed:
            if planned := self._planned.get(method):
                raise planned.popleft()
        do = self._methods.get(method)
        if do is None:
            raise ApiError(404, "Not Found")
        return do(self, parameters)

    def _get_me(self, _: dict[str, str]) -> dict[str, Any]:
        return {"id": 123456, "is_bot": True, "first_name": "Hỏi Một Cửa", "username": "hoimotcua_bot"}

    def _done(self, _: dict[str, str]) -> bool:
        return True

    def _get_updates(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        offset = int(parameters.get("offset", 0))
        with self._changed:
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()
            self._changed.wait_for(
                lambda: self._updates or self._closing or self._revoked, float(parameters.get("timeout", 0))
            )
            if self._revoked:
                raise ApiError(401, "Unauthorized")
            return list(self._updates)[: int(parameters.get("limit", 100))]

    def _send_message(self, parameters: dict[str, str]) -> dict[str, Any]:
        text = parameters.get("text", "")
        seen = shown(text) if parameters.get("parse_mode") == "HTML" else text
        if not seen.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(seen) > 4096:
            raise ApiError(400, "Bad Request: message is too long")
        buttons = _buttons(parameters.get("reply_markup"))
        sent = Sent(int(parameters["chat_id"]), text, seen, buttons)
        with self._changed:
            self.sent.append(sent)
        return message(sent.chat, text=seen)

    def _answer_callback_query(self, parameters: dict[str, str]) -> bool:
        with self._changed:
            if parameters["callback_query_id"] not in self._queries:
                raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
            self._queries.remove(parameters["callback_query_id"])
        return True

    _methods: ClassVar[dict[str, Callable[["FakeBotApi", dict[str, str]], Any]]] = {
        "getMe": _get_me,
        "setMyCommands": _done,
        "deleteWebhook": _done,
        "getUpdates": _get_updates,
        "sendMessage": _send_message,
        "sendChatAction": _done,
        "answerCallbackQuery": _answer_callback_query,
    }


def person(number: int) -> dict[str, Any]:
    """Return a `User`."""
    return {"id": number, "is_bot": False, "first_name": "Lan"}


def message(chat: int, **content: Any) -> dict[str, Any]:
    """Return a `Message` in a private chat."""
    return {
        "message_id": 5,
        "date": 1_795_400_000,
        "chat": {"id": chat, "type": "private", "first_name": "Lan"},
        "from": person(chat),
        **content,
    }


def shown(html: str) -> str:
    """Return what Telegram shows of `html`; refuses what Telegram cannot parse."""
    seen: list[str] = []
    open_tags: list[str] = []
    place = 0
    while place < len(html):
        found = _HTML.match(html, place)
        if not found or (found["tag"] and found["tag"] not in _TAGS):
            raise ApiError(400, f"Bad Request: can't parse entities: unsupported start tag at byte offset {place}")
        if found["close"]:
            if not open_tags or open_tags.pop() != found["tag"]:
                raise ApiError(400, f"Bad Request: can't parse entities: unexpected end tag at byte offset {place}")
        elif found["tag"]:
            open_tags.append(found["tag"])
        else:
            seen.append(unescape(found[0]))
        place = found.end()
    if open_tags:
        raise ApiError(400, "Bad Request: can't parse entities: can't find end tag corresponding to start tag")
    return "".join(seen)


def _buttons(markup: str | None) -> tuple[tuple[str, str], ...]:
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    buttons = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
    if not all(label for label, _ in buttons):
        raise ApiError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if not all(1 <= len(value.encode()) <= 64 for _, value in buttons):
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: FakeBotApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Request, bind_and_activate=False)


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        # A request through a proxy names the whole address.
        _, bot, method = urlsplit(self.path).path.split("/")
        status, answer = self.server.api.answer(bot.removeprefix("bot"), method, dict(parse_qsl(body)))
        raw = json.dumps(answer).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except ConnectionError:  # a long poll that was given up
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Stay quiet."""
