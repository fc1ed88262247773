"""The part of Telegram's Bot API that the bot uses, over real HTTP on loopback, as strict as the real one.

Descriptions of errors are those of api.telegram.org; limits are those of its documentation. Faults are planned
call by call; updates are polled, or posted to the webhook that was set (`deliver`), as a test orders them.
"""

import json
import re
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from html import unescape
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.fakes.connections import is_gone, reset_at_the_end

CHAT = 1001
MAX_DOWNLOAD = 20 * 1024 * 1024
TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "blockquote", "a"}
_HTML = re.compile(
    r'<(?P<close>/?)(?P<tag>[a-z]+)(?: href="[^"<>]*")?>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<>&]+'
)


class ApiError(Exception):
    """An answer with `ok: false`."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def too_many(seconds: int) -> ApiError:
    """Return what Telegram says to who sends too fast."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


_TERMINATED = ApiError(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


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
class Held:
    """The call is done, and answered only once the event is set."""

    until: threading.Event


Fault = ApiError | Raw | Reset | Held


@dataclass(frozen=True)
class Call:
    """One request as it came in, and the status it was answered with."""

    method: str
    parameters: dict[str, str]
    status: int


@dataclass(frozen=True)
class SentFile:
    """One document as it came in."""

    chat: int
    name: str
    data: bytes


@dataclass(frozen=True)
class Sent:
    """One message as it came in and `text` as a person sees it; `buttons` are labels and callback data."""

    chat: int
    html: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    answers: int | None = None
    """The message that this one was sent as an answer to."""


class FakeTelegram:
    """A server for one bot; `push…` is what people do, `sent` what they see, `calls` every request."""

    def __init__(self, *, listening: bool = True) -> None:
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.sent_files: list[SentFile] = []
        self._files: dict[str, bytes] = {}
        self._revoked = False
        self._revoke_after = ""
        self._changed = threading.Condition()
        self._updates: deque[dict[str, Any]] = deque()
        self._next_update = 700_000_000
        self.polled_at: list[float] = []
        """When each poll came in, by the monotonic clock."""
        self._planned: dict[tuple[str, str], deque[Fault]] = {}
        self.weather: Callable[[str, str], Fault | None] = lambda _, __: None
        """What each attempt to send a text to a chat meets, where nothing is planned."""
        self._queries: set[str] = set()
        self._closing = False
        self.blocked: set[int] = set()
        """Chats whose person has blocked the bot."""
        self.migrated: dict[int, int] = {}
        """Groups that became supergroups, under their new ids."""
        self.webhook: dict[str, str] = {}
        self.webhook_failed_at: int | None = None
        self.commands: list[dict[str, str]] = []
        self.description = ""
        self.short_description = ""
        self.inline_answers: list[list[dict[str, Any]]] = []
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

    def plan(self, method: str, *faults: Fault, chat: int | None = None) -> None:
        """Answer the next calls of `method` (for one chat) with `faults`, one each."""
        with self._changed:
            self._planned.setdefault((method, str(chat or "")), deque()).extend(faults)

    def begin_anew(self, number: int) -> None:
        """Count updates from `number` on, as Telegram does at random after a quiet week."""
        self._next_update = number

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
        update = self.update(kind, payload)
        with self._changed:
            self._updates.append(update)
            self._changed.notify_all()
        return int(update["update_id"])

    def update(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Return an update that nobody polls; it can be delivered to the webhook."""
        with self._changed:
            number = self._next_update
            self._next_update += 1
        return {"update_id": number, kind: payload}

    def deliver(self, update: dict[str, Any], address: str, secret: str | None = None) -> int:
        """Post an update to the path of the webhook that was set, at `address`; return the status it was answered with.

        Without `secret` the one that the bot gave is sent, with "" none.
        """
        given = self.webhook["secret_token"] if secret is None else secret
        headers = {"Content-Type": "application/json"}
        if given:
            headers["X-Telegram-Bot-Api-Secret-Token"] = given
        connection = HTTPConnection(address, timeout=30)
        try:
            connection.request("POST", urlsplit(self.webhook["url"]).path, json.dumps(update), headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def push_inline(self, text: str, user: int = CHAT) -> int:
        """Type the bot's name and `text` in some other chat."""
        with self._changed:
            query = f"inline-{self._next_update}"
            self._queries.add(query)
        return self.push("inline_query", {"id": query, "from": person(user), "query": text, "offset": ""})

    def push_text(self, text: str, chat: int = CHAT) -> int:
        """Type `text`."""
        return self.push("message", message(chat, text=text))

    def push_file(self, name: str, data: bytes, chat: int = CHAT) -> int:
        """Send a document; it can be fetched by getFile, up to the 20 MB of the real API."""
        with self._changed:
            number = f"file-{len(self._files)}"
            self._files[number] = data
        document = {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(data)}
        return self.push("message", message(chat, document=document))

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

    def download(self, token: str, path: str) -> bytes | None:
        """Return the bytes of a file that getFile named."""
        return self._files.get(path.removeprefix("documents/")) if token == TOKEN else None

    def take_file(self, token: str, parameters: dict[str, str], name: str, data: bytes) -> tuple[int, bytes] | None:
        """Take a document that the bot sends."""
        with self._changed:
            self.sent_files.append(SentFile(int(parameters["chat_id"]), name, data))
        return self.answer(token, "sendDocument", parameters)

    def answer(
        self, token: str, method: str, parameters: dict[str, str], is_gone: Callable[[], bool] = lambda: False
    ) -> tuple[int, bytes] | None:
        """Answer one request with a status and a body, None to break the connection off; and write it down."""
        fault = self._fault(method, parameters.get("chat_id", ""))
        if method == "sendMessage" and not fault:
            fault = self.weather(parameters["chat_id"], parameters["text"])
        if isinstance(fault, Raw):
            return self._noted(method, parameters, fault.status, fault.body)
        if fault == Reset():
            return None
        try:
            if isinstance(fault, ApiError):
                raise fault
            status, body = 200, {"ok": True, "result": self._result(token, method, parameters)}
        except ApiError as error:
            if error is _TERMINATED and is_gone():
                return None
            status, body = error.status, error.body
        answered = self._noted(method, parameters, status, json.dumps(body).encode())
        if isinstance(fault, Held):
            fault.until.wait(60)
        return None if isinstance(fault, Reset) else answered

    def _noted(self, method: str, parameters: dict[str, str], status: int, body: bytes) -> tuple[int, bytes]:
        with self._changed:
            self.calls.append(Call(method, parameters, status))
        if method == self._revoke_after:
            self.revoke()
        return status, body

    def _fault(self, method: str, chat: str) -> Fault | None:
        with self._changed:
            for key in ((method, chat), (method, "")):
                if planned := self._planned.get(key):
                    return planned.popleft()
        return None

    def _result(self, token: str, method: str, parameters: dict[str, str]) -> Any:
        if token != TOKEN or self._revoked:
            raise ApiError(401, "Unauthorized")
        do = self._methods.get(method)
        if do is None:
            raise ApiError(404, "Not Found")
        return do(self, parameters)

    def _get_me(self, _: dict[str, str]) -> dict[str, Any]:
        return {"id": 123456, "is_bot": True, "first_name": "Hỏi Một Cửa", "username": "hoimotcua_bot"}

    def _done(self, _: dict[str, str]) -> bool:
        return True

    def _set_commands(self, parameters: dict[str, str]) -> bool:
        commands = json.loads(parameters["commands"])
        if len(commands) > 100 or any(not re.fullmatch("[a-z0-9_]{1,32}", each["command"]) for each in commands):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if any(not 1 <= len(each["description"]) <= 256 for each in commands):
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = commands
        return True

    def _get_description(self, _: dict[str, str]) -> dict[str, str]:
        return {"description": self.description}

    def _set_description(self, parameters: dict[str, str]) -> bool:
        self.description = _within(parameters["description"], 512)
        return True

    def _get_short_description(self, _: dict[str, str]) -> dict[str, str]:
        return {"short_description": self.short_description}

    def _set_short_description(self, parameters: dict[str, str]) -> bool:
        self.short_description = _within(parameters["short_description"], 120)
        return True

    def _set_webhook(self, parameters: dict[str, str]) -> bool:
        if not parameters["url"].startswith("https://"):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch("[A-Za-z0-9_-]{1,256}", parameters.get("secret_token", "-")):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = parameters
        return True

    def _delete_webhook(self, _: dict[str, str]) -> bool:
        self.webhook = {}
        return True

    def _get_webhook_info(self, _: dict[str, str]) -> dict[str, Any]:
        info: dict[str, Any] = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates),
        }
        if self.webhook_failed_at:
            info["last_error_date"] = self.webhook_failed_at
            info["last_error_message"] = "Wrong response from the webhook: 503 Service Unavailable"
        return info

    def _get_updates(self, parameters: dict[str, str]) -> list[dict[str, Any]]:
        if self.webhook:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
            )
        offset = int(parameters.get("offset", 0))
        with self._changed:
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()
            self.polled_at.append(monotonic())
            self._changed.notify_all()  # a poll ends the one before, if that still waits
            mine = len(self.polled_at)
            self._changed.wait_for(
                lambda: self._updates or self._closing or self._revoked or mine < len(self.polled_at),
                float(parameters.get("timeout", 0)),
            )
            if self._revoked:
                raise ApiError(401, "Unauthorized")
            if mine < len(self.polled_at):
                raise _TERMINATED
            return list(self._updates)[: int(parameters.get("limit", 100))]

    def _send_message(self, parameters: dict[str, str]) -> dict[str, Any]:
        text = parameters.get("text", "")
        seen = shown(text) if parameters.get("parse_mode") == "HTML" else text
        if not seen.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(seen) > 4096:
            raise ApiError(400, "Bad Request: message is too long")
        chat = int(parameters["chat_id"])
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat in self.migrated:
            new = self.migrated[chat]
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        buttons = _buttons(parameters.get("reply_markup"))
        answers = json.loads(parameters.get("reply_parameters", "{}")).get("message_id")
        sent = Sent(chat, text, seen, buttons, answers)
        with self._changed:
            self.sent.append(sent)
        return message(sent.chat, text=seen)

    def _get_file(self, parameters: dict[str, str]) -> dict[str, Any]:
        number = parameters["file_id"]
        size = len(self._files[number])
        if size > MAX_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": number, "file_unique_id": number, "file_size": size, "file_path": f"documents/{number}"}

    def _send_document(self, parameters: dict[str, str]) -> dict[str, Any]:
        return message(int(parameters["chat_id"]), document={"file_id": "sent", "file_unique_id": "sent"})

    def _answer_callback_query(self, parameters: dict[str, str]) -> bool:
        self._take_query(parameters["callback_query_id"])
        return True

    def _answer_inline_query(self, parameters: dict[str, str]) -> bool:
        self._take_query(parameters["inline_query_id"])
        results = json.loads(parameters["results"])
        if len(results) > 50:
            raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
        if len({each["id"] for each in results}) < len(results):
            raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
        for each in results:
            content = each["input_message_content"]
            if content["parse_mode"] != "HTML" or not 1 <= len(shown(content["message_text"])) <= 4096:
                raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
            if not 1 <= len(each["id"].encode()) <= 64 or not each["title"]:
                raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
        with self._changed:
            self.inline_answers.append(results)
        return True

    def _take_query(self, query: str) -> None:
        with self._changed:
            if query not in self._queries:
                raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
            self._queries.remove(query)

    _methods: ClassVar[dict[str, Callable[["FakeTelegram", dict[str, str]], Any]]] = {
        "getMe": _get_me,
        "setMyCommands": _set_commands,
        "getMyDescription": _get_description,
        "setMyDescription": _set_description,
        "getMyShortDescription": _get_short_description,
        "setMyShortDescription": _set_short_description,
        "setWebhook": _set_webhook,
        "deleteWebhook": _delete_webhook,
        "getWebhookInfo": _get_webhook_info,
        "getUpdates": _get_updates,
        "sendMessage": _send_message,
        "sendChatAction": _done,
        "getFile": _get_file,
        "sendDocument": _send_document,
        "answerCallbackQuery": _answer_callback_query,
        "answerInlineQuery": _answer_inline_query,
    }


