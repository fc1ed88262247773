from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from bot.channels.zalo_oa.oauth import (
    USUAL_LIFE,
    OAuth,
    RefusedError,
    UnreachableError,
    _life,
    challenge,
    consent_url,
    new_verifier,
)
from bot.settings import ZaloOaSettings
from tests.fakes.zalo_oa import APP_ID, TOKEN_PATH, FakeZaloOa, Fault

ODD_LIVES: tuple[object, ...] = (None, "", "soon", 0, -5, "nan", "inf", "1e300", [])


@pytest.fixture
def oauth(settings: ZaloOaSettings, client: httpx.AsyncClient) -> OAuth:
    return OAuth(settings, client)


async def test_a_code_becomes_a_pair_once(oauth: OAuth, zalo: FakeZaloOa) -> None:
    verifier = new_verifier()
    code = zalo.consent(challenge(verifier))

    pair = await oauth.exchange(code, verifier)

    assert pair.access.startswith("access-")
    with pytest.raises(RefusedError):
        await oauth.exchange(code, verifier)


async def test_a_code_of_another_verifier_is_refused(oauth: OAuth, zalo: FakeZaloOa) -> None:
    code = zalo.consent(challenge(new_verifier()))

    with pytest.raises(RefusedError):
        await oauth.exchange(code, new_verifier())


@pytest.mark.parametrize("as_number", [False, True])
async def test_a_refresh_token_becomes_the_next_pair(oauth: OAuth, zalo: FakeZaloOa, as_number: bool) -> None:  # noqa: FBT001
    zalo.expires_in_as_number = as_number
    _, refresh = zalo.pair()

    pair = await oauth.refresh(refresh)

    assert pair.refresh != refresh
    assert timedelta(hours=24) < pair.expires_at - datetime.now(UTC) <= timedelta(hours=25)


async def test_a_refresh_token_that_was_used_is_refused_with_zalos_code(oauth: OAuth, zalo: FakeZaloOa) -> None:
    _, refresh = zalo.pair()
    await oauth.refresh(refresh)

    with pytest.raises(RefusedError) as refused:
        await oauth.refresh(refresh)

    assert refused.value.code == -14020


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(broken=True), Fault(reset=True)])
async def test_an_answer_that_cannot_be_read_is_no_refusal(oauth: OAuth, zalo: FakeZaloOa, fault: Fault) -> None:
    zalo.plan(TOKEN_PATH, fault)
    _, refresh = zalo.pair()

    with pytest.raises(UnreachableError):
        await oauth.refresh(refresh)


async def test_a_server_out_of_reach_is_no_refusal(settings: ZaloOaSettings, client: httpx.AsyncClient) -> None:
    nowhere = settings.model_copy(update={"oauth_url": "http://127.0.0.1:1"})

    with pytest.raises(UnreachableError):
        await OAuth(nowhere, client).refresh("refresh-hush")


async def test_a_secret_that_no_header_takes_is_in_no_error(
    settings: ZaloOaSettings, client: httpx.AsyncClient
) -> None:
    bad = settings.model_copy(update={"app_secret": SecretStr("hush\nhush")})

    with pytest.raises(UnreachableError) as failed:
        await OAuth(bad, client).refresh("hush-refresh")

    assert "hush" not in f"{failed.value!r} {failed.value.__cause__!r}"


@pytest.mark.parametrize(
    ("said", "life"),
    [
        ("90000", timedelta(hours=25)),
        (3600, timedelta(hours=1)),
        *((odd, USUAL_LIFE) for odd in ODD_LIVES),
    ],
)
def test_a_life_is_read_as_text_or_number_and_taken_as_usual_otherwise(said: object, life: timedelta) -> None:
    assert _life(said) == life


def test_the_page_of_consent_is_asked_for_with_the_challenge(settings: ZaloOaSettings) -> None:
    verifier = new_verifier()

    address = urlsplit(consent_url(settings, "https://hoi.test/oa", verifier, "s1"))

    assert address.path == "/v4/oa/permission"
    assert parse_qs(address.query) == {
        "app_id": [APP_ID],
        "redirect_uri": ["https://hoi.test/oa"],
        "code_challenge": [challenge(verifier)],
        "state": ["s1"],
    }


def test_a_challenge_is_that_of_rfc_7636() -> None:
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(new_verifier()) == 43
