"""`run`: the web chat, and Telegram if a token is set, until Ctrl+C or SIGTERM."""

import asyncio
import signal
import sys
import time
from socket import socket
from types import FrameType

import structlog
import typer
import uvicorn

from bot import bootstrap
from bot.channels.web.app import create_app
from bot.services import Services
from bot.settings import Settings
from handlers import handle

log = structlog.get_logger()
DAY_SECONDS = 24 * 60 * 60


def run(context: typer.Context) -> None:
    """Chạy bot: trang web, và Telegram nếu có mã."""
    asyncio.run(_run(context.obj))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


async def _run(settings: Settings) -> None:
    start = time.perf_counter()
    _say("Đang đọc dữ liệu …")
    async with bootstrap.services(settings, _say) as services:
        count = len(services.snapshot.knowledge.procedures)
        _say(f"Sẵn sàng sau {time.perf_counter() - start:.1f} giây, {count} thủ tục.")
        await _serve(settings, services)


async def _serve(settings: Settings, services: Services) -> None:
    stop = asyncio.Event()
    server = WebServer(settings, services)
    tasks = [asyncio.create_task(_forget(settings, services))]
    if settings.telegram.token.get_secret_value():
        # Imported only where it is used: a quarter of a second that a start without Telegram need not pay.
        from bot.channels.telegram.adapter import create_application  # noqa: PLC0415
        from bot.channels.telegram.polling import poll  # noqa: PLC0415

        application = create_application(settings.telegram, lambda turn: handle(turn, services))
        tasks.append(asyncio.create_task(poll(application, stop)))
    else:
        _say("Telegram: tắt (chưa có HMC_TELEGRAM__TOKEN).")
    try:
        await server.serve()
    finally:
        stop.set()
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _forget(settings: Settings, services: Services) -> None:
    """Delete questions older than the retention, at start and once a day."""
    while True:
        try:
            await services.journal.forget(settings.storage.retention_days)
            await services.dialogues.forget(settings.storage.retention_days)
            if services.office:
                await services.office.versions.sweep()
        except Exception:  # the next day tries again; answering goes on
            log.exception("forget_failed")
        await asyncio.sleep(DAY_SECONDS)


class WebServer(uvicorn.Server):
    """uvicorn that says in Vietnamese where to talk to the bot, once it really listens."""

    def __init__(self, settings: Settings, services: Services) -> None:
        web = settings.web
        super().__init__(
            uvicorn.Config(
                create_app(services, services.admin),
                host=web.host,
                port=web.port,
                log_level="warning",
                access_log=False,
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
