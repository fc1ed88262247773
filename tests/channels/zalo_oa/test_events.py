import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa import events
from bot.channels.zalo_oa.events import Event, Kind
from tests.channels.conftest import Logs
from tests.fakes.zalo_oa import (
    PERSON,
    echo_event,
    encoded,
    follow_event,
    form_event,
    image_event,
    location_event,
    message_event,
    receipt_event,
    text_event,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["user_send_text", "user_send_image", "user_send_location", "follow", "unfollow", "oa_send_text"]
)


def read(event: Mapping[str, Any]) -> Event | None:
    body = encoded(dict(event))
    return events.read(events.parse(body), body)


def test_a_text_is_read_with_its_id_and_its_person() -> None:
    assert read(text_event("Xin chào", "96d3")) == Event(Kind.TEXT, "96d3", PERSON, "Xin chào")


@pytest.mark.parametrize("what", ["image", "link", "audio", "video", "sticker", "gif", "business_card"])
def test_what_cannot_be_read_is_known_as_such(what: str) -> None:
    event = read(message_event(f"user_send_{what}", {"msg_id": "a1"}))

    assert event == Event(Kind.UNREADABLE, "a1", PERSON)


def test_words_below_a_picture_are_a_message() -> None:
    assert read(image_event("a1", text="khai sinh cần gì")) == Event(Kind.TEXT, "a1", PERSON, "khai sinh cần gì")


@pytest.mark.parametrize("text", ["", "  \n", None, 5])
def test_a_message_without_words_cannot_be_read(text: object) -> None:
    event = read(message_event("user_send_text", {"msg_id": "a1", "text": text}))

    assert event
    assert event.kind is Kind.UNREADABLE


def test_what_no_database_takes_is_not_read() -> None:
    event = read(text_event("khai\0 sinh \ud83d"))

    assert event
    assert event.text == "khai sinh ?"


def test_a_shared_place_is_known() -> None:
    assert read(location_event("a1")) == Event(Kind.LOCATION, "a1", PERSON)


def test_a_follow_names_its_follower_and_is_known_again_by_its_body() -> None:
    event = follow_event()

    assert read(event) == Event(Kind.FOLLOW, sha256(encoded(event)).hexdigest(), PERSON)


@pytest.mark.parametrize("msg_id", [None, "", 7, "có dấu", "x" * 65, "a\0b", "\ud800"])
def test_a_message_without_a_usable_id_is_known_again_by_its_body(msg_id: object) -> None:
    event = read(message_event("user_send_text", {"msg_id": msg_id, "text": "khai sinh"}))

    assert event
    assert len(event.key) == 64


@pytest.mark.parametrize(
    "event",
    [follow_event("unfollow"), receipt_event(), receipt_event("user_received_message"), echo_event(), form_event()],
    ids=lambda event: str(event["event_name"]),
)
def test_what_needs_no_answer_is_nothing_without_a_word_in_the_log(event: Mapping[str, Any], logs: Logs) -> None:
    assert read(event) is None
    assert logs == []


def test_an_unknown_event_is_logged_by_its_name_alone(logs: Logs) -> None:
    assert read(message_event("user_reacted_message", {"text": "bí mật"})) is None
    assert logs == [{"event": "zalo_oa_event_unknown", "name": "user_reacted_message", "log_level": "info"}]


def test_a_name_that_is_none_is_not_logged(logs: Logs) -> None:
    assert read(message_event("tên là Nguyễn Thị Lan", {"text": "bí mật"})) is None
    assert "Lan" not in str(logs)


@pytest.mark.parametrize("person", [None, "", 7, ["1"], "có dấu", "x" * 65, "a\0b"])
def test_an_event_of_nobody_is_nothing(person: object) -> None:
    assert read({**text_event("khai sinh"), "sender": {"id": person}}) is None


def test_what_is_kept_says_no_more_than_answering_needs() -> None:
    event = read(text_event("Xin chào"))

    assert event
    assert json.loads(event.payload()) == {"kind": "text", "person": PERSON, "text": "Xin chào"}


@given(st.text(alphabet=st.characters()))
def test_what_is_kept_is_ascii_and_comes_back(text: str) -> None:
    kept = Event(Kind.TEXT, "a1", PERSON, text).payload()

    assert kept.isascii()
    assert events.from_payload(kept) == Event(Kind.TEXT, "", PERSON, text)


@given(st.binary())
def test_any_bytes_are_parsed_or_nothing(body: bytes) -> None:
    said = events.parse(body)

    assert events.read(said, body) is None
    assert events.timestamp(said) == ""


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 100_000, b"9" * 10_000, b"[]", b"null", b'"\xff"'])
def test_bodies_made_to_hurt_are_nothing(body: bytes) -> None:
    assert events.parse(body) == {}


@given(JSON, JSON, JSON, NAMES, JSON)
def test_no_json_whatever_raises(sender: object, message: object, follower: object, name: str, moment: object) -> None:
    said = {"event_name": name, "sender": sender, "follower": follower, "message": message, "timestamp": moment}

    events.timestamp(said)
    event = events.read(said, b"body")

    assert event is None or events.from_payload(event.payload()).kind is event.kind


@given(JSON)
def test_no_body_of_json_whatever_raises(value: object) -> None:
    body = json.dumps(value).encode()

    events.read(events.parse(body), body)


@pytest.mark.parametrize(
    ("said", "moment"), [({"timestamp": "15"}, "15"), ({"timestamp": 15}, "15"), ({}, ""), ({"timestamp": None}, "")]
)
def test_the_moment_is_read_as_it_stands(said: Mapping[str, Any], moment: str) -> None:
    assert events.timestamp(said) == moment
