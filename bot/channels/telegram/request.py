"""How python-telegram-bot reaches Telegram: over aiohttp, in half the processor time of its own way (ADR 31)."""

import json
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 5.0
FILE_SECONDS = 20.0
"""How much longer sending a file may take."""
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_NOT_PASSED_ON = (502, 503)


class UnsureError(NetworkError):
    """Telegram may have done what was asked: the request went out, but no answer of its own came."""


class QuietRequest(BaseRequest):
    """Believes only what Telegram itself says: a page of something between refuses no token. Logs no half answer.

    Without `proxy` it heeds HTTPS_PROXY and NO_PROXY.
    """

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How many seconds an answer may take."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Be ready for requests."""
        if not self._session:
            connector = aiohttp.TCPConnector(limit=256, ssl=httpx.create_ssl_context())  # certificates as for Zalo
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(  # noqa: PLR0917  the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401  the library's own marks for no value
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Return status and body; raises UnsureError, or NetworkError where surely nothing was done."""
        answer = read_timeout if isinstance(read_timeout, float | int) else ANSWER_SECONDS
        try:
            status, body = await self._fetch(url, method, request_data, answer)
        except _UNSENT as error:
            raise NetworkError(type(error).__name__) from None  # its text holds the address
        except (aiohttp.ClientError, TimeoutError) as error:
            raise UnsureError(type(error).__name__) from None
        if method == "POST" and not _is_telegrams(body):  # a file is fetched by GET
            kind = NetworkError if status in _NOT_PASSED_ON else UnsureError
            raise kind(f"HTTP {status} without an answer of Telegram's")
        return status, body

    async def _fetch(self, url: str, method: str, data: RequestData | None, answer: float) -> tuple[int, bytes]:
        if not self._session:
            raise RuntimeError("not initialised")
        whole = CONNECT_SECONDS + answer + (FILE_SECONDS if data and data.contains_files else 0)
        timeout = aiohttp.ClientTimeout(total=whole, connect=CONNECT_SECONDS, sock_read=answer)
        headers = {"User-Agent": self.USER_AGENT}
        body: bytes | aiohttp.FormData | None = None
        if data and data.contains_files:
            body = _form(data)
        elif data:  # by itself: aiohttp's form prepares for parts and files first
            body = urlencode(data.json_parameters).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        address = urlsplit(url)
        proxy = self._proxy or _usual_proxy(address.scheme, address.netloc)
        async with self._session.request(
            method, url, data=body, headers=headers, timeout=timeout, proxy=proxy
        ) as response:
            return response.status, await response.read()


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


@cache
def _usual_proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for an address."""
    proxy = getproxies().get(scheme)
    return None if not proxy or proxy_bypass(host) else proxy


def _is_telegrams(body: bytes) -> bool:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and isinstance(answer.get("ok"), bool)
