import json
import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.services import Snapshot
from tests.environment import settings_environment
from tests.small_knowledge import write_small_knowledge
from tests.system.program import Program, Running

TOKEN = "123456:AAmatkhauAA"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("run")


@pytest.fixture(scope="module")
def running(folder: Path, index_cache: Path, snapshot: Snapshot) -> Iterator[Running]:
    """A server for all tests that only talk to it."""
    own = {"HMC_KNOWLEDGE__CACHE": str(index_cache), "HMC_LOG__FORMAT": "json"}
    with Running(Program(settings_environment(folder) | own, folder)) as server:
        server.address()
        yield server


def post(server: Running, text: str) -> httpx.Response:
    return httpx.post(f"{server.address()}/api/v1/messages", json={"text": text}, trust_env=False, timeout=30)


def stored(folder: Path) -> list[tuple[str, str, str, str]]:
    connection = sqlite3.connect(folder / "questions.db")
    rows = connection.execute("SELECT channel, text, outcome, procedure FROM asked_question ORDER BY id").fetchall()
    connection.close()
    return rows


def test_the_start_is_told_in_vietnamese(running: Running) -> None:
    assert re.search(r"^Đang đọc dữ liệu …$", running.output, re.MULTILINE)
    assert re.search(r"^Sẵn sàng sau \d+\.\d giây, \d+ thủ tục\.$", running.output, re.MULTILINE)
    assert "Telegram: tắt (chưa có HMC_TELEGRAM__TOKEN).\n" in running.output


def test_the_address_told_is_on_this_machine_only(running: Running) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:[1-9]\d+", running.address())


def test_it_is_ready_once_the_address_is_told(running: Running) -> None:
    response = httpx.get(f"{running.address()}/readyz", trust_env=False)

    body = response.json()
    assert (response.status_code, body["status"], body["storage"]) == (200, "ok", True)
    assert body["procedures"] > 2000


def test_a_question_over_http_is_answered(running: Running) -> None:
    answer = post(running, "mã 1.001193 nộp ở đâu").json()

    assert (answer["outcome"], answer["procedure"]) == ("answer", "1.001193")


def test_a_question_over_http_is_written_down_without_personal_data(running: Running, folder: Path) -> None:
    post(running, "mã 1.001193 gọi 0912 345 678 hay a.b@example.vn")

    assert ("web", "mã 1.001193 gọi [số] hay [email]", "answer", "1.001193") in stored(folder)


def test_each_question_is_one_line_with_the_request_s_number_and_without_a_word_of_it(running: Running) -> None:
    answer = post(running, "mã 1.001193 gọi 0912 345 678")

    number = answer.headers["X-Request-ID"]
    running.until(lambda output: re.search(number, output))
    [line] = [json.loads(line) for line in running.output.splitlines() if number in line]
    assert (line["event"], line["channel"], line["outcome"]) == ("answered", "web", "answer")
    assert line["milliseconds"] > 0
    assert set(line) == {"timestamp", "level", "event", "request", "channel", "outcome", "milliseconds"}
    assert "1.001193" not in running.output


def test_prometheus_on_this_machine_reads_metrics_and_nobody_through_a_proxy(running: Running) -> None:
    post(running, "mã 1.001193")
    metrics = f"{running.address()}/metrics"
    read = httpx.get(metrics, trust_env=False)
    forwarded = httpx.get(metrics, trust_env=False, headers={"X-Forwarded-For": "127.0.0.1"})

    assert (read.status_code, forwarded.status_code) == (200, 404)
    assert re.search(r'^hmc_messages_total\{channel="web",outcome="answer"\} [1-9]', read.text, re.MULTILINE)
    assert re.search(r"^hmc_procedures [1-9]", read.text, re.MULTILINE)
    assert re.search(r"^process_resident_memory_bytes [1-9]", read.text, re.MULTILINE)


def stopped(server: Running, number: signal.Signals) -> int:
    """Stop a server while a browser is connected; return its exit code."""
    with httpx.Client(trust_env=False) as browser:
        browser.get(server.address()).raise_for_status()
        return server.stop(number)


def databases(folder: Path) -> list[str]:
    """Return the files of the database; SQLite removes its write-ahead log when the last connection is closed."""
    return [file.name for file in folder.glob("questions.db*")]


def test_control_c_stops_it_cleanly_while_a_browser_is_connected(small_program: Program) -> None:
    with Running(small_program) as server:
        code = stopped(server, signal.SIGINT)

    assert code == 0
    assert "Traceback" not in server.output
    assert databases(small_program.folder) == ["questions.db"]


def test_a_port_that_is_taken_is_told_with_the_way_out(small_program: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        result = small_program.with_settings(HMC_WEB__PORT=str(port)).ask_of("run")

    assert (
        f"Không mở được cổng {port} ở địa chỉ 127.0.0.1. Cổng có chương trình khác dùng thì đặt HMC_WEB__PORT"
        in result.errors
    )
    assert "Traceback" not in result.errors
    assert result.code not in (0, -signal.SIGTERM)


@dataclass(frozen=True)
class Ended:
    """A run that is over: what it answered, how it ended, all that it wrote, and what it left."""

    answer: dict[str, object]
    code: int
    output: str
    left: list[str]


@pytest.fixture(scope="module")
def without_telegram(tmp_path_factory: pytest.TempPathFactory, index_cache: Path) -> Ended:
    """A run with a token where nothing listens for Telegram, told at the most talkative level; SIGTERM ends it."""
    folder = tmp_path_factory.mktemp("without-telegram")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        own = {
            "HMC_KNOWLEDGE__FOLDER": str(write_small_knowledge(folder / "small")),
            "HMC_KNOWLEDGE__CACHE": str(index_cache),
            "HMC_TELEGRAM__TOKEN": TOKEN,
            "HMC_TELEGRAM__BASE_URL": f"http://127.0.0.1:{taken.getsockname()[1]}/bot",
            "HMC_LOG__LEVEL": "DEBUG",
        }
        with Running(Program(settings_environment(folder) | own, folder)) as server:
            server.until(re.compile("telegram_unreachable").search)
            server.until(re.compile("level='debug'").search)  # of the database, which is looked through at each start
            answer = post(server, "bà Hoa hỏi mã 1.001193").json()
            code = stopped(server, signal.SIGTERM)
            return Ended(answer, code, server.output, databases(folder))


def test_without_a_way_to_telegram_the_web_answers(without_telegram: Ended) -> None:
    assert without_telegram.answer["procedure"] == "1.001193"


def test_sigterm_stops_it_cleanly_though_there_is_no_way_to_telegram_and_a_browser_is_connected(
    without_telegram: Ended,
) -> None:
    assert without_telegram.code == 0
    assert "Traceback" not in without_telegram.output
    assert without_telegram.left == ["questions.db"]


def test_the_token_is_told_at_no_level_of_logging(without_telegram: Ended) -> None:
    assert "level='debug'" in without_telegram.output
    assert "matkhau" not in without_telegram.output


def test_questions_are_told_at_no_level_of_logging(without_telegram: Ended) -> None:
    assert "level='debug'" in without_telegram.output
    assert "bà Hoa" not in without_telegram.output
