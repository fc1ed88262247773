import json
from collections.abc import AsyncIterator
from html import escape

import httpx
import pytest
from fastapi import FastAPI

from bot.answers import wording
from bot.channels.web import texts
from bot.channels.web.api import Answer, Message
from bot.services import Services

MESSAGES = "/api/v1/messages"
BIRTH = "đăng ký khai sinh nộp ở đâu"
MAX_TEXT = 20_000


async def test_a_question_is_answered_with_the_facts_as_data(client: httpx.AsyncClient, services: Services) -> None:
    response = await client.post(MESSAGES, json={"text": BIRTH})

    answer = response.json()
    known = services.snapshot.knowledge.by_code["1.001193"]
    assert response.status_code == 200
    assert {name: answer[name] for name in ("outcome", "procedure", "aspects", "service_level", "postal")} == {
        "outcome": "answer",
        "procedure": "1.001193",
        "aspects": ["where"],
        "service_level": known.service_level.value,
        "postal": known.postal.value,
    }
    assert answer["links"] == [
        {"label": "Trang chính thức của thủ tục", "url": known.url, "tap": "http://hoimotcua.test/di/1.001193"}
    ]
    assert answer["text"].startswith("Anh/chị không cần đi nộp hồ sơ")


async def test_an_unclear_question_brings_choices_and_a_choice_brings_its_answer(client: httpx.AsyncClient) -> None:
    asked_back = (await client.post(MESSAGES, json={"text": "đất đai"})).json()
    choice = asked_back["choices"][0]["value"]

    answer = (await client.post(MESSAGES, json={"choice": choice})).json()

    assert (asked_back["outcome"], answer["outcome"]) == ("clarify", "answer")
    assert choice.split(":")[1] == answer["procedure"]


@pytest.mark.parametrize("choice", ["p:9.999999:where", "p:1.001193:everything", "x", "", "p:", "none:none"])
async def test_an_unknown_choice_gets_a_kind_way_on(client: httpx.AsyncClient, choice: str) -> None:
    response = await client.post(MESSAGES, json={"choice": choice})

    assert response.status_code == 200
    assert (response.json()["outcome"], response.json()["blocks"][0]["text"]) == ("refuse", wording.NO_SUCH_CHOICE)


async def test_none_of_the_choices_is_answered_with_another_way_on(client: httpx.AsyncClient) -> None:
    response = await client.post(MESSAGES, json={"choice": "none"})

    assert response.json()["blocks"][0]["text"] == wording.REPHRASE


async def test_an_empty_text_is_a_message_and_not_a_fault(client: httpx.AsyncClient) -> None:
    response = await client.post(MESSAGES, json={"text": ""})

    assert response.status_code == 200
    assert response.json()["blocks"][0]["text"] == wording.NO_LETTERS


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "",
        "null",
        "[]",
        '"khai sinh"',
        "{}",
        '{"choice": null}',
        '{"text": null}',
        '{"text": 5}',
        '{"text": ["khai sinh"]}',
        '{"choice": 5}',
        '{"text": "khai sinh", "name": "Lan"}',
        '{"text": "khai \\ud800 sinh"}',
        json.dumps({"text": "a" * (MAX_TEXT + 1)}),
        json.dumps({"choice": "p:" + "1" * 63}),
    ],
    ids=lambda body: body[:30] or "nothing",
)
async def test_what_is_no_message_is_refused_in_one_sentence(client: httpx.AsyncClient, body: str) -> None:
    response = await client.post(MESSAGES, content=body, headers={"Content-Type": "application/json"})

    assert (response.status_code, response.json()) == (422, {"error": texts.BAD_REQUEST})


async def test_bytes_that_are_not_utf_8_are_refused_in_one_sentence(client: httpx.AsyncClient) -> None:
    response = await client.post(
        MESSAGES, content=b'{"text": "\xff\xfe"}', headers={"Content-Type": "application/json"}
    )

    assert response.status_code in (400, 422)
    assert response.json().keys() == {"error"}


async def test_the_longest_text_allowed_is_answered(client: httpx.AsyncClient) -> None:
    response = await client.post(MESSAGES, json={"text": BIRTH.ljust(MAX_TEXT, ".")})

    assert response.json()["procedure"] == "1.001193"
    assert wording.TOO_LONG in response.json()["text"]


