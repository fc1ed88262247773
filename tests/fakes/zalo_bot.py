"""The part of the Zalo Bot Platform that the bot uses, over real HTTP on loopback, as strict as the notes on it.

Where the notes name two ways in which the real one behaves, there is a switch (`Oddities`). Texts of
errors are unknown for the most part; only codes count.
"""

import ipaddress
import json
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.connections import is_gone, reset_at_the_end

TOKEN = "1459232241454765289:kQ7-secret_of_tests"
ACCOUNT_NAME = "bot.VDKyGxQvc"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
FIRST_MILLISECOND = 1_795_800_000_000
LONGEST_TEXT = 2000


class ApiError(Exception):
    """An answer with `ok: false`; as HTTP status `code`, or 200 where `Oddities.errors_in_200`."""

    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(description)
        self.code = code
        self.body = {"ok": False, "error_code": code, "description": description}


@dataclass(frozen=True)
class Raw:
    """An answer of something between: a proxy's page, half a body."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Reset:
    """The connection breaks off, before or after the call was done."""

    done: bool = False


@dataclass(frozen=True)
class Delay:
    """The call is done, and answered late."""

    seconds: float


Fault = ApiError | Raw | Reset | Delay


@dataclass
class Oddities:
    """In what the real one was seen to behave one way or the other."""

    errors_in_200: bool = True
    empty_poll_status: int = 408
    no_webhook_is_404: bool = False
    wrapped: bool = False
    """Webhook bodies as documented, `{"ok": true, "result": …}`; real ones were flat."""
    verifies: bool = True
    """setWebhook tells how its probe of the address went, as since September 2026."""


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    method: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Sent:
    """One message to a chat."""

    chat: str
    text: str


class FakeZaloBot:
    """A server for one bot; `push…` is what people do, `sent` what they see, `calls` every request.

    `hosts` says which local address stands behind a public one, as a proxy that ends TLS would.
    `hold_seconds` is the longest that an empty poll is held, whatever it asks for.
    """

    def __init__(self, *, hold_seconds: float = 0.05) -> None:
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.posted: list[int] = []
        self.oddities = Oddities()
        self.hosts: dict[str, str] = {}
        self.webhook = ""
        self._hold_seconds = hold_seconds
        self._secret = ""
        self._count = 0
        self._chats: set[str] = set()
        self._updates: deque[dict[str, Any]] = deque()
        self._polls: list[Callable[[], bool]] = []
        self.overlaps = 0
        """Polls that came in while another was held."""
        self.handed_out: list[dict[str, Any]] = []
        """Updates that polls were answered with, which are forgotten here."""
        self.weather: Callable[[str, str], Fault | None] = lambda _, __: None
        """What each attempt to send a text to a chat meets, where nothing is planned."""
        self._faults: dict[str, deque[Fault]] = {}
        self._revoked = False
        self._closing = False
        self._changed = threading.Condition()
        self._server = _Server(self)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def plan(self, method: str, *faults: Fault) -> None:
        """Let the next calls of `method` meet `faults`, one each."""
        with self._changed:
            self._faults.setdefault(method, deque()).extend(faults)

    def revoke(self) -> None:
        """Reset the token, as the bot's owner can at any time."""
        with self._changed:
            self._revoked = True
            self._changed.notify_all()

    def count(self, method: str) -> int:
        """Return how many calls of `method` came in."""
        return sum(call.method == method for call in self.calls)

    def texts(self, chat: str) -> list[str]:
        """Return what a chat sees of the bot."""
        return [sent.text for sent in self.sent if sent.chat == chat]

    def message(self, chat: str, **content: Any) -> dict[str, Any]:
        """Return a new message of the person in a private chat."""
        with self._changed:
            self._count += 1
            number = self._count
            self._chats.add(chat)
        return {
            "from": {"id": chat, "display_name": "Lan", "is_bot": False},
            "chat": {"id": chat, "chat_type": "PRIVATE"},
            "message_id": identifier(f"message {number}"),
            "date": FIRST_MILLISECOND + number,
            **content,
        }

    def push_text(self, chat: str, text: str) -> dict[str, Any]:
        """Type `text`; return the update, which can be delivered once more."""
        return self.push("text", self.message(chat, text=text))

    def push(self, kind: str, message: dict[str, Any] | None) -> dict[str, Any]:
        """Deliver or queue an update of `kind`; `unsupported` ones may have no message."""
        update: dict[str, Any] = {"event_name": f"message.{kind}.received"}
        if message is not None:
            update["message"] = message
        self.deliver(update)
        return update

    def deliver(self, update: dict[str, Any]) -> None:
        """Post `update` to the webhook if there is one, else keep it for the next poll."""
        if self.webhook:
            self.posted.append(self.post(self._body(update)))
            return
        with self._changed:
            self._updates.append(update)
            self._changed.notify_all()

    def _body(self, update: dict[str, Any]) -> bytes:
        return json.dumps({"ok": True, "result": update} if self.oddities.wrapped else update).encode()

    def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        """Post `body` to the webhook, with its secret unless other `headers` are given; return the status."""
        public = urlsplit(self.webhook)
        host = self.hosts[f"{public.scheme}://{public.netloc}"]
        connection = HTTPConnection(host, timeout=10)
        try:
            given = {"Content-Type": "application/json", SECRET_HEADER: self._secret} if headers is None else headers
            connection.request("POST", public.path, body, given)
            return connection.getresponse().status
        finally:
            connection.close()

    def respond(
        self, token: str, method: str, parameters: dict[str, str], is_gone: Callable[[], bool]
    ) -> tuple[int, bytes] | None:
        """Return status and body for one request, None to break the connection off."""
        with self._changed:
            self.calls.append(Call(method, parameters))
            planned = self._faults.get(method)
            fault = planned.popleft() if planned else None
        if method == "sendMessage" and not fault:
            fault = self.weather(parameters["chat_id"], parameters["text"])
        if isinstance(fault, Raw):
            return fault.status, fault.body
        if fault == Reset():
            return None
        try:
            if isinstance(fault, ApiError):
                raise fault
            answer = 200, {"ok": True, **self._result(token, method, parameters, is_gone)}
        except ApiError as error:
            answer = self._status(method, error), error.body
        if isinstance(fault, Reset):
            return None
        if isinstance(fault, Delay):
            with self._changed:
                self._changed.wait_for(lambda: self._closing, fault.seconds)
        return answer[0], json.dumps(answer[1]).encode()

    def _status(self, method: str, error: ApiError) -> int:
        if method == "getUpdates" and error.code == 408:
            return self.oddities.empty_poll_status
        return 200 if self.oddities.errors_in_200 else error.code

    def _result(
        self, token: str, method: str, parameters: dict[str, str], is_gone: Callable[[], bool]
    ) -> dict[str, Any]:
        if token != TOKEN or self._revoked:
            raise ApiError(401, "Unauthorized")
        if method == "getUpdates":
            return self._get_updates(parameters, is_gone)
        if method not in self._methods:  # names are case-sensitive
            raise ApiError(404, "Not Found")
        return self._methods[method](self, parameters)

    def _get_me(self, _: dict[str, str]) -> dict[str, Any]:
        account = {"account_name": ACCOUNT_NAME, "account_type": "BASIC", "can_join_groups": False}
        return {"result": {"id": TOKEN.partition(":")[0], **account}}

    def _get_updates(self, parameters: dict[str, str], is_gone: Callable[[], bool]) -> dict[str, Any]:
        """Return one update, which is forgotten then, unless who asked has given up meanwhile."""
        wait = min(float(parameters.get("timeout", "30")), self._hold_seconds)
        with self._changed:
            if self.webhook:
                raise ApiError(400, "webhook is set")
            self.overlaps += any(not held() for held in self._polls)
            self._polls.append(is_gone)
            self._changed.wait_for(lambda: self._updates or self._closing or self._revoked, wait)
            self._polls.remove(is_gone)
            if self._revoked:
                raise ApiError(401, "Unauthorized")
            if not self._updates or is_gone():
                raise ApiError(408, "Request timeout")
            self.handed_out.append(self._updates.popleft())
            return {"result": self.handed_out[-1]}

    def _set_webhook(self, parameters: dict[str, str]) -> dict[str, Any]:
        url, secret = _required(parameters, "url"), _required(parameters, "secret_token")
        if not _is_public(url) or not 8 <= len(secret) <= 256:
            raise ApiError(400, "Bad Request")
        self.webhook, self._secret = url, secret
        result: dict[str, Any] = {"url": url, "updated_at": FIRST_MILLISECOND}
        if self.oddities.verifies:
            result["verification"] = self._verification()
        return {"result": result}

    def _verification(self) -> dict[str, Any]:
        """Try the address with an empty body that has no type, as was seen; the secret goes along or not."""
        try:
            status = self.post(b"", {})
        except (OSError, KeyError):
            return {"ok": False, "outcome": "webhook.unreachable", "hint": ""}
        ok = status == 200
        return {"ok": ok, "outcome": "webhook.ok" if ok else "webhook.bad_status", "status_code": status, "hint": ""}

    def _delete_webhook(self, _: dict[str, str]) -> dict[str, Any]:
        self.webhook = ""
        return {"result": {"url": "", "updated_at": FIRST_MILLISECOND}}

    def _get_webhook_info(self, _: dict[str, str]) -> dict[str, Any]:
        if not self.webhook and self.oddities.no_webhook_is_404:
            raise ApiError(404, "Not Found")
        return {"result": {"url": self.webhook, "updated_at": FIRST_MILLISECOND}}

    def _send_message(self, parameters: dict[str, str]) -> dict[str, Any]:
        chat, text = _required(parameters, "chat_id"), _required(parameters, "text")
        if len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT or not text.strip():
            raise ApiError(400, "Bad Request")
        with self._changed:
            if chat not in self._chats:  # a bot cannot write first
                raise ApiError(400, "Bad Request")
            self.sent.append(Sent(chat, text))
            number = len(self.sent)
        return {"result": {"message_id": identifier(f"sent {number}"), "date": FIRST_MILLISECOND + number}}

    def _send_chat_action(self, parameters: dict[str, str]) -> dict[str, Any]:
        _required(parameters, "chat_id")
        if _required(parameters, "action") != "typing":
            raise ApiError(400, "Bad Request")
        return {}  # really without a result

    _methods: ClassVar[dict[str, Callable[["FakeZaloBot", dict[str, str]], dict[str, Any]]]] = {
        "getMe": _get_me,
        "setWebhook": _set_webhook,
        "deleteWebhook": _delete_webhook,
        "getWebhookInfo": _get_webhook_info,
        "sendMessage": _send_message,
        "sendChatAction": _send_chat_action,
    }


