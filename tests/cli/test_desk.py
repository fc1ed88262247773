import re

import pytest

from bot.storage.audit import SERVER
from bot.storage.desks import LONGEST_NAME
from tests.cli.conftest import Invoke
from tests.cli.test_admin import Ask

OFFICE = "Trung tâm Phục vụ hành chính công xã Kon Braih"


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    return settings | {"HMC_PRIVACY__PERSON_KEY": "khóa của các phép thử"}


@pytest.fixture
def ask(settings: dict[str, str]) -> Ask:
    return Ask(settings["HMC_DATABASE__URL"])


@pytest.fixture
def number(invoke: Invoke) -> str:
    """The number of a desk that is there."""
    told = invoke("desk", "add", "--name", "Quầy 5", "--office", OFFICE, "--commune", "Kon Braih").stdout
    found = re.fullmatch(rf"Đã đăng ký Quầy 5, {OFFICE}: quầy số (\d{{4}})\. In mã QR .*\n", told)
    assert found, told
    return found[1]


def listed(invoke: Invoke) -> str:
    return " ".join(invoke("desk", "list").stdout.replace("│", " ").split())


def test_a_desk_is_listed_with_its_commune_and_state(invoke: Invoke, number: str) -> None:
    invoke("desk", "add", "--name", "[b]Quầy 6", "--office", "Sở Nội vụ")

    table = listed(invoke)

    for word in (number, "Quầy 5", "xã Kon", "[b]Quầy", "toàn tỉnh", "đang dùng"):
        assert word in table


def test_without_a_desk_the_list_says_how_to_add_one(invoke: Invoke) -> None:
    assert 'desk add --name "Quầy 5"' in invoke("desk", "list").stdout


def test_a_desk_is_closed_and_reopened_and_all_is_written_down(invoke: Invoke, ask: Ask, number: str) -> None:
    closed = invoke("desk", "close", number).stdout
    table = listed(invoke)
    reopened = invoke("desk", "reopen", number).stdout

    assert closed == (f"Đã đóng Quầy 5, {OFFICE}. Mã đã in vẫn dùng được. Mở lại bằng lệnh: desk reopen {number}\n")
    assert "đóng" in table
    assert reopened == f"Đã mở lại Quầy 5, {OFFICE}.\n"
    assert "đang dùng" in listed(invoke)
    entries = ask(lambda records: records.audit.latest(10))
    assert [(entry.who, entry.action) for entry in entries] == [
        (SERVER, "desk_reopened"),
        (SERVER, "desk_closed"),
        (SERVER, "desk_registered"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "--name", "", "--office", OFFICE), "Anh/chị ghi tên quầy và tên cơ quan"),
        (("add", "--name", "q" * (LONGEST_NAME + 1), "--office", OFFICE), "Tên dài quá"),
        (
            ("add", "--name", "Quầy 6", "--office", OFFICE, "--commune", "Hà Nội"),
            "Không có xã, phường nào tên “Hà Nội”",
        ),
        (("add", "--name", "quầy 5", "--office", OFFICE), "Đã có Quầy 5"),
        (("close", "quầy 5"), "Không có quầy số “quầy 5”"),
        (("reopen", "999"), "Không có quầy số “999”"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(
    invoke: Invoke, number: str, arguments: tuple[str, ...], said: str
) -> None:
    result = invoke("desk", *arguments)

    assert (result.exit_code, result.output.startswith(said)) == (1, True)
    assert "Traceback" not in result.output
    assert listed(invoke).count("Quầy") == 2  # the heading and the one that is there