def person(number: int) -> dict[str, Any]:
    """Return a `User`."""
    return {"id": number, "is_bot": False, "first_name": "Lan"}


def group_message(group: int, user: int, **content: Any) -> dict[str, Any]:
    """Return a `Message` of `user` in a group, whose id is negative."""
    return message(user, **content) | {"chat": {"id": group, "type": "supergroup", "title": "Thôn"}}


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


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise ApiError(400, "Bad Request: description is too long")
    return text


def _buttons(markup: str | None) -> tuple[tuple[str, str], ...]:
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    buttons = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
    if not all(label for label, _ in buttons):
        raise ApiError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if not all(1 <= len(value.encode()) <= 64 for _, value in buttons):
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _parts(kind: str, body: bytes) -> tuple[dict[str, str], str, bytes]:
    """Return the fields of a multipart request, and the name and bytes of the one file in it."""
    parsed = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    fields: dict[str, str] = {}
    name, data = "", b""
    for part in parsed.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if file := part.get_filename():
            name, data = file, content
        else:
            fields[str(part.get_param("name", header="content-disposition"))] = content.decode()
    return fields, name, data


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: FakeTelegram) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Request, bind_and_activate=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """Take it that a bot which was killed has gone, without a trace on the screen."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it was killed
            self.close_connection = True
            return
        # A request through a proxy names the whole address.
        _, bot, method = urlsplit(self.path).path.split("/")
        token = bot.removeprefix("bot")
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/"):
            parameters, name, data = _parts(kind, body)
            answer = self.server.api.take_file(token, parameters, name, data)
        else:
            parameters = dict(parse_qsl(urlsplit(self.path).query)) | dict(parse_qsl(body.decode()))
            answer = self.server.api.answer(token, method, parameters, lambda: is_gone(self.connection))
        if answer:
            self._reply(answer[0], "application/json", answer[1])
        else:
            reset_at_the_end(self.connection)
            self.close_connection = True

    def do_GET(self) -> None:
        _, _, bot, path = unquote(urlsplit(self.path).path).split("/", 3)
        data = self.server.api.download(bot.removeprefix("bot"), path)
        self._reply(404 if data is None else 200, "application/octet-stream", data or b"")

    def _reply(self, status: int, kind: str, raw: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except ConnectionError:  # a long poll that was given up
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Stay quiet."""
