"""The part of Zalo's OA interface that the bot uses, over real HTTP on loopback.

As strict as what is known of the real one: tokens that rotate and work once, errors with HTTP 200, windows by
the person's last interaction, a quota of messages in a window, signed events. `now` is the fake's own clock.
"""

import asyncio
import json
import re
import secrets
import sys
import threading
import time
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.fakes.connections import reset_at_the_end

APP_ID = "360846524940903967"
APP_SECRET = "app-secret-of-tests"
OA_SECRET = "test-oa-secret-key"
OA_ID = "388613280878808645"
PERSON = "246845883529197922"
ACCESS_LIFE = timedelta(seconds=90000)
FREE, LONGEST = timedelta(hours=48), timedelta(days=7)
FREE_MESSAGES = 8
TOKEN_PATH = "/v4/oa/access_token"
SEND_PATH = "/v3.0/oa/message/cs"
ACCOUNT_PATH = "/v2.0/oa/getoa"
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43}")

Json = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """One answer that goes wrong. Without any switch it is an answer with `error` and HTTP 200.

    `status` answers with an HTML page; `broken` with half a JSON; `reset` breaks the connection off.
    With `after`, what was asked is done all the same. `seconds` is a delay before all of that.
    """

    error: int = 0
    status: int = 200
    broken: bool = False
    reset: bool = False
    after: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Sent:
    """One message that a person got."""

    person: str
    text: str
    buttons: tuple[tuple[str, str], ...] = ()


@dataclass
class _Tokens:
    """Pairs given out: an access token lives for a while, a refresh token until it is used."""

    access: dict[str, datetime] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)  # to the access token that goes with it
    codes: dict[str, str] = field(default_factory=dict)  # to the challenge of the consent


@dataclass
class _Person:
    last_interaction: datetime | None = None
    used: int = 0


