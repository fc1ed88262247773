from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.channels.zalo_oa.api import Api, Outcome
from bot.channels.zalo_oa.tokens import Tokens
from bot.settings import ZaloOaSettings
from tests.channels.conftest import Logs
from tests.fakes.zalo_oa import ACCOUNT_PATH, PERSON, SEND_PATH, TOKEN_PATH, FakeZaloOa, Fault


def to(person: str, text: str = "Chào anh/chị") -> dict[str, Any]:
    return {"person": person, "message": {"text": text}}


@pytest.fixture
async def api(settings: ZaloOaSettings, tokens: Tokens, client: httpx.AsyncClient, zalo: FakeZaloOa) -> Api:
    """Connected, with a person who has just written."""
    await tokens.adopt_settings()
    await tokens.keep_fresh()
    zalo.interact(PERSON)
    return Api(settings, tokens, client, pauses=(0.0, 0.0, 0.0))


async def test_a_message_is_sent_and_counted(api: Api, zalo: FakeZaloOa) -> None:
    assert await api.send(to(PERSON)) is Outcome.SENT
    assert zalo.texts() == ["Chào anh/chị"]
    assert api.outcomes == {Outcome.SENT: 1}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (-230, Outcome.TOO_LATE),
        (-232, Outcome.TOO_LATE),
        (-211, Outcome.QUOTA),
        (-218, Outcome.QUOTA),
        (-213, Outcome.NOT_FOLLOWER),
        (-227, Outcome.BLOCKED),
        (-244, Outcome.BLOCKED),
        (-221, Outcome.PACKAGE),
        (-224, Outcome.PACKAGE),
        (-201, Outcome.REFUSED),
        (-99999, Outcome.REFUSED),
    ],
)
async def test_refusals_are_told_apart_counted_and_not_tried_again(
    api: Api, zalo: FakeZaloOa, logs: Logs, code: int, outcome: Outcome
) -> None:
    zalo.plan(SEND_PATH, Fault(error=code))

    assert await api.send(to(PERSON)) is outcome

    assert (api.outcomes, zalo.texts()) == ({outcome: 1}, [])
    assert logs[-1]["event"] == "zalo_oa_not_sent"
    assert logs[-1]["outcome"] == outcome


async def test_who_never_wrote_cannot_be_written_to(api: Api) -> None:
    assert await api.send(to("999")) is Outcome.TOO_LATE


async def test_after_seven_days_it_is_too_late(api: Api, zalo: FakeZaloOa, tokens: Tokens) -> None:
    zalo.pass_time(timedelta(days=7, minutes=1))

    assert await api.send(to(PERSON)) is Outcome.TOO_LATE


async def test_a_window_has_eight_messages(api: Api) -> None:
    outcomes = [await api.send(to(PERSON)) for _ in range(9)]

    assert outcomes == [Outcome.SENT] * 8 + [Outcome.QUOTA]


async def test_a_banned_person_is_known(api: Api, zalo: FakeZaloOa) -> None:
    zalo.banned.add(PERSON)

    assert await api.send(to(PERSON)) is Outcome.BLOCKED


async def test_an_expired_token_is_renewed_and_the_message_sent(api: Api, zalo: FakeZaloOa) -> None:
    zalo.pass_time(timedelta(hours=26))

    assert await api.send(to(PERSON)) is Outcome.SENT
    assert zalo.texts() == ["Chào anh/chị"]
    assert zalo.refreshes == [0, 0]


async def test_an_invalid_token_is_renewed_and_the_message_sent(api: Api, zalo: FakeZaloOa) -> None:
    zalo.revoke_access()

    assert await api.send(to(PERSON)) is Outcome.SENT


async def test_a_token_refused_even_when_new_is_renewed_once(api: Api, zalo: FakeZaloOa) -> None:
    zalo.plan(SEND_PATH, Fault(error=-216), Fault(error=-216))

    assert await api.send(to(PERSON)) is Outcome.TOKEN
    assert zalo.refreshes == [0, 0]


