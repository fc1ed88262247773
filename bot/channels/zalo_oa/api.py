"""Sending a CS message, and what became of it: Zalo says so in the body, whatever the HTTP status."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import httpx
import structlog

from bot.channels.patience import Patience
from bot.channels.zalo_oa.oauth import UnreachableError
from bot.channels.zalo_oa.tokens import NotConnectedError, Tokens
from bot.settings import ZaloOaSettings

TIMEOUT_SECONDS = 20.0
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds to wait before another attempt, where one may help."""
log = structlog.get_logger()


class Outcome(StrEnum):
    """What became of a message; the numbers are Zalo's error codes."""

    SENT = "sent"
    TOO_LATE = "too_late"  # -230, -232: the person wrote too long ago, or never
    QUOTA = "quota"  # -211, -218: no free or paid message left in the window, or in the account
    NOT_FOLLOWER = "not_follower"  # -213
    BLOCKED = "blocked"  # -227, -244: the person is banned, away for 45 days, or refuses us
    RATE = "rate"  # -32, however long we waited
    TOKEN = "token"  # -216, -220, even after renewing  # noqa: S105
    PACKAGE = "package"  # -221, -224: the account is not verified, or its package lacks the interface
    REFUSED = "refused"  # any other code
    UNREACHABLE = "unreachable"  # surely not sent
    UNCLEAR = "unclear"  # perhaps sent: no answer that can be read, twice


_OUTCOMES = {
    0: Outcome.SENT,
    -230: Outcome.TOO_LATE,
    -232: Outcome.TOO_LATE,
    -211: Outcome.QUOTA,
    -218: Outcome.QUOTA,
    -213: Outcome.NOT_FOLLOWER,
    -227: Outcome.BLOCKED,
    -244: Outcome.BLOCKED,
    -32: Outcome.RATE,
    -216: Outcome.TOKEN,
    -220: Outcome.TOKEN,
    -221: Outcome.PACKAGE,
    -224: Outcome.PACKAGE,
}
_PASSING = {Outcome.RATE, Outcome.UNREACHABLE, Outcome.UNCLEAR}
_NOT_PASSED_ON = (502, 503)
_HINTS = {
    Outcome.QUOTA: "Hết lượt tin: xem docs/zalo.md, mục «Hạn mức».",
    Outcome.PACKAGE: "OA chưa xác thực hoặc gói dịch vụ chưa cho nối ứng dụng: xem docs/zalo.md, mục «Hạn mức».",
}


class Api:
    """Sends for one Official Account; `outcomes` counts what became of messages since the start."""

    def __init__(
        self, settings: ZaloOaSettings, tokens: Tokens, client: httpx.AsyncClient, pauses: Sequence[float] = PAUSES
    ) -> None:
        base = settings.base_url.rstrip("/")
        self._address = f"{base}/v3.0/oa/message/cs"
        self._account = f"{base}/v2.0/oa/getoa"
        self._tokens = tokens
        self._client = client
        self._pauses = pauses
        self.outcomes: Counter[Outcome] = Counter()

    async def send(self, message: dict[str, Any]) -> Outcome:
        """Send the `message` that is one, to its `person`.

        Wait and try again where that may help, and with a renewed token where ours is refused.
        """
        outcome = await self._with_token(message)
        self.outcomes[outcome] += 1
        if outcome is not Outcome.SENT:
            hint = {"hint": _HINTS[outcome]} if outcome in _HINTS else {}
            log.warning("zalo_oa_not_sent", outcome=outcome.value, **hint)
        return outcome

    async def _with_token(self, message: dict[str, Any]) -> Outcome:
        try:
            token = await self._tokens.access()
            outcome = await self._patiently(token, message)
            if outcome is Outcome.TOKEN:
                outcome = await self._patiently(await self._tokens.renew(token), message)
        except (NotConnectedError, UnreachableError):
            return Outcome.TOKEN
        return outcome

    async def _patiently(self, token: str, message: dict[str, Any]) -> Outcome:
        """Try again after a passing fault."""
        patience = Patience(self._pauses, message)
        content = {"recipient": {"user_id": message["person"]}, "message": message["message"]}
        while True:
            if patience.was_unsure and not await self._answers(token):
                outcome = Outcome.UNREACHABLE
            else:
                outcome = await self._post(token, content)
            if outcome not in _PASSING or not await patience.again(unsure=outcome is Outcome.UNCLEAR):
                return outcome

    async def _answers(self, token: str) -> bool:
        """Say whether Zalo answers anything, be it no."""
        return await self._asked("GET", self._account, token) not in (Outcome.UNREACHABLE, Outcome.UNCLEAR)

    async def _post(self, token: str, content: dict[str, Any]) -> Outcome:
        return await self._asked("POST", self._address, token, content)

    async def _asked(self, method: str, address: str, token: str, content: dict[str, Any] | None = None) -> Outcome:
        try:
            answer = await self._client.request(
                method, address, json=content, headers={"access_token": token}, timeout=TIMEOUT_SECONDS
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Outcome.UNREACHABLE
        except httpx.HTTPError:
            return Outcome.UNCLEAR
        return _judged(answer)


def _judged(answer: httpx.Response) -> Outcome:
    """Judge by the body; where it is not Zalo's, a server in front says by its status that nothing was passed on."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        body = None
    code = body.get("error") if isinstance(body, dict) else None
    if not isinstance(code, int):
        return Outcome.UNREACHABLE if answer.status_code in _NOT_PASSED_ON else Outcome.UNCLEAR
    outcome = _OUTCOMES.get(code, Outcome.REFUSED)
    if outcome is Outcome.REFUSED:
        log.warning("zalo_oa_refused", code=code)
    return outcome
