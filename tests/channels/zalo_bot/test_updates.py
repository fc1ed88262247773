import copy
import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_bot.updates import Received, read

LAN = "a1b2c3d4e5f60718293a"
GROUP = "0f0e0d0c0b0a09080706"
ID = "m1a2b3c4d5e6f7081920"
# As captured from a real webhook call.
TYPED: dict[str, Any] = {
    "event_name": "message.text.received",
    "message": {
        "date": 1789033572455,
        "chat": {"chat_type": "PRIVATE", "id": LAN},
        "message_id": ID,
        "from": {"id": LAN, "is_bot": False, "display_name": "Lan"},
        "text": "làm khai sinh",
    },
}
PICTURE = {"photo_url": "https://photo-stal-1.zdn.vn/a.jpg", "message_type": "CHAT_PHOTO"}
VOICE = {"voice_url": "https://f2-voice-aac-dl.zdn.vn/a.aac", "message_type": "CHAT_VOICE"}
STICKER = {"sticker": "0e078a2fb66a5f34067b", "url": "https://zalo-api.zadn.vn/a.png"}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def changed(kind: str = "text", /, **message: Any) -> dict[str, Any]:
    """Return TYPED as an event of `kind`, its message changed; None takes a key out."""
    content = {**TYPED["message"], **message}
    kept = {name: value for name, value in content.items() if value is not None}
    return {"event_name": f"message.{kind}.received", "message": kept}


def test_a_private_message_is_read_flat_as_it_comes() -> None:
    assert read(TYPED) == Received(ID, LAN, LAN, "làm khai sinh")


def test_a_message_is_read_wrapped_as_the_documentation_shows_it() -> None:
    assert read({"ok": True, "result": TYPED}) == read(TYPED)


def test_in_a_group_everybody_has_a_conversation_of_their_own() -> None:
    body = changed(chat={"chat_type": "GROUP", "id": GROUP})

    assert read(body) == Received(ID, GROUP, f"{GROUP}:{LAN}", "làm khai sinh")


@pytest.mark.parametrize(
    ("kind", "content"),
    [("image", PICTURE), ("voice", VOICE), ("sticker", STICKER), ("unsupported", {}), ("text", {"text": " \n"})],
)
def test_what_is_not_text_is_a_message_without_text(kind: str, content: dict[str, str]) -> None:
    assert read(changed(kind, **{"text": None, **content})) == Received(ID, LAN, LAN, None)


def test_what_is_written_under_a_picture_is_its_text() -> None:
    body = changed("image", text=None, caption="làm khai sinh", **PICTURE)

    assert read(body) == Received(ID, LAN, LAN, "làm khai sinh")


def test_a_message_without_an_id_is_told_from_others_by_its_chat_and_millisecond() -> None:
    key = sha256(f"{LAN}:1789033572455".encode()).hexdigest()

    assert read(changed("unsupported", message_id=None, text=None)) == Received(key, LAN, LAN, None)


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        [],
        "message.text.received",
        {"event_name": "message.unsupported.received"},
        {"ok": True, "result": []},
        {"ok": False, "error_code": 408, "description": "Request timeout"},
        {**TYPED, "event_name": "user.follow"},
        {**TYPED, "message": "làm khai sinh"},
        changed(chat=None),
        changed(chat={"id": 7}),
        changed(chat={"id": "x" * 91}),
        changed(chat={"id": "nửa \ud83d"}),
        changed(message_id="không\x00in được", date=None),
        changed(message_id=None, date=None),
        changed(message_id=None, date=10**400),
        changed("text", **{"from": {"id": LAN, "is_bot": True}}),
    ],
)
def test_all_else_is_passed_over(body: object) -> None:
    assert read(body) is None


def test_half_a_character_is_replaced_since_it_cannot_be_sent_back() -> None:
    received = read(changed(text="khai sinh \ud83d"))

    assert received
    assert received.text == "khai sinh ?"


def test_a_message_is_kept_as_ascii_and_read_back_the_same() -> None:
    received = read(TYPED)

    assert received
    assert received.payload().isascii()
    assert Received.of(received.payload()) == received


def test_a_message_shows_nothing_of_itself_in_errors() -> None:
    assert "khai sinh" not in repr(read(TYPED))


@given(json_values)
def test_any_json_is_read_without_raising(body: object) -> None:
    assert read(body) is None


@given(st.data())
def test_any_damage_to_a_message_is_read_without_raising(data: st.DataObject) -> None:
    body = copy.deepcopy(TYPED)
    place: Any = body
    while isinstance(place[name := data.draw(st.sampled_from(sorted(place)))], dict) and data.draw(st.booleans()):
        place = place[name]
    place[name] = data.draw(json_values)

    received = read(json.loads(json.dumps(body)))

    if received:
        assert Received.of(received.payload()) == received
