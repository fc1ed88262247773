"""The web channel behind a real server, for browsers."""

import threading
import time
from typing import Self

import uvicorn

from bot.channels.web.app import create_app
from bot.services import Services, Snapshot
from bot.settings import WebSettings
from bot.storage.admin_records import AdminRecords
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from bot.storage.outreach import Outreach

START_SECONDS = 20.0
UNLIMITED = WebSettings(session_per_minute=0, address_per_minute=0, all_per_minute=0)
"""Tests ask more than a person can."""


class Site:
    """A server in a thread of its own; closing it makes the address refuse connections."""

    def __init__(
        self,
        snapshot: Snapshot,
        accounts: AdminRecords | None = None,
        web: WebSettings = UNLIMITED,
        outreach: Outreach | None = None,
    ) -> None:
        services = Services(snapshot, NoJournal(), MemoryDialogues(), outreach=outreach)
        app = create_app(services, accounts, web)
        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none", proxy_headers=False
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(START_SECONDS)

    @property
    def address(self) -> str:
        host, port = self._server.servers[0].sockets[0].getsockname()
        return f"http://{host}:{port}"