@pytest.mark.parametrize("out_of_reach", [True, False])
async def test_where_no_token_can_be_had_nothing_is_raised(api: Api, zalo: FakeZaloOa, out_of_reach: bool) -> None:  # noqa: FBT001
    zalo.revoke_access()
    if out_of_reach:
        zalo.plan(TOKEN_PATH, Fault(status=503))
    else:
        zalo.revoke_refresh()

    assert await api.send(to(PERSON)) is Outcome.TOKEN


async def test_before_the_account_is_connected_nothing_is_asked(
    settings: ZaloOaSettings, tokens: Tokens, client: httpx.AsyncClient, zalo: FakeZaloOa
) -> None:
    assert await Api(settings, tokens, client).send(to(PERSON)) is Outcome.TOKEN
    assert zalo.attempts == 0


@pytest.mark.parametrize("fault", [Fault(error=-32), Fault(status=502), Fault(status=503), Fault(seconds=0.1)])
async def test_passing_faults_are_waited_out(api: Api, zalo: FakeZaloOa, fault: Fault) -> None:
    zalo.plan(SEND_PATH, fault, fault, fault)

    assert await api.send(to(PERSON)) is Outcome.SENT
    assert zalo.texts() == ["Chào anh/chị"]


@pytest.mark.parametrize(
    ("fault", "outcome"), [(Fault(error=-32), Outcome.RATE), (Fault(status=502), Outcome.UNREACHABLE)]
)
async def test_patience_has_an_end(api: Api, zalo: FakeZaloOa, fault: Fault, outcome: Outcome) -> None:
    zalo.plan(SEND_PATH, *[fault] * 4)

    assert await api.send(to(PERSON)) is outcome


@pytest.mark.parametrize("how", [{"broken": True}, {"reset": True}, {"status": 500}, {"status": 504}])
async def test_a_message_that_may_be_sent_is_sent_again_once_only(
    api: Api, zalo: FakeZaloOa, how: dict[str, Any]
) -> None:
    zalo.plan(SEND_PATH, *[Fault(after=True, **how)] * 2)

    assert await api.send(to(PERSON)) is Outcome.UNCLEAR
    assert zalo.texts() == ["Chào anh/chị"] * 2


async def test_what_may_be_sent_is_not_sent_again_while_zalo_answers_nothing(api: Api, zalo: FakeZaloOa) -> None:
    message, away = to(PERSON), [Fault(reset=True)] * 3
    zalo.plan(SEND_PATH, Fault(reset=True, after=True))
    zalo.plan(ACCOUNT_PATH, *away)

    assert await api.send(message) is Outcome.UNREACHABLE
    assert zalo.texts() == ["Chào anh/chị"]

    zalo.plan(SEND_PATH, Fault(reset=True, after=True))
    assert await api.send(message) is Outcome.UNCLEAR, "who tries another day knows"
    assert zalo.texts() == ["Chào anh/chị"] * 2


async def test_a_message_lost_on_its_way_arrives(api: Api, zalo: FakeZaloOa) -> None:
    zalo.plan(SEND_PATH, Fault(reset=True))

    assert await api.send(to(PERSON)) is Outcome.SENT
    assert zalo.texts() == ["Chào anh/chị"]


async def test_a_server_that_refuses_connections_is_out_of_reach(
    settings: ZaloOaSettings, tokens: Tokens, client: httpx.AsyncClient, api: Api
) -> None:
    nowhere = settings.model_copy(update={"base_url": "http://127.0.0.1:1"})

    assert await Api(nowhere, tokens, client, pauses=(0.0,)).send(to(PERSON)) is Outcome.UNREACHABLE


@pytest.mark.parametrize("outcome", [-216, -230, -99999])
async def test_nothing_of_a_person_or_a_token_is_logged(
    api: Api, zalo: FakeZaloOa, tokens: Tokens, logs: Logs, outcome: int
) -> None:
    zalo.plan(SEND_PATH, Fault(error=outcome), Fault(error=outcome))

    await api.send(to(PERSON, "bí mật"))

    assert logs
    assert not any(secret in str(logs) for secret in (PERSON, "bí mật", "access-", "refresh-"))
