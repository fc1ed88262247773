import unicodedata
from contextlib import suppress
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.values import (
    WORDS,
    Applicant,
    Government,
    Postal,
    Receiver,
    ServiceLevel,
    join,
    parse,
    split,
    word,
)
from bot.language.normalise import fold
from tests.language.texts import ANYTHING

EVERY_VALUE = [(kind, value) for kind in WORDS for value in kind]


@pytest.mark.parametrize(("kind", "value"), EVERY_VALUE)
def test_every_value_is_read_from_its_word_and_its_code_name(kind: type[StrEnum], value: StrEnum) -> None:
    written = word(value)

    for form in (written, written.upper(), fold(written), unicodedata.normalize("NFD", written), f"  {written} "):
        assert parse(kind, form) is value
    assert parse(kind, value.value) is value


@pytest.mark.parametrize("kind", WORDS)
def test_no_two_values_share_a_form(kind: type[StrEnum]) -> None:
    forms = [fold(form).replace("_", " ") for value in kind for form in {value.value, word(value)}]

    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (ServiceLevel, "Toàn Trình", ServiceLevel.FULL),
        (ServiceLevel, "khong truc tuyen", ServiceLevel.OFFLINE),
        (Receiver, "police_commune", Receiver.POLICE_COMMUNE),
        (Receiver, "toà án", Receiver.COURT),
        (Applicant, "hợp  tác   xã", Applicant.COOPERATIVE),
    ],
)
def test_a_value_is_read_however_it_is_written(kind: type[StrEnum], written: str, value: StrEnum) -> None:
    assert parse(kind, written) is value


@pytest.mark.parametrize("written", ["mức 4", "", "co"])
def test_an_unknown_word_is_refused_naming_the_words_allowed(written: str) -> None:
    with pytest.raises(ValueError, match="không có trong danh sách") as caught:
        parse(ServiceLevel, written)

    allowed = "toàn trình, một phần, trực tuyến, không trực tuyến, chưa rõ"
    assert str(caught.value) == f"“{written}” không có trong danh sách; chỉ dùng một trong: {allowed}"


@given(ANYTHING, st.sampled_from(list(WORDS)))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_value_or_refused(text: str, kind: type[StrEnum]) -> None:
    with suppress(ValueError):
        assert parse(kind, text) in kind


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("tỉnh;xã", ["tỉnh", "xã"]),
        (" tỉnh ;\txã\u00a0;", ["tỉnh", "xã"]),
        (";; ", []),
        ("", []),
        ("làm giấy khai sinh", ["làm giấy khai sinh"]),
    ],
)
def test_a_cell_is_parted_at_semicolons(cell: str, parts: list[str]) -> None:
    assert split(cell) == parts


@given(st.lists(st.sampled_from(list(Receiver))))
@settings(max_examples=50, deadline=None)
def test_values_joined_in_a_cell_are_read_back(values: list[Receiver]) -> None:
    assert [parse(Receiver, part) for part in split(join(values))] == values


def test_three_levels_are_filed_online() -> None:
    online = {level for level in ServiceLevel if level.is_online}

    assert online == {ServiceLevel.FULL, ServiceLevel.PARTIAL, ServiceLevel.ONLINE}


def test_the_words_are_those_of_the_decree_and_of_officials() -> None:
    assert join([ServiceLevel.FULL, ServiceLevel.PARTIAL]) == "toàn trình;một phần"
    assert join([Postal.YES, Postal.NO]) == "có;không"
    assert join(Government) == "tỉnh;huyện;xã"