class FakeZaloOa:
    """A server for one account; `deliver` is what Zalo posts, `sent` what people get, `refreshes` each renewal."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.sent: list[Sent] = []
        self.attempts = 0
        self.refreshes: list[int] = []
        self.expires_in_as_number = False
        self.takes_buttons = True
        self.unlimited = False
        self.banned: set[str] = set()
        self.files: dict[str, bytes] = {}
        self._lock = threading.RLock()
        self._tokens = _Tokens()
        self._people: dict[str, _Person] = {}
        self.weather: Callable[[str, str], Fault | None] = lambda _, __: None
        """What each attempt to send a text to a person meets, where nothing is planned."""
        self._planned: dict[str, deque[Fault]] = {TOKEN_PATH: deque(), SEND_PATH: deque(), ACCOUNT_PATH: deque()}
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    # What happens at Zalo.

    def pair(self) -> tuple[str, str]:
        """Give out an access and a refresh token, as the console does."""
        with self._lock:
            access, refresh = f"access-{secrets.token_hex(12)}", f"refresh-{secrets.token_hex(12)}"
            self._tokens.access[access] = self.now + ACCESS_LIFE
            self._tokens.refresh[refresh] = access
            return access, refresh

    def consent(self, challenge: str) -> str:
        """Allow the app to act for the account; return the code."""
        with self._lock:
            code = secrets.token_hex(12)
            self._tokens.codes[code] = challenge
            return code

    def revoke_access(self) -> None:
        """Make all access tokens invalid (-216); refresh tokens still work."""
        with self._lock:
            self._tokens.access.clear()

    def revoke_refresh(self) -> None:
        """Make all refresh tokens invalid."""
        with self._lock:
            self._tokens.refresh.clear()

    def interact(self, person: str, ago: timedelta = timedelta(0)) -> None:
        """Let a person have written just now, or so long `ago`; a new window begins by that."""
        with self._lock:
            self._people[person] = _Person(self.now - ago)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass for tokens and windows."""
        self.now += span

    def plan(self, path: str, *faults: Fault) -> None:
        """Answer the next requests of `path` with `faults`, one each."""
        with self._lock:
            self._planned[path].extend(faults)

    # What Zalo posts to the webhook.

    async def deliver(self, url: str, event: Json, **how: Any) -> int:
        """Post an event as Zalo does, and return the HTTP status; the person has interacted by that."""
        return await self.post(url, encoded(event), person=_who(event), **how)

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        person: str = "",
        secret: str = OA_SECRET,
        signed: bool = True,
        num_retry: int = 0,
    ) -> int:
        """Post a body with its signature; `num_retry` is Zalo's header on a repetition."""
        if person:
            self.interact(person)
        headers = {"Content-Type": "application/json"}
        if signed:
            headers["X-ZEvent-Signature"] = signature(body, secret)
        if num_retry:
            headers["num_retry"] = str(num_retry)
        return await asyncio.to_thread(_post, url, body, headers)

    async def probe(self, url: str, body: bytes = b"{}") -> int:
        """Post what Zalo posts, unsigned, when the address is set."""
        return await self.post(url, body, signed=False)

    def texts(self, person: str = PERSON) -> list[str]:
        """Return what `person` got."""
        with self._lock:
            return [sent.text for sent in self.sent if sent.person == person]

    # What the bot asks for.

    def fault(self, path: str, body: bytes) -> Fault | None:
        with self._lock:
            if planned := self._planned.get(path):
                return planned.popleft()
        said = _object(body) if path == SEND_PATH else None
        return self.weather(said["recipient"]["user_id"], said["message"]["text"]) if said else None

    def token(self, kind: str, headers: Any, body: bytes) -> Json:
        """Answer a request for tokens."""
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if kind != "application/x-www-form-urlencoded" or headers.get("secret_key") != APP_SECRET:
            return _oauth_error(-14004)
        if form.get("app_id") != APP_ID:
            return _oauth_error(-14001)
        with self._lock:
            grants = {"authorization_code": self._by_code, "refresh_token": self._by_refresh_token}
            grant = grants.get(form.get("grant_type", ""))
            return grant(form) if grant else _oauth_error(-14005)

    def _by_code(self, form: dict[str, str]) -> Json:
        challenge = self._tokens.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        hashed = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not challenge or not _VERIFIER.fullmatch(verifier) or hashed != challenge:
            return _oauth_error(-14010)
        return self._new_pair()

    def _by_refresh_token(self, form: dict[str, str]) -> Json:
        old = self._tokens.refresh.pop(form.get("refresh_token", ""), None)
        self.refreshes.append(0 if old else -14020)
        if not old:
            return _oauth_error(-14020)
        self._tokens.access.pop(old, None)
        return self._new_pair()

    def _new_pair(self) -> Json:
        access, refresh = self.pair()
        seconds = int(ACCESS_LIFE.total_seconds())
        life: object = seconds if self.expires_in_as_number else str(seconds)
        return {"access_token": access, "refresh_token": refresh, "expires_in": life}

    def send(self, kind: str, headers: Any, body: bytes) -> Json:
        """Answer a request to send."""
        with self._lock:
            self.attempts += 1
            expires = self._tokens.access.get(headers.get("access_token", ""))
            if not expires:
                return _error(-216, "Access token is invalid")
            if self.now >= expires:
                return _error(-220, "access_token is expired or invalid")
            said = _object(body) if kind == "application/json" else None
            message = said.get("message") if said else None
            person = said["recipient"].get("user_id") if said and isinstance(said.get("recipient"), dict) else None
            if not isinstance(message, dict) or not isinstance(person, str):
                return _error(-201, "Params is invalid")
            return self._to(person, message)

    def _to(self, person: str, message: Json) -> Json:
        text, buttons = message.get("text"), _buttons(message.get("attachment"))
        if not isinstance(text, str) or not 1 <= len(text.encode("utf-16-le")) // 2 <= 2000 or buttons is None:
            return _error(-201, "Params is invalid")
        if buttons and not self.takes_buttons:
            return _error(-233, "Message type is not supported")
        if closed := self._closed(person):
            return closed
        self.sent.append(Sent(person, text, tuple(buttons)))
        quota = {"quota_type": "reply", "remain": FREE_MESSAGES - self._people[person].used, "total": FREE_MESSAGES}
        moment = str(int(self.now.timestamp() * 1000))
        data = {"message_id": secrets.token_hex(10), "user_id": person, "sent_time": moment, "quota": quota}
        return {"data": data, "error": 0, "message": "Success"}

    def _closed(self, person: str) -> Json | None:
        """Return why a person cannot be written to, and count the message otherwise."""
        if person in self.banned:
            return _error(-227, "User is banned or has been inactive for more than 45 days")
        known = self._people.get(person)
        if not known or not known.last_interaction:
            return _error(-232, "User has not interacted with the OA")
        since = self.now - known.last_interaction
        if since > LONGEST:
            return _error(-230, "User has not interacted with the OA in the past 7 days")
        if since <= FREE and known.used >= FREE_MESSAGES and not self.unlimited:
            return _error(-211, "Out of quota")
        known.used += since <= FREE
        return None


# Events, in the shapes of the documentation.


JUST_NOW = int(datetime.now(UTC).timestamp() * 1000)
"""When things happened, in Zalo's milliseconds."""


def text_event(text: str, msg_id: str = "96d3cdf3af150460909", person: str = PERSON, at: int = JUST_NOW) -> Json:
    return message_event("user_send_text", {"text": text, "msg_id": msg_id}, person, at)


def message_event(name: str, message: Json, person: str = PERSON, at: int = JUST_NOW) -> Json:
    return {
        "app_id": APP_ID,
        "sender": {"id": person},
        "user_id_by_app": "552177279717587730",
        "recipient": {"id": OA_ID},
        "event_name": name,
        "message": message,
        "timestamp": str(at),
    }


def image_event(msg_id: str = "c3d4", text: str | None = None) -> Json:
    picture = {"type": "image", "payload": {"url": "https://photo.test/a.jpg", "thumbnail": "https://photo.test/t.jpg"}}
    words = {} if text is None else {"text": text}
    return message_event("user_send_image", {"msg_id": msg_id, "attachments": [picture], **words})


