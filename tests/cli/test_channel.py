import pytest

from bot.storage.audit import SERVER
from tests.cli.conftest import Invoke
from tests.cli.test_admin import Ask


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    tokens = {"HMC_TELEGRAM__TOKEN": "1:x", "HMC_ZALO_BOT__TOKEN": "1:x"}
    return settings | tokens | {"HMC_PRIVACY__PERSON_KEY": "khóa của các phép thử"}


def listed(invoke: Invoke) -> str:
    return " ".join(invoke("channel", "list").stdout.replace("│", " ").split())


def test_a_channel_is_switched_off_and_on_and_all_is_written_down(invoke: Invoke, settings: dict[str, str]) -> None:
    before = listed(invoke)
    off = invoke("channel", "off", "zalo-bot", "--reason", "sai [b]nặng").stdout
    table = listed(invoke)
    on = invoke("channel", "on", "zalo-bot").stdout

    assert [f"{name} mở" in before for name in ("Trang web", "Telegram", "Zalo Bot")] == [True, True, True]
    assert "Zalo OA chưa cài đặt chưa có HMC_ZALO_OA__APP_ID" in before
    assert off == "Đã tạm ngừng Zalo Bot. Mở lại bằng lệnh: channel on zalo-bot\n"
    assert "Zalo Bot mở" not in table
    assert all(said in table for said in ("Zalo Bot tạm ngừng từ", SERVER, "sai [b]nặng"))
    assert on == "Đã mở Zalo Bot.\n"
    assert listed(invoke) == before
    entries = Ask(settings["HMC_DATABASE__URL"])(lambda records: records.audit.latest(10))
    assert [(entry.who, entry.action, entry.detail) for entry in entries] == [
        (SERVER, "channel_on", "Zalo Bot"),
        (SERVER, "channel_off", "Zalo Bot: sai [b]nặng"),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("off", "web", "--reason", " "), 1, "ghi lý do"),
        (("off", "web"), 2, "--reason"),
        (("off", "zalo", "--reason", "x"), 2, "zalo-bot"),
    ],
)
def test_what_cannot_be_is_told(invoke: Invoke, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = invoke("channel", *arguments)

    assert (result.exit_code, said in result.output, "Traceback" in result.output) == (code, True, False)
    assert "Trang web mở" in listed(invoke)
