"""`run`: the web chat, and the messengers that there are tokens for, until Ctrl+C or SIGTERM."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from socket import socket
from types import FrameType
from typing import Annotated

import structlog
import typer
import uvicorn

from bot import bootstrap
from bot.channels.channel import Channel
from bot.channels.web.app import create_app
from bot.cli.channels import Name, create_channels
from bot.cli.telling import keep_telling
from bot.services import Services
from bot.settings import Settings

log = structlog.get_logger()
DAY_SECONDS = 24 * 60 * 60


def run(
    context: typer.Context,
    only: Annotated[
        list[Name] | None, typer.Option("--only", help="Chỉ chạy kênh này; ghi nhiều lần nếu cần nhiều kênh.")
    ] = None,
) -> None:
    """Chạy bot: trang web, Telegram và Zalo nếu có mã."""
    asyncio.run(_run(context.obj, only or []))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def _run(settings: Settings, only: Sequence[Name]) -> None:
    start = time.perf_counter()
    _say("Đang đọc dữ liệu …")
    async with bootstrap.services(settings, _say) as services:
        count = len(services.snapshot.knowledge.procedures)
        _say(f"Sẵn sàng sau {time.perf_counter() - start:.1f} giây, {count} thủ tục.")
        await _serve(settings, services, only)


async def _serve(settings: Settings, services: Services, only: Sequence[Name]) -> None:
    stop = asyncio.Event()
    channels = create_channels(settings, services, only, _say)
    server = WebServer(settings, services, channels, chat=not only or Name.WEB in only)
    services.tellers = frozenset(channel.name for channel in channels)
    beside = [asyncio.create_task(_forget(settings, services)), asyncio.create_task(keep_telling(services, channels))]
    tasks = [asyncio.create_task(channel.run(stop)) for channel in channels]
    try:
        await server.serve()
    finally:
        stop.set()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, *tasks, return_exceptions=True)


async def _forget(settings: Settings, services: Services) -> None:
    """Delete questions older than the retention, at start and once a day."""
    while True:
        try:
            await services.journal.forget(settings.privacy.retention_days)
            await services.dialogues.forget(settings.privacy.retention_days)
            if services.office:
                await services.office.versions.sweep()
            if services.inbox:
                await services.inbox.forget()
            if services.outreach:
                await services.outreach.follows.forget()
        except Exception:  # the next day tries again; answering goes on
            log.exception("forget_failed")
        await asyncio.sleep(DAY_SECONDS)


class WebServer(uvicorn.Server):
    """uvicorn that says in Vietnamese where to talk to the bot, once it really listens."""

    def __init__(
        self, settings: Settings, services: Services, channels: Sequence[Channel] = (), *, chat: bool = True
    ) -> None:
        web = settings.web
        app = create_app(services, services.admin, web, channels=channels, chat=chat)
        for channel in channels:
            if channel.router:
                app.include_router(channel.router)
        super().__init__(
            uvicorn.Config(
                app,
                host=web.host,
                port=web.port,
                log_level="warning",
                access_log=False,
                proxy_headers=False,  # the application believes only HMC_WEB__TRUSTED_PROXIES
            )
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; uvicorn's own raises SIGTERM again at its end, before Telegram and the database are closed."""
        self.force_exit = self.should_exit and sig == signal.SIGINT  # a second Ctrl+C does not wait for browsers
        self.should_exit = True

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, then tell the address."""
        try:
            await super().startup(sockets)
        except SystemExit:
            _say(f"Không mở được cổng {self.config.port}; đặt HMC_WEB__PORT thành cổng khác.")
            raise
        for listening in self.servers:
            host, port = listening.sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            _say(f"Mở trình duyệt: http://{shown}:{port}  (dừng: Ctrl+C)")
