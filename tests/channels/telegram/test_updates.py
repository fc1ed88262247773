from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message, Update, User

from bot.channels.telegram.updates import heard_message, heard_tap, person_of
from tests.fakes.telegram import FakeTelegram, group_message, message, person

BOT = User(123456, "Hỏi Một Cửa", is_bot=True, username="hoimotcua_bot")
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["chat", "from", "id", "message"]), inner)
    ),
)


def read(content: dict[str, Any]) -> Message:
    return Message.de_json(content, None)


def test_a_kept_update_and_its_turn_are_of_the_same_person() -> None:
    with FakeTelegram(listening=False) as api:
        private = api.update("message", message(5, text="khai sinh"))
        group = api.update("message", group_message(-7, 5, text="/start"))
        query = {"id": "1", "from": person(5), "chat_instance": "1", "data": "none", "message": message(5, text="?")}
        tap = api.update("callback_query", query)

    persons = [person_of(update) for update in (private, group, tap)]
    heard = [heard_message(read(update["message"]), BOT) for update in (private, group)]
    heard_query = Update.de_json(tap, None).callback_query
    assert heard_query

    assert persons == ["5:5", "-7:5", "5:5"]
    assert [each and each.person for each in (*heard, heard_tap(heard_query))] == persons


@given(st.dictionaries(st.sampled_from(["update_id", "message", "inline_query"]), any_json))
def test_whatever_comes_has_some_person(update: dict[str, Any]) -> None:
    assert ":" in person_of(update)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("khai sinh", "khai sinh"),
        ("/start@hoimotcua_bot p_1_001193", "/start p_1_001193"),
        ("/start@HoiMotCua_Bot", "/start"),
        ("hỏi @hoimotcua_bot", "hỏi @hoimotcua_bot"),
        ("/", "/"),
    ],
)
def test_in_a_private_chat_everything_is_said_to_the_bot(text: str, heard: str) -> None:
    found = heard_message(read(message(5, text=text)), BOT)

    assert found
    assert found.text == heard


@pytest.mark.parametrize(
    "text", ["@hoimotcua_bot  khai   sinh", "khai sinh @hoimotcua_bot", "khai @hoimotcua_bot sinh"]
)
def test_in_a_group_the_bot_s_name_is_taken_out(text: str) -> None:
    found = heard_message(read(group_message(-7, 5, text=text)), BOT)

    assert found
    assert found.text == "khai sinh"


def test_a_bot_whose_name_only_begins_the_same_is_another() -> None:
    assert heard_message(read(group_message(-7, 5, text="@hoimotcua_bot2 khai sinh")), BOT) is None
