"""Who really sent a webhook event: the signature over its raw bytes."""

from hashlib import sha256
from hmac import compare_digest

HEADER = "X-ZEvent-Signature"
_PREFIX = "mac="


def mac(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """Return the signature of a body as hexadecimal digits.

    Zalo's rule is a plain SHA-256 over app id, raw body, the body's own `timestamp` and the secret key of
    the account's webhook page (not the app's secret). The secret stands last, so nothing can be appended.
    """
    return sha256(b"".join((app_id.encode(), body, _bytes(timestamp), secret.encode()))).hexdigest()


def is_signed(header: str, body: bytes, timestamp: str, app_id: str, secret: str) -> bool:
    """Say whether `header` is `mac=` and the right signature; never where a secret is not set."""
    expected = f"{_PREFIX}{mac(app_id, body, timestamp, secret)}"
    return bool(app_id and secret) and compare_digest(_bytes(header), expected.encode())


def _bytes(text: str) -> bytes:
    """Encode what anybody may have sent, half surrogates too."""
    return text.encode(errors="surrogatepass")
