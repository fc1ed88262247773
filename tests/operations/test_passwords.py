import asyncio
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from bot.operations.passwords import MIN_LENGTH, Passwords, weakness

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
GOOD = "con trâu đi trước"


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(CHEAP)


async def test_a_password_is_known_again_and_no_other(passwords: Passwords) -> None:
    stored = await passwords.hashed(GOOD)

    assert await passwords.match(GOOD, stored)
    assert not await passwords.match(GOOD + " ", stored)


async def test_two_hashes_of_one_password_differ(passwords: Passwords) -> None:
    assert await passwords.hashed(GOOD) != await passwords.hashed(GOOD)


async def test_nobodys_password_is_never_right(passwords: Passwords) -> None:
    assert not await passwords.match(GOOD, None)


async def test_for_nobody_as_much_is_computed_as_for_somebody() -> None:
    hashed: list[bytes] = []

    class Watched(PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            hashed.append(bytes(password, "utf-8") if isinstance(password, str) else password)
            return super().hash(password, salt=salt)

    await Passwords(Watched(time_cost=1, memory_cost=8, parallelism=1)).match(GOOD, None)

    assert hashed == [GOOD.encode()]


@pytest.mark.parametrize("form", ["NFD", "NFKD", "NFC"])
async def test_accents_may_be_composed_by_any_keyboard(passwords: Passwords, form: str) -> None:
    stored = await passwords.hashed(GOOD)

    assert await passwords.match(normalize(form, GOOD), stored)  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", ["", "\ud800" * 10, "\x00" * 10, "mật khẩu " * 5000])
async def test_whatever_is_typed_is_only_compared(passwords: Passwords, odd: str) -> None:
    assert not await passwords.match(odd, await passwords.hashed(GOOD))


async def test_by_default_it_is_argon2id_as_rfc_9106_wants_it() -> None:
    parameters = extract_parameters(await Passwords().hashed(GOOD))

    assert (parameters.type, parameters.memory_cost, parameters.time_cost) == (Type.ID, 65536, 3)


async def test_a_hash_with_other_parameters_is_outdated(passwords: Passwords) -> None:
    stored = await passwords.hashed(GOOD)

    assert not passwords.outdated(stored)
    assert Passwords().outdated(stored)


async def test_many_at_once_are_all_answered(passwords: Passwords) -> None:
    stored = await passwords.hashed(GOOD)

    assert await asyncio.gather(*(passwords.match(GOOD, stored) for _ in range(20))) == [True] * 20


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "ít nhất 10 ký tự"),
        ("a2c4e6g8i", "ít nhất 10 ký tự"),
        (normalize("NFD", "tiếng Việt"[:9]), "ít nhất 10 ký tự"),
        ("nguyen.thi.lan", "trùng với tên"),
        ("Nguyen.Thi.LAN", "trùng với tên"),
        ("1234567890", "dễ bị đoán"),
        ("MatKhau123", "dễ bị đoán"),
        ("qwertyuiop", "dễ bị đoán"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, said: str) -> None:
    assert said in weakness("nguyen.thi.lan", password)


@pytest.mark.parametrize("password", [GOOD, "a" * MIN_LENGTH, "nguyen.thi.lan2"])
def test_a_password_long_enough_is_taken(password: str) -> None:
    assert weakness("nguyen.thi.lan", password) == ""