@pytest.mark.parametrize("size", [256 * 1024 + 1, 1_000_000])
async def test_a_body_too_large_for_a_question_is_refused_unread(client: httpx.AsyncClient, size: int) -> None:
    response = await client.post(MESSAGES, content=b" " * size)

    assert (response.status_code, response.json()) == (413, {"error": texts.BODY_TOO_LARGE})


@pytest.mark.parametrize(("spaces", "status"), [(10, 200), (300, 413)])
async def test_a_body_of_untold_length_is_taken_as_far_as_one_may_be_long(
    client: httpx.AsyncClient, spaces: int, status: int
) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"text": "khai sinh"}'
        for _ in range(spaces):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    response = await client.post(MESSAGES, content=pieces(), headers=headers)

    assert response.status_code == status


@pytest.mark.parametrize("length", ["-1", "abc", "²", ""])
async def test_a_length_that_is_no_number_is_refused(client: httpx.AsyncClient, length: str) -> None:
    response = await client.post(MESSAGES, content=b"{}", headers=[(b"Content-Length", length.encode("latin-1"))])

    assert response.status_code == 413


async def test_another_method_is_answered_with_json(client: httpx.AsyncClient) -> None:
    response = await client.get(MESSAGES)

    assert (response.status_code, response.json()) == (405, {"error": texts.NOT_FOUND})


async def test_an_unknown_path_of_the_api_is_answered_with_json(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/no-such-thing")

    assert (response.status_code, response.json()) == (404, {"error": texts.NOT_FOUND})


async def test_what_is_asked_on_the_web_is_written_down(client: httpx.AsyncClient, services: Services) -> None:
    await client.post(MESSAGES, json={"text": f"{BIRTH}, cccd 001203004567"})

    [entry] = await services.journal.latest()  # type: ignore[attr-defined]  # a DatabaseJournal

    assert (entry.channel, entry.text) == ("web", f"{BIRTH}, cccd [số]")


async def test_the_api_describes_itself(client: httpx.AsyncClient) -> None:
    description = (await client.get("/api/v1/openapi.json")).json()

    message = description["components"]["schemas"]["Message"]
    assert "post" in description["paths"][MESSAGES]
    assert message["properties"].keys() == {"text", "choice", "session"}
    assert message["properties"]["text"]["maxLength"] == MAX_TEXT


async def test_the_description_names_every_answer_and_refusal(client: httpx.AsyncClient) -> None:
    description = (await client.get("/api/v1/openapi.json")).json()

    [operation] = [one["post"] for one in description["paths"].values()]
    assert operation["responses"].keys() == {"200", "400", "408", "413", "422", "429", "500", "503"}
    assert "Retry-After" in operation["responses"]["429"]["headers"]
    assert description["components"]["schemas"].keys() >= {"Message", "Answer", "Refusal"}


async def test_people_can_read_about_every_field(client: httpx.AsyncClient) -> None:
    page = (await client.get("/api")).text

    for model in (Message, Answer):
        for name, field in model.model_fields.items():
            assert f"<code>{name}</code>" in page
            assert field.description
            assert escape(field.description) in page


async def test_a_session_of_the_caller_s_own_holds_a_conversation_without_cookies(app: FastAPI) -> None:
    async def post(**message: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://hoimotcua.test") as fresh:
            return await fresh.post(MESSAGES, json={"session": "0123456789abcdef" * 2, **message})

    listed = await post(text="đất đai")
    picked = await post(text="2")

    assert "set-cookie" not in listed.headers
    assert picked.json()["procedure"] == listed.json()["choices"][1]["value"].split(":")[1]


@pytest.mark.parametrize("session", ["", "abc", "0123456789ABCDEF" * 2, "0" * 33, "0" * 32 + "\n"])
async def test_what_is_no_session_is_refused(client: httpx.AsyncClient, session: str) -> None:
    response = await client.post(MESSAGES, json={"text": BIRTH, "session": session})

    assert response.status_code == 422


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_pages_that_would_load_scripts_from_elsewhere_are_off(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
