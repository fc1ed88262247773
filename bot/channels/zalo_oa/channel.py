"""The channel as a whole: events from the webhook through the inbox to `handle`, replies back as CS messages."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import httpx
import structlog
from fastapi import APIRouter

from bot.answers import replies, wording
from bot.channels import deliveries
from bot.channels.channel import Handle
from bot.channels.zalo_oa.api import PAUSES, Api, Outcome
from bot.channels.zalo_oa.events import Event, Kind, from_payload
from bot.channels.zalo_oa.files import attachment
from bot.channels.zalo_oa.messages import messages
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.webhook import create_router
from bot.conversation import Fate, Reply, Turn
from bot.operations.waiting import pause
from bot.settings import ZaloOaSettings
from bot.storage.inbox import Inbox
from bot.storage.zalo_tokens import ZaloTokens

CHANNEL = "zalo_oa"
LOOK_AT_TOKENS_SECONDS = 30.0
FREE_WINDOW = timedelta(hours=47)
"""Zalo charges for messages from 48 hours after the person's last; one kept now may go out a while later."""
GREETING = "/start"
"""What somebody who follows says by it, so that the conversation knows that they were welcomed."""

_FATES = {
    Outcome.SENT: Fate.SENT,
    Outcome.UNCLEAR: Fate.SENT,
    **dict.fromkeys(
        (Outcome.TOO_LATE, Outcome.QUOTA, Outcome.NOT_FOLLOWER, Outcome.BLOCKED, Outcome.REFUSED), Fate.CLOSED
    ),
}
"""What an outcome means to the person; the others pass, or are the office's to mend."""

log = structlog.get_logger()


def create_zalo_oa(
    settings: ZaloOaSettings,
    handle: Handle,
    inbox: Inbox,
    store: ZaloTokens,
    pauses: Sequence[float] = PAUSES,
    *,
    report: deliveries.Report | None = None,
) -> "ZaloOa":
    """Return the channel that answers with `handle`; nothing is contacted until it runs.

    `report` is told what became of a message that was told.
    """
    return ZaloOa(settings, handle, inbox, store, pauses, report=report)


class ZaloOa:
    """One Official Account; a `Channel`. `api.outcomes` counts what became of messages."""

    name = CHANNEL
    window: timedelta | None = FREE_WINDOW

    def __init__(
        self,
        settings: ZaloOaSettings,
        handle: Handle,
        inbox: Inbox,
        store: ZaloTokens,
        pauses: Sequence[float],
        *,
        report: deliveries.Report | None,
    ) -> None:
        self._handle = handle
        self._buttons = settings.buttons
        self._base_url = settings.base_url
        self._client = httpx.AsyncClient()
        self._tokens = Tokens(settings, store, OAuth(settings, self._client))
        self.api = Api(settings, self._tokens, self._client, pauses)
        self._deliveries = deliveries.Deliveries(
            inbox, CHANNEL, self.answer, self.send, report=report, excuse=self.excuse
        )
        self.router: APIRouter | None = create_router(settings, self.keep)

    def is_ready(self) -> bool:
        """Say whether answers can go out, and will be able to tomorrow."""
        return self._tokens.is_ready()

    def silent_seconds(self) -> float | None:
        """Return None: Zalo posts messages, and nobody asks for them."""
        return None

    async def run(self, stop: asyncio.Event) -> None:
        """Answer what the webhook takes in, and keep the tokens fresh, until `stop` is set; never raises."""
        try:
            await self._look_at_tokens()
            await asyncio.gather(self._deliveries.run(stop), self._keep_tokens(stop))
        finally:
            await self._tokens.close()
            await self._client.aclose()

    async def keep(self, event: Event) -> None:
        """Keep an event until it is answered."""
        await self._deliveries.keep(event.key, event.payload(), event.person)

    async def answer(self, payload: str) -> list[deliveries.Message]:
        """Return what is to be sent for a kept event."""
        event = from_payload(payload)
        return self._messages(await self._reply(event), event.person)

    def excuse(self, payload: str) -> list[deliveries.Message]:
        """Return what is sent in place of an answer that cannot be made."""
        return self._messages(replies.short(wording.FAILED), from_payload(payload).person)

    async def tell(self, address: str, reply: Reply, key: str) -> None:
        """Keep a message for somebody who asked to be told."""
        await self._deliveries.tell(key, self._messages(reply, address), address)

    async def send(self, message: deliveries.Message) -> Fate:
        """Send one message; one that may have been sent twice counts as sent. Raises what the database raises."""
        return _FATES.get(await self._send(message), Fate.FAILED)

    def _messages(self, reply: Reply, person: str) -> list[deliveries.Message]:
        return [{"person": person, "message": message} for message in messages(reply, buttons=self._buttons)]

    async def _reply(self, event: Event) -> Reply:
        match event.kind:
            case Kind.TEXT:
                return await self._handle(Turn(CHANNEL, event.text, person=event.person))
            case Kind.FOLLOW:
                return await self._handle(Turn(CHANNEL, GREETING, person=event.person))
            case Kind.FILE:
                file = attachment(event.file_name, event.file_url, self._client, self._base_url)
                return await self._handle(Turn(CHANNEL, person=event.person, file=file))
            case Kind.LOCATION:
                return await self._handle(Turn(CHANNEL, person=event.person, unread=wording.NO_LOCATION))
            case Kind.UNREADABLE:
                return await self._handle(Turn(CHANNEL, person=event.person, unread=wording.TEXT_ONLY))

    async def _send(self, message: deliveries.Message) -> Outcome:
        """Send one message; where Zalo does not take its buttons, as text alone."""
        outcome = await self.api.send(message)
        if outcome is Outcome.REFUSED and "attachment" in message["message"]:
            log.warning("zalo_oa_buttons_refused", hint="Đặt HMC_ZALO_OA__BUTTONS=false nếu gặp dòng này luôn.")
            message["message"] = {"text": message["message"]["text"]}
            return await self.api.send(message)
        return outcome

    async def _keep_tokens(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await pause(stop, LOOK_AT_TOKENS_SECONDS)
            if not stop.is_set():
                await self._look_at_tokens()

    async def _look_at_tokens(self) -> None:
        try:
            await self._tokens.adopt_settings()
            await self._tokens.keep_fresh()
        except Exception as error:  # noqa: BLE001  a database out of reach comes back; its text may hold a token
            log.error("zalo_oa_tokens_out_of_reach", kind=type(error).__name__)  # noqa: TRY400
