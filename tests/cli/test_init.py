import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Protocol

import pytest
from pydantic import ValidationError

from bot.cli import _settings_faults, main
from bot.settings import Settings
from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH

WRONG_SETTINGS = "Cài đặt (biến HMC_* hoặc tệp .env) chưa đúng:\n"


class End(Protocol):
    """Run a command that cannot be run, as the program does; return what it says, or its exit code."""

    def __call__(self, *arguments: str, **environment: str) -> str | int | None: ...


@pytest.fixture
def end(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, logging_as_before: None) -> End:
    def run(*arguments: str, **environment: str) -> str | int | None:
        for name, value in (settings | environment).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["hoimotcua", *arguments])
        for stream in ("stdin", "stdout", "stderr"):
            monkeypatch.setattr(sys, stream, TextIOWrapper(BytesIO()))
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code  # of words Python itself makes a line on the error stream, and the code 1

    return run


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


def test_a_variable_of_a_whole_area_is_named(end: End) -> None:
    said = end("knowledge", "check", HMC_WEB="abc")

    assert str(said).startswith(f'{WRONG_SETTINGS}error parsing value for field "web"')


@pytest.mark.parametrize("command", [["run"], ["reach"]])
def test_a_database_that_cannot_be_opened_is_told_by_its_setting(end: End, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").touch()

    said = end(*command, HMC_DATABASE__URL=f"sqlite:///{tmp_path / 'file' / 'questions.db'}")

    assert str(said).startswith(f"{WRONG_SETTINGS}HMC_DATABASE__URL: không mở được cơ sở dữ liệu này (")


@pytest.mark.parametrize("command", [["knowledge", "check"], ["run"]])
def test_damaged_data_is_told_by_file_line_and_column(end: End, knowledge_folder: Path, command: list[str]) -> None:
    for name, sound, faulty in (("procedures.csv", f"\n{BIRTH},", "\n1,5,"), ("faq.yaml", "chitchat", "phục vụ")):
        file = knowledge_folder / name
        file.write_text(file.read_text(encoding="utf-8").replace(sound, faulty), encoding="utf-8")

    heading, procedures, faq = str(end(*command)).splitlines()

    assert heading == "Dữ liệu có lỗi, chưa dùng được:"
    assert procedures.startswith("procedures.csv:2 lỗi: ô thứ 12 nằm ngoài các cột của tiêu đề; xem lại dấu phân cách")
    assert faq.startswith("faq.yaml:3 [entries.0.kind] lỗi: chỉ được là 'service' ")


def test_a_folder_that_is_missing_is_told_file_by_file(end: End, tmp_path: Path) -> None:
    said = end("knowledge", "check", HMC_KNOWLEDGE__FOLDER=str(tmp_path / "không có"))

    assert said == (
        "Dữ liệu có lỗi, chưa dùng được:\n"
        "procedures.csv lỗi: không có tệp này\n"
        "faq.yaml lỗi: không có tệp này\n"
        "vocabulary.yaml lỗi: không có tệp này\n"
        "life_events.yaml lỗi: không có tệp này\n"
        "outside.yaml lỗi: không có tệp này\n"
        "published_totals.yaml lỗi: không có tệp này\n"
        "places.csv lỗi: không có tệp này\n"
        "offices.csv lỗi: không có tệp này\n"
        "must_find.csv lỗi: không có tệp này"
    )
