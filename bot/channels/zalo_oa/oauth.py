"""Zalo's OAuth v4: a code or a refresh token for a new pair of tokens."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.settings import ZaloOaSettings
from bot.storage.zalo_tokens import TokenPair

USUAL_LIFE = timedelta(hours=25)
"""What Zalo documents (`expires_in` 90000); taken where an answer does not say."""
TIMEOUT_SECONDS = 15.0


class RefusedError(Exception):
    """Zalo answered no: a code or refresh token that is used up, expired or wrong, or a wrong secret."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"Zalo refused (error {code})")
        self.code = code


class UnreachableError(Exception):
    """No answer that can be read; whether the token was used up is not known."""


class OAuth:
    """Asks for tokens; answers are judged by their body, as errors come with HTTP 200 too."""

    def __init__(self, settings: ZaloOaSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self._client = client

    async def exchange(self, code: str, verifier: str) -> TokenPair:
        """Return the first pair of a consent; `code` is good for ten minutes, once."""
        return await self._ask({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    async def refresh(self, token: str) -> TokenPair:
        """Return the next pair; `token` and the access token that came with it are dead after that."""
        return await self._ask({"grant_type": "refresh_token", "refresh_token": token})

    async def _ask(self, form: dict[str, str]) -> TokenPair:
        try:
            answer = await self._client.post(
                f"{_home(self._settings)}/access_token",
                data={"app_id": self._settings.app_id, **form},
                headers={"secret_key": self._settings.app_secret.get_secret_value()},
                timeout=TIMEOUT_SECONDS,
            )
            body = answer.json()
        except httpx.HTTPError as error:
            raise UnreachableError(type(error).__name__) from None  # its text may hold a header
        except (ValueError, RecursionError):
            raise UnreachableError(f"HTTP {answer.status_code} without JSON") from None
        return _pair(body)


def consent_url(settings: ZaloOaSettings, redirect_uri: str, verifier: str, state: str) -> str:
    """Return the page on which an administrator of the account allows the app to act for it."""
    query = {
        "app_id": settings.app_id,
        "redirect_uri": redirect_uri,
        "code_challenge": challenge(verifier),
        "state": state,
    }
    return f"{_home(settings)}/permission?{urlencode(query)}"


def new_verifier() -> str:
    """Return a new PKCE verifier of 43 characters."""
    return secrets.token_urlsafe(32)


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _home(settings: ZaloOaSettings) -> str:
    return f"{settings.oauth_url.rstrip('/')}/v4/oa"


def _pair(body: object) -> TokenPair:
    said: Mapping[str, Any] = body if isinstance(body, dict) else {}
    access, refresh, code = said.get("access_token"), said.get("refresh_token"), said.get("error")
    if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
        return TokenPair(access, refresh, datetime.now(UTC) + _life(said.get("expires_in")))
    if isinstance(code, int):
        raise RefusedError(code)
    raise UnreachableError("neither tokens nor an error code")


def _life(seconds: object) -> timedelta:
    """Read a number of seconds that comes as text or number."""
    try:
        life = timedelta(seconds=float(str(seconds)))
    except (ValueError, OverflowError):
        return USUAL_LIFE
    return life if timedelta(0) < life <= timedelta(days=365) else USUAL_LIFE
