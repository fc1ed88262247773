import string
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.signature import is_signed, mac
from tests.fakes import zalo_oa

APP = "360846524940903967"
SECRET = "test-oa-secret-key"
TIMESTAMP = "1540903854740"
VECTOR = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",'
    '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text","message":{"text":"Xin chào",'
    '"msg_id":"96d3cdf3af150460909"},"timestamp":"1540903854740"}'
).encode()
VECTOR_MAC = "21fdffbab91ee56313766725f1d5e91c935156bf30f17002b944ddeffd848e95"


def test_the_vector_of_the_documentation_is_signed() -> None:
    assert mac(APP, VECTOR, TIMESTAMP, SECRET) == VECTOR_MAC
    assert is_signed(f"mac={VECTOR_MAC}", VECTOR, TIMESTAMP, APP, SECRET)


def test_the_fake_signs_the_vector_as_the_documentation_does() -> None:
    assert zalo_oa.signature(VECTOR) == f"mac={VECTOR_MAC}"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "mac=",
        VECTOR_MAC,
        f"MAC={VECTOR_MAC}",
        f"mac={VECTOR_MAC.upper()}",
        f"mac={VECTOR_MAC} ",
        "mac=ký",
        "\udcff",
    ],
)
def test_anything_else_in_the_header_is_no_signature(header: str) -> None:
    assert not is_signed(header, VECTOR, TIMESTAMP, APP, SECRET)


@pytest.mark.parametrize(("app", "secret"), [("", SECRET), (APP, ""), ("", "")])
def test_without_a_secret_nothing_is_signed(app: str, secret: str) -> None:
    right = sha256(app.encode() + VECTOR + TIMESTAMP.encode() + secret.encode()).hexdigest()

    assert not is_signed(f"mac={right}", VECTOR, TIMESTAMP, app, secret)


@given(st.binary(max_size=300), st.text(string.digits, max_size=13), st.text(min_size=1, max_size=20))
def test_what_is_signed_is_taken_and_nothing_changed_is(body: bytes, timestamp: str, secret: str) -> None:
    header = f"mac={mac(APP, body, timestamp, secret)}"

    assert is_signed(header, body, timestamp, APP, secret)
    assert not is_signed(header, body + b" ", timestamp, APP, secret)
    assert not is_signed(header, body, timestamp + "0", APP, secret)
    assert not is_signed(header, body, timestamp, APP + "0", secret)
    assert not is_signed(header, body, timestamp, APP, secret + "0")


@given(st.text(), st.binary(), st.text())
def test_no_header_whatever_raises(header: str, body: bytes, timestamp: str) -> None:
    assert not is_signed(header, body, timestamp, APP, SECRET)
