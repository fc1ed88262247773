import re
from typing import cast

import httpx
import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from bot.services import Services
from bot.storage.dialogues import Dialogues

HEADER = "X-Request-ID"


async def test_every_request_has_a_number_of_its_own(client: httpx.AsyncClient) -> None:
    numbers = [(await client.get(path)).headers[HEADER] for path in ("/", "/", "/khong-co", "/healthz")]

    assert len(set(numbers)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{16}", number) for number in numbers)


async def test_the_number_of_a_proxy_is_kept(client: httpx.AsyncClient) -> None:
    response = await client.get("/", headers={HEADER: "front-7f3a99.1"})

    assert response.headers[HEADER] == "front-7f3a99.1"


@pytest.mark.parametrize("sent", ["", "short", "x" * 65, "two words", "semi;colon"])
async def test_a_number_that_makes_no_sense_is_replaced(client: httpx.AsyncClient, sent: str) -> None:
    assert (await client.get("/", headers={HEADER: sent})).headers[HEADER] != sent


async def test_log_lines_of_a_turn_carry_the_number(client: httpx.AsyncClient, services: Services) -> None:
    services.dialogues = cast("Dialogues", None)  # so that the turn has something to complain about

    with capture_logs(processors=[merge_contextvars]) as logs:
        response = await client.post("/api/v1/messages", json={"text": "xin chào"})

    assert {line.get("request") for line in logs} == {response.headers[HEADER]}
