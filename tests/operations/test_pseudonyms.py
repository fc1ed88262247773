from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.pseudonyms import KEY_BYTES, Pseudonyms, key_from

OWN = Pseudonyms(b"a" * KEY_BYTES)


def test_the_same_person_has_the_same_pseudonym() -> None:
    assert OWN.of("web", "lan") == Pseudonyms(b"a" * KEY_BYTES).of("web", "lan")
    assert len(OWN.of("web", "lan")) == 32


@pytest.mark.parametrize("other", [OWN.of("web", "minh"), OWN.of("telegram", "lan"), Pseudonyms(b"b").of("web", "lan")])
def test_another_person_channel_or_key_gives_another(other: str) -> None:
    assert OWN.of("web", "lan") != other


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_id_has_one(channel: str, person: str) -> None:
    assert int(OWN.of(channel.replace("\ud800", ""), person), 16) >= 0


def test_the_key_is_not_shown() -> None:
    assert "aaaa" not in repr(OWN)


def test_a_key_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "var" / "person.key"

    made = key_from("", file)

    assert len(made) == KEY_BYTES
    assert key_from("", file) == made
    assert file.stat().st_mode & 0o077 == 0


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "person.key"

    assert key_from("bí mật", file) == key_from("bí mật", file) != key_from("khác", file)
    assert not file.exists()
