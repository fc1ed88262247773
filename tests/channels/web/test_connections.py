"""Abuse below HTTP: raw sockets against a real server, as `run` sets it up."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import cast

import pytest
import uvicorn
from fastapi import FastAPI, Request

from bot.channels.web import app as application
from bot.channels.web import connections, texts
from bot.channels.web.app import create_app
from bot.channels.web.connections import guarded
from bot.services import Services, Snapshot
from bot.settings import WebSettings
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from tests.channels.eventually import eventually

MESSAGES = "/api/v1/messages"
READING = "/webhook/test"
NO_PROXY = ("10.0.0.1",)


class Wire:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self) -> tuple[int, str]:
        """Return the status, and the body of an answer, after which the server closes the connection."""
        got = b""
        with suppress(ConnectionResetError):  # as who is still sending gets to hear after the answer
            while piece := await self.reader.read(65_536):
                got += piece
        head, _, body = got.decode().partition("\r\n\r\n")
        return int(head.split()[1]), body


class Server:
    """The web application, listening on loopback; it reads at READING whatever is posted and says how much."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._wires: list[Wire] = []

    async def connect(self) -> Wire:
        wire = Wire(*await asyncio.open_connection("127.0.0.1", self.port))
        self._wires.append(wire)
        return wire

    def close(self) -> None:
        for wire in self._wires:
            wire.writer.close()


def reading(app: FastAPI) -> FastAPI:
    @app.post(READING)
    async def read(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Server]:
    monkeypatch.setattr(application, "BODY_SECONDS", 0.2)
    services = Services(cast("Snapshot", None), NoJournal(), MemoryDialogues())  # nothing is ever answered
    app = reading(create_app(services, web=WebSettings(trusted_proxies=NO_PROXY[0])))
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", lifespan="off", ws="none", http=guarded(NO_PROXY))
    running = uvicorn.Server(config)
    task = asyncio.create_task(running._serve([listening]))  # the public one catches the signals of the test run
    await eventually(lambda: running.started)
    opened = Server(listening.getsockname()[1])
    yield opened
    opened.close()
    running.should_exit = True
    await task


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: a", *lines, "", ""]).encode()


@pytest.mark.parametrize("path", [MESSAGES, READING])
async def test_a_body_that_does_not_come_is_given_up_kindly(server: Server, path: str) -> None:
    wire = await server.connect()

    await wire.send(head(path, "Content-Type: application/json", "Content-Length: 100") + b'{"text"')

    status, body = await wire.answer()
    assert (status, json.loads(body)) == (408, {"error": texts.TOO_SLOW})


async def test_a_body_that_trickles_is_given_up_in_the_same_time(server: Server) -> None:
    wire = await server.connect()
    await wire.send(head(READING, "Content-Length: 100000"))

    async def trickle() -> None:
        while True:
            await wire.send(b"x")
            await asyncio.sleep(0.05)

    trickling = asyncio.create_task(trickle())
    status, _ = await wire.answer()
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)

    assert status == 408


async def test_a_body_of_untold_length_is_taken_while_it_is_small(server: Server) -> None:
    wire = await server.connect()

    await wire.send(head(READING, "Transfer-Encoding: chunked", "Connection: close") + b"5\r\nabcde\r\n0\r\n\r\n")

    assert await wire.answer() == (200, "5")


async def test_a_body_of_untold_length_is_cut_once_it_is_too_large(server: Server) -> None:
    wire = await server.connect()
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"

    await wire.send(head(READING, "Transfer-Encoding: chunked") + piece * 5)

    status, body = await wire.answer()
    assert (status, json.loads(body)) == (413, {"error": texts.BODY_TOO_LARGE})


async def test_a_body_that_is_said_to_be_huge_is_refused_before_it_comes(server: Server) -> None:
    wire = await server.connect()

    await wire.send(head(READING, "Content-Length: 99999999999", "Connection: close"))

    status, body = await wire.answer()
    assert (status, json.loads(body)) == (413, {"error": texts.BODY_TOO_LARGE})


@pytest.mark.parametrize("begun", [b"GET /", b"POST / HTTP/1.1\r\nHost: a\r\nX-A: "])
async def test_a_head_that_grows_without_end_is_refused(server: Server, begun: bytes) -> None:
    wire = await server.connect()
    await wire.send(begun)

    await wire.send(b"a" * 20_000)

    assert await wire.answer() == (400, "Request head too large")


@pytest.mark.parametrize("begun", [b"", b"POST / HTTP/1.1\r\nHost: a\r\nX-A: "])
async def test_a_connection_that_does_not_ask_is_closed_though_it_trickles(
    server: Server, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    wire = await server.connect()
    await wire.send(begun)

    async def trickle() -> None:
        while begun:
            await wire.send(b"a")
            await asyncio.sleep(0.01)

    trickling = asyncio.create_task(trickle())
    with suppress(ConnectionResetError):  # as who is trickling may get to see
        assert await wire.reader.read() == b""
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_after_an_answer_the_next_question_must_be_whole_in_time_too(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    wire = await server.connect()
    await wire.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    await wire.reader.readuntil(b"}")

    await wire.send(b"GET /healthz HTTP/1.1\r\nHost")

    assert await wire.reader.read() == b""


async def asked(server: Server) -> int:
    """Return the status of a question on a connection of its own; 0 where that was closed at once."""
    wire = await server.connect()
    try:
        await wire.send(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        status, _ = await wire.answer()
    except (ConnectionError, IndexError):
        return 0
    return status


async def test_one_address_has_only_so_many_connections_and_gets_new_ones_for_those_it_closes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_OF_AN_ADDRESS", 3)
    wires = [await server.connect() for _ in range(3)]
    refused = await asked(server)

    wires[0].writer.close()
    served = 0
    while not served:
        served = await asked(server)

    assert (refused, served) == (0, 200)


def test_a_proxy_that_is_trusted_may_open_any_number() -> None:
    protocol = guarded(["127.0.0.0/8", "::1"])

    counted = [protocol.counted(host) for host in ("127.0.0.1", "::1", "203.0.113.9", "2001:db8::1", "")]

    assert counted == ["", "", "203.0.113.9", "2001:db8::/64", ""]
