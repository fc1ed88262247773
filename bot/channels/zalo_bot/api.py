"""The methods of the Zalo Bot Platform that the bot uses: `{base}/bot{token}/{method}`, JSON both ways.

An answer is judged by its body before its HTTP status, because Zalo sends errors with status 200. The
token stands in the address, so no address gets into an error or a log.
"""

import logging
from typing import Any

import httpx
from pydantic import SecretStr

TEXT_LIMIT = 2000
"""Characters of one message."""
CONNECT_SECONDS = 10.0
NO_ANSWER = 0
_EMPTY_POLL = 408
_UNAUTHORIZED = 401
_NOT_FOUND = 404
# Zalo's documentation calls its 403 "Internal server error".
_PASSING = (NO_ANSWER, 403, 408, 429)
_SERVER_ERRORS = 500
_NOT_PASSED_ON = (502, 503)


class ZaloBotError(Exception):
    """A call that failed: `code` is Zalo's own, else the HTTP status, else NO_ANSWER.

    `unsure` says that Zalo may have done what was asked: the request went out, but no readable answer came.
    """

    def __init__(self, method: str, code: int, reason: str, *, unsure: bool = False) -> None:
        super().__init__(f"{method}: {code} {reason}")
        self.code = code
        self.unsure = unsure

    @property
    def passing(self) -> bool:
        """Whether the same call may succeed later."""
        return self.code in _PASSING or self.code >= _SERVER_ERRORS or self.unsure


class TokenRefusedError(ZaloBotError):
    """The token is wrong or was reset."""


class ZaloBotApi:
    """A client for one bot; every method raises ZaloBotError, or TokenRefusedError for a token that Zalo refuses."""

    def __init__(self, base_url: str, token: SecretStr, answer_seconds: float) -> None:
        self._answer_seconds = answer_seconds
        for name in ("httpx", "httpcore"):  # they log whole addresses
            logging.getLogger(name).setLevel(logging.WARNING)
        self._http = httpx.AsyncClient(base_url=f"{base_url.rstrip('/')}/bot{token.get_secret_value()}/")

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def account_name(self) -> str:
        """Return the bot's name in its deep link, "" if Zalo does not tell."""
        return _text(await self._call("getMe"), "account_name")

    async def update(self, seconds: int, margin: float) -> object:
        """Wait up to `seconds` for an update, which Zalo then forgets; None if there was none.

        Without an answer `margin` seconds after that, the poll counts as lost.
        """
        try:
            return await self._call("getUpdates", {"timeout": str(seconds)}, answer_within=seconds + margin)
        except ZaloBotError as error:
            if error.code == _EMPTY_POLL:
                return None
            raise

    async def set_webhook(self, url: str, secret: SecretStr) -> str:
        """Have updates posted to `url`; return what Zalo found wrong with it when it tried, "" if nothing."""
        result = await self._call("setWebhook", {"url": url, "secret_token": secret.get_secret_value()})
        verification = result.get("verification") if isinstance(result, dict) else None
        if not isinstance(verification, dict) or verification.get("ok") is not False:
            return ""
        return _text(verification, "outcome") or "unknown"

    async def delete_webhook(self) -> None:
        """Have updates kept for getUpdates."""
        await self._call("deleteWebhook")

    async def webhook_url(self) -> str:
        """Return where updates are posted to, "" if nowhere, which Zalo says by an empty address or by a 404."""
        try:
            return _text(await self._call("getWebhookInfo"), "url")
        except ZaloBotError as error:
            if error.code == _NOT_FOUND:
                return ""
            raise

    async def send_message(self, chat: str, text: str) -> None:
        """Send `text`, 1 to TEXT_LIMIT characters."""
        await self._call("sendMessage", {"chat_id": chat, "text": text})

    async def send_typing(self, chat: str) -> None:
        """Show for some seconds that the bot is typing."""
        await self._call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def _call(
        self, method: str, parameters: dict[str, str] | None = None, *, answer_within: float | None = None
    ) -> Any:  # noqa: ANN401  JSON; None where there is no result
        timeout = httpx.Timeout(answer_within or self._answer_seconds, connect=CONNECT_SECONDS)
        lost = None
        try:
            response = await self._http.post(method, json=parameters or {}, timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            unsent = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
            lost = ZaloBotError(method, NO_ANSWER, type(error).__name__, unsure=not unsent)
        if lost:  # raised here so that the library's error, which holds the address, does not hang on it
            raise lost
        return _result(method, response)


def _result(method: str, response: httpx.Response) -> Any:  # noqa: ANN401
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
        raise _not_zalos(method, response.status_code)
    if body["ok"]:
        return body.get("result")
    code = _code(body, response.status_code)
    kind = TokenRefusedError if code == _UNAUTHORIZED else ZaloBotError
    raise kind(method, code, _text(body, "description"))


def _not_zalos(method: str, status: int) -> ZaloBotError:
    """Return the error for a page of something between: its 401 refuses no token, its 404 tells of no webhook."""
    code = status if status >= _SERVER_ERRORS else NO_ANSWER
    return ZaloBotError(method, code, f"HTTP {status}, no answer of Zalo's", unsure=status not in _NOT_PASSED_ON)


def _code(body: dict[str, Any], status: int) -> int:
    said = body.get("error_code")
    return said if isinstance(said, int) else status


def _text(body: object, name: str) -> str:
    found = body.get(name) if isinstance(body, dict) else None
    return found if isinstance(found, str) else ""