def file_event(url: str, name: str = "thu-tuc.xlsx", msg_id: str = "g7h8") -> Json:
    file = {"type": "file", "payload": {"url": url, "name": name, "type": "xlsx"}}
    return message_event("user_send_file", {"msg_id": msg_id, "attachments": [file]})


def location_event(msg_id: str = "e5f6") -> Json:
    place = {"type": "location", "payload": {"coordinates": {"latitude": "14.35", "longitude": "108.0"}}}
    return message_event("user_send_location", {"msg_id": msg_id, "attachments": [place]})


def follow_event(name: str = "follow", person: str = PERSON, at: int = JUST_NOW) -> Json:
    return {
        "oa_id": OA_ID,
        "follower": {"id": person},
        "user_id_by_app": "552172779717587730",
        "event_name": name,
        "source": "oa_profile",
        "app_id": APP_ID,
        "timestamp": str(at),
    }


def form_event() -> Json:
    info = {"name": "Nguyễn Thị Lan", "phone": "84912345678", "full_address": {"user_ward": "Kon Braih"}}
    return {**message_event("user_submit_info", {}), "info": info}


def receipt_event(name: str = "user_seen_message") -> Json:
    return message_event(name, {"msg_ids": ["96d3cdf3af150460909"]})


def echo_event() -> Json:
    event = message_event("oa_send_text", {"text": "Chào anh/chị", "msg_id": "0a1b"}, person=OA_ID)
    return {**event, "recipient": {"id": PERSON}}


def encoded(event: Json) -> bytes:
    """Return an event as Zalo writes it: without spaces, letters as they are."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def signature(body: bytes, secret: str = OA_SECRET) -> str:
    """Return the header's value; written apart from the bot's own code, to be compared with it."""
    moment = re.search(rb'"timestamp":\s*"?(\d+)', body)
    hashed = sha256()
    for part in (APP_ID.encode(), body, moment[1] if moment else b"", secret.encode()):
        hashed.update(part)
    return f"mac={hashed.hexdigest()}"


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    target = urlsplit(url)
    connection = HTTPConnection(target.netloc, timeout=30)
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _who(event: Json) -> str:
    found = event.get("follower") or event.get("sender") or {}
    return str(found.get("id", ""))


def _object(body: bytes) -> Json | None:
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _buttons(attachment: Any) -> Sequence[tuple[str, str]] | None:
    """Return titles and payloads; None for an attachment that breaks a rule."""
    if attachment is None:
        return ()
    buttons = attachment["payload"]["buttons"]
    found = [(button["title"], button["payload"]) for button in buttons if button["type"] == "oa.query.show"]
    if not 1 <= len(found) <= 5 or len(found) < len(buttons):
        return None
    fits = all(1 <= len(title) <= 100 and 1 <= len(payload) <= 1000 for title, payload in found)
    return found if fits else None


def _error(code: int, message: str) -> Json:
    return {"error": code, "message": message}


def _oauth_error(code: int) -> Json:
    return {"error": code, "error_name": "refused", "error_description": "refused by the fake"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: FakeZaloOa) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Take it that a bot which was killed has gone, without a trace on the screen."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        if self.path == ACCOUNT_PATH:
            self._do(b"")
            return
        data = self.server.api.files.get(self.path)
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:  # whoever sent it was killed
            self.close_connection = True
            return
        self._do(body)

    def _do(self, body: bytes) -> None:
        fault = self.server.api.fault(self.path, body)
        if fault:
            time.sleep(fault.seconds)
        if fault and not fault.after and fault != Fault(seconds=fault.seconds):
            self._fail(fault)
            return
        answer = self._answer(body)
        if fault and fault.after:
            self._fail(fault)
        else:
            self._reply(200, "application/json", json.dumps(answer).encode())

    def _answer(self, body: bytes) -> Json:
        kind = self.headers.get("Content-Type", "").partition(";")[0]
        if self.path == TOKEN_PATH:
            return self.server.api.token(kind, self.headers, body)
        if self.path == SEND_PATH:
            return self.server.api.send(kind, self.headers, body)
        if self.path == ACCOUNT_PATH:
            return {"data": {"oaid": OA_ID, "name": "Hỏi Một Cửa"}, "error": 0, "message": "Success"}
        return _error(-240, "unknown path")

    def _fail(self, fault: Fault) -> None:
        if fault.reset:
            # Closing with this option sends a reset instead of a proper end.
            reset_at_the_end(self.connection)
            self.close_connection = True
            self.connection.close()
        elif fault.broken:
            self._reply(fault.status, "application/json", b'{"error": 0, "mess')
        elif fault.status != 200:
            self._reply(fault.status, "text/html", b"<html>Bad gateway</html>")
        else:
            self._reply(200, "application/json", json.dumps(_error(fault.error, "planned")).encode())

    def _reply(self, status: int, kind: str, raw: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)
        except ConnectionError:  # given up on
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name
        """Stay quiet."""
