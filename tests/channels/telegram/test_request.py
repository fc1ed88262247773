"""Which failures leave it open whether Telegram has done what was asked, and by which way it is reached."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from telegram import InputFile
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram import request
from bot.channels.telegram.request import QuietRequest, UnsureError

OK = b'{"ok": true, "result": 1}'


class Server:
    """Answers each request with `answer`, or never if that is empty; keeps what was sent."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.got = b""
        self.url = ""
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        while piece := await reader.read(65_536):
            self.got += piece
            if self.answer and self.got.endswith((b"--\r\n", b"text=b")):
                head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(self.answer)}\r\nConnection: close\r\n\r\n"
                writer.write(head.encode() + self.answer)

    async def close(self) -> None:
        for writer in self.writers:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


@asynccontextmanager
async def serving(answer: bytes) -> AsyncIterator[Server]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot1:secret/sendMessage"
    async with listening:
        try:
            yield server
        finally:
            await server.close()


@pytest.fixture(autouse=True)
def of_this_test() -> None:
    request._usual_proxy.cache_clear()


@pytest.fixture
async def quiet() -> AsyncIterator[QuietRequest]:
    made = QuietRequest()
    await made.initialize()
    yield made
    await made.shutdown()


TEXT = RequestData([RequestParameter("text", "b", None)])


async def test_what_telegram_answers_is_given_back(quiet: QuietRequest) -> None:
    async with serving(OK) as server:
        assert await quiet.do_request(server.url, "POST", TEXT) == (200, OK)


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"ok": 1}', b"\xff"])
async def test_the_page_of_something_between_leaves_it_open(quiet: QuietRequest, answer: bytes) -> None:
    async with serving(answer) as server:
        with pytest.raises(UnsureError):
            await quiet.do_request(server.url, "POST", TEXT)


async def test_an_answer_that_does_not_come_leaves_it_open(quiet: QuietRequest) -> None:
    async with serving(b"") as server:
        with pytest.raises(UnsureError) as raised:
            await quiet.do_request(server.url, "POST", TEXT, read_timeout=0.05)

    assert "secret" not in f"{raised.value}{raised.value.__cause__}"


async def test_where_nobody_listens_nothing_was_done_and_the_address_is_not_told(quiet: QuietRequest) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/bot1:secret/sendMessage"
        with pytest.raises(NetworkError) as raised:
            await quiet.do_request(url, "POST", TEXT)

    assert not isinstance(raised.value, UnsureError)
    assert "secret" not in f"{raised.value}{raised.value.__cause__}"


async def test_a_file_keeps_its_name(quiet: QuietRequest) -> None:
    file = RequestParameter.from_input("document", InputFile(b"PK", filename='thủ tục "mới".xlsx'))
    async with serving(OK) as server:
        await quiet.do_request(server.url, "POST", RequestData([file]))

    assert 'filename="thủ tục \\"mới\\".xlsx"'.encode() in server.got


async def test_a_proxy_is_asked_for_what_lies_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(OK) as proxy:
        for set_by in ("setting", "environment"):
            address = proxy.url.partition("/bot1")[0]
            monkeypatch.setenv("HTTP_PROXY", "" if set_by == "setting" else address)
            request._usual_proxy.cache_clear()
            proxy.got = b""
            quiet = QuietRequest(address if set_by == "setting" else "")
            await quiet.initialize()

            await quiet.do_request("http://api.telegram.test/bot1:a/getMe", "POST", TEXT)
            await quiet.shutdown()

            assert proxy.got.startswith(b"POST http://api.telegram.test/bot1:a/getMe "), set_by


async def test_no_proxy_is_asked_for_what_is_excepted(monkeypatch: pytest.MonkeyPatch, quiet: QuietRequest) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    async with serving(OK) as server:
        assert (await quiet.do_request(server.url, "POST", TEXT))[0] == 200


def test_the_answer_s_time_is_told_to_the_library() -> None:
    assert QuietRequest().read_timeout == request.ANSWER_SECONDS