def identifier(of: str) -> str:
    """Return an id as Zalo's look: 20 hexadecimal digits."""
    return sha256(of.encode()).hexdigest()[:20]


def _required(parameters: dict[str, str], name: str) -> str:
    if not parameters.get(name):
        raise ApiError(400, "Bad Request")
    return parameters[name]


def _is_public(url: str) -> bool:
    """Say whether `url` is https and neither localhost nor a private address."""
    parts = urlsplit(url)
    try:
        return parts.scheme == "https" and ipaddress.ip_address(parts.hostname or "").is_global
    except ValueError:
        return parts.scheme == "https" and "." in (parts.hostname or "")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, bot: FakeZaloBot) -> None:
        self.bot = bot
        super().__init__(("127.0.0.1", 0), _Request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Take it that a bot which was killed has gone, without a trace on the screen."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        self._respond()

    def do_GET(self) -> None:
        self._respond()

    def _respond(self) -> None:
        target = urlsplit(self.path)
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it was killed
            self.close_connection = True
            return
        bot, _, method = target.path.removeprefix("/").partition("/")
        parameters = {**dict(parse_qsl(target.query)), **self._parameters(body)}
        answer = self.server.bot.respond(bot.removeprefix("bot"), method, parameters, lambda: is_gone(self.connection))
        if answer is None:
            self._break_off()
        else:
            self._reply(*answer)

    def _parameters(self, body: bytes) -> dict[str, str]:
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return {name: str(value) for name, value in json.loads(body or b"{}").items()}
        return dict(parse_qsl(body.decode()))

    def _break_off(self) -> None:
        reset_at_the_end(self.connection)
        self.close_connection = True

    def _reply(self, status: int, raw: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except ConnectionError:  # a request that was given up
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Stay quiet."""
