import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sharing.links import (
    Addresses,
    Target,
    desk_and_rest,
    is_payload,
    page,
    payload,
    shown,
    target_of,
    typed,
    valid_desk,
)

CODES = st.from_regex(r"\d\.\d{6}", fullmatch=True).filter(str.isascii)
DESKS = st.integers(1000, 9999).map(str)
TARGETS = st.builds(Target, st.just("") | CODES, st.just("") | DESKS)


@given(TARGETS.filter(lambda target: target != Target()))
def test_a_payload_leads_back_to_its_target(target: Target) -> None:
    assert is_payload(payload(target))
    assert target_of(payload(target)) == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "p_1_00119",
        "p_1_001193 ",
        "p_11_001193",
        "x_1_001193",
        "p_1_001193_d5",
        "p_١_001193",
        "_k_4072",
        "k_0472",
        "k_40721",
        "p_1_001193k_4072",
        "k_4072_k_4073",
        "k_4072_p_1_001193",
    ],
)
def test_any_other_payload_leads_nowhere(text: str) -> None:
    assert target_of(text) is None


@given(st.text(max_size=200))
def test_no_payload_is_too_strange(text: str) -> None:
    target = target_of(text)
    assert target is None or payload(target) == text


@pytest.mark.parametrize("text", ["", "a b", "ă", "a" * 65, "a\n"])
def test_what_telegram_lets_in_no_deep_link_is_no_payload(text: str) -> None:
    assert not is_payload(text)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (Target("1.001193", "4072"), "https://hoi.kontum.test/p/1.001193?k=4072"),
        (Target("1.001193"), "https://hoi.kontum.test/p/1.001193"),
        (Target("", "4072"), "https://hoi.kontum.test/k/4072"),
        (Target(), "https://hoi.kontum.test/"),
    ],
)
def test_web_addresses_are_short(target: Target, address: str) -> None:
    assert page("https://hoi.kontum.test", target) == address


def test_an_address_is_printed_without_what_nobody_reads_aloud() -> None:
    assert shown("https://hoi.kontum.test/k/4072") == "hoi.kontum.test/k/4072"
    assert shown("http://127.0.0.1:8080/") == "127.0.0.1:8080"


def test_chats_get_the_target_where_they_can_carry_it() -> None:
    addresses = Addresses(telegram="https://t.me/hoimotcua_bot", zalo="https://zalo.me/123")

    assert addresses.chats(Target("", "4072")) == {
        "Zalo": "https://zalo.me/123",
        "Telegram": "https://t.me/hoimotcua_bot?start=k_4072",
    }
    assert addresses.chats(Target())["Telegram"] == "https://t.me/hoimotcua_bot"


@given(DESKS, st.text(max_size=50))
def test_what_is_typed_names_the_desk_and_leaves_the_rest(desk: str, rest: str) -> None:
    found, left = desk_and_rest(f"{typed(Target(desk=desk))} {rest}")

    assert (found, left) == (desk, rest.strip())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("K4072 khai sinh", ("4072", "khai sinh")),
        (" k 4072 ", ("4072", "")),
        ("k40721", ("", "k40721")),
        ("khai sinh k4072", ("", "khai sinh k4072")),
        ("k4072, khai sinh", ("", "k4072, khai sinh")),
    ],
)
def test_only_a_desk_s_number_at_the_beginning_is_one(text: str, parts: tuple[str, str]) -> None:
    assert desk_and_rest(text) == parts


@pytest.mark.parametrize("text", ["", "0472", "472", "40721", "４０７２", "4072\n", "k4072"])
def test_forged_numbers_of_desks_are_none(text: str) -> None:
    assert valid_desk(text) == ""
    assert valid_desk("4072") == "4072"
