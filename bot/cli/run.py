"""`run`: the web chat, and the messengers that there are tokens for, until Ctrl+C or SIGTERM."""

import asyncio
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from socket import socket
from types import FrameType
from typing import Annotated, Any

import typer
import uvicorn

from bot import bootstrap
from bot.channels.channel import Channel
from bot.channels.web.app import create_app
from bot.channels.web.connections import MOST_AT_ONCE, guarded
from bot.cli.channels import Name, alone, create_channels
from bot.cli.forgetting import keep_forgetting
from bot.cli.telling import keep_telling
from bot.services import Services
from bot.settings import Settings, listed

_NOT_LISTENING = (
    "Không mở được cổng {port} ở địa chỉ {host}. Cổng có chương trình khác dùng thì đặt HMC_WEB__PORT thành cổng khác; "
    "địa chỉ không phải của máy này thì sửa HMC_WEB__HOST."
)


SWITCH_SECONDS = 0.0005
"""How long a thread that has an answer of the database waits for one that computes; Python's own 5 ms
would be spent at each statement (bench/README.md)."""


def run(
    context: typer.Context,
    only: Annotated[
        list[Name] | None, typer.Option("--only", help="Chỉ chạy kênh này; ghi nhiều lần nếu cần nhiều kênh.")
    ] = None,
) -> None:
    """Chạy bot: trang web, Telegram và Zalo nếu có mã."""
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=_event_loop()) as runner:
        runner.run(_run(context.obj, only or []))


def _event_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the faster event loop where there is one: all but Windows (bench/README.md)."""
    if sys.platform == "win32":
        return None
    import uvloop  # noqa: PLC0415  not installed there

    return uvloop.new_event_loop


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
    tasks = [asyncio.create_task(channel.run(stop)) for channel in channels]
    if services.erasure:
        tasks.append(asyncio.create_task(services.erasure.keep_rewriting(stop)))
    tasks += [asyncio.create_task(one) for one in _beside(services, channels, stop)]
    try:
        await server.serve()
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)


def _beside(services: Services, channels: Sequence[Channel], stop: asyncio.Event) -> list[Coroutine[Any, Any, None]]:
    """Return what is done beside answering, by one of all processes that run the same channels."""
    names, shared = ", ".join(sorted(channel.name for channel in channels)), alone(services)
    return [
        shared("forgetting", stop, lambda ended: keep_forgetting(services, services.retention_days, ended)),
        shared(f"telling on {names}", stop, lambda ended: keep_telling(services, channels, ended)),
    ]


class WebServer(uvicorn.Server):
    """uvicorn that says in Vietnamese where to talk to the bot, once it really listens."""

    def __init__(
        self, settings: Settings, services: Services, channels: Sequence[Channel] = (), *, chat: bool = True
    ) -> None:
        web = settings.web
        app = create_app(services, services.admin, web, channels=channels, wanting=settings.wanting(), chat=chat)
        for channel in channels:
            if channel.router:
                app.include_router(channel.router)
        super().__init__(
            uvicorn.Config(
                app,
                host=web.host,
                port=web.port,
                log_config=None,  # what it logs goes with all else, in the same format
                log_level="warning",
                access_log=False,
                proxy_headers=False,  # the application believes only HMC_WEB__TRUSTED_PROXIES
                http=guarded(listed(web.trusted_proxies)),
                limit_concurrency=MOST_AT_ONCE,
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
            _say(_NOT_LISTENING.format(host=self.config.host, port=self.config.port))
            raise
        for listening in self.servers:
            host, port = listening.sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            _say(f"Mở trình duyệt: http://{shown}:{port}  (dừng: Ctrl+C)")
