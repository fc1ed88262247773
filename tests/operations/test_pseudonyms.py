from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operations.pseudonyms import KEY_BYTES, KeyFileError, Pseudonyms, key_from

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


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 65])
def test_a_file_that_is_no_key_is_refused_and_not_used(tmp_path: Path, content: bytes) -> None:
    """An empty one, as a full disk may leave it, would hide nobody."""
    file = tmp_path / "person.key"
    file.write_bytes(content)

    with pytest.raises(KeyFileError, match="bị hỏng"):
        key_from("", file)
    assert file.read_bytes() == content


def test_of_processes_that_start_at_once_one_makes_the_key(tmp_path: Path) -> None:
    file = tmp_path / "var" / "person.key"

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key_from("", file), range(8)))

    assert len(keys) == 1
    assert [path.name for path in file.parent.iterdir()] == ["person.key"]
