"""Getting a file that somebody sent to the Official Account, from where Zalo keeps it."""

from urllib.parse import urlsplit

import httpx

from bot.conversation import Attachment
from bot.knowledge.spreadsheets.limits import MAX_BYTES


class FileError(Exception):
    """The file cannot be had: no address, not at Zalo, too large."""


def attachment(name: str, url: str, client: httpx.AsyncClient, base_url: str) -> Attachment:
    """Return the file; only `fetch` contacts anybody, and raises FileError or httpx.HTTPError.

    The address comes from an event that Zalo signed; it must be https, or on the server of `base_url`. Its
    size is not told, so it is counted while it comes in.
    """

    async def fetch() -> bytes:
        parts = urlsplit(url)
        if parts.scheme != "https" and parts.netloc != urlsplit(base_url).netloc:
            raise FileError
        data = bytearray()
        async with client.stream("GET", url) as response:
            response.raise_for_status()
            async for piece in response.aiter_bytes():
                data += piece
                if len(data) > MAX_BYTES:
                    raise FileError
        return bytes(data)

    return Attachment(name or "tep", 0, fetch)
