import pytest
from pydantic import ValidationError

from bot.cli import _settings_faults
from bot.settings import Settings
from tests.cli.conftest import Invoke


@pytest.mark.parametrize("command", ["run", "ask", "evaluate", "knowledge"])
def test_help_lists_each_command(invoke: Invoke, command: str) -> None:
    assert f" {command} " in invoke("--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run"], "Chạy bot: trang web, Telegram và Zalo nếu có mã."),
        (["ask"], "Hỏi và in câu trả lời."),
        (["evaluate"], "Đo chất lượng tìm kiếm trên các câu hỏi đã gắn nhãn."),
        (["knowledge"], "Kiểm tra, nạp, xuất và quay lại dữ liệu."),
        (["knowledge", "check"], "Kiểm tra dữ liệu; có lỗi thì nêu tệp, dòng, cột"),
        (["knowledge", "reload"], "Kiểm tra tệp, cho xem thay đổi, hỏi lại rồi đưa vào sử dụng."),
    ],
)
def test_each_command_says_in_vietnamese_what_it_does(invoke: Invoke, arguments: list[str], said: str) -> None:
    result = invoke(*arguments, "--help")

    assert said in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize(("arguments", "listed"), [([], " evaluate "), (["knowledge"], " check ")])
def test_without_a_command_the_help_is_shown(invoke: Invoke, arguments: list[str], listed: str) -> None:
    assert listed in invoke(*arguments).output


def test_an_unknown_command_ends_with_code_2(invoke: Invoke) -> None:
    assert invoke("hỏi").exit_code == 2


@pytest.mark.parametrize(
    ("area", "values", "told"),
    [
        ("web", {"port": "abc"}, "HMC_WEB__PORT: "),
        ("web", {"portt": "1"}, "HMC_WEB__PORTT: "),
        ("log", {"level": "LOUD"}, "HMC_LOG__LEVEL: "),
        (
            "database",
            {"url": "mysql://máy"},
            "HMC_DATABASE__URL: chỉ dùng được sqlite:///đường/dẫn.db hoặc postgresql://…",
        ),
        ("storage", {"url": "postgresql://bot:matkhau@db/hoi"}, "HMC_STORAGE: nay là HMC_DATABASE__URL, "),
        ("telegram", {"proxy": "máy"}, "HMC_TELEGRAM__PROXY: phải bắt đầu bằng http:// hoặc https://, hoặc để trống"),
    ],
)
def test_a_wrong_setting_is_told_by_the_name_of_its_variable(area: str, values: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Settings.model_validate({area: values})

    assert _settings_faults(wrong.value).startswith(told)


@pytest.mark.parametrize(
    ("area", "name", "value"),
    [
        ("telegram", "tokn", "123:matkhau"),
        ("telegram", "proxy", "bot:matkhau@proxy:3128"),
        ("database", "url", "mysql://bot:matkhau@db/hoi"),
        ("storage", "url", "postgresql://bot:matkhau@db/hoi"),
    ],
)
def test_what_is_wrong_is_told_without_the_secret_in_it(area: str, name: str, value: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        Settings.model_validate({area: {name: value}})

    assert "matkhau" not in _settings_faults(wrong.value)
