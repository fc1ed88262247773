import re
from pathlib import Path
from typing import cast

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from bot.settings import ROOT, Settings, env_example
from tests.environment import forget_callers_settings

VIETNAMESE_LETTER = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
DEFAULTS = {
    "HMC_KNOWLEDGE__FOLDER": ROOT / "knowledge",
    "HMC_KNOWLEDGE__CACHE": ROOT / "var/index",
    "HMC_DATABASE__URL": f"sqlite:///{ROOT / 'var/hoimotcua.db'}",
    "HMC_PRIVACY__RETENTION_DAYS": 90,
    "HMC_PRIVACY__PERSON_KEY": "",
    "HMC_PRIVACY__PERSON_KEY_FILE": ROOT / "var/person.key",
    "HMC_WEB__HOST": "127.0.0.1",
    "HMC_WEB__PORT": 8080,
    "HMC_WEB__PUBLIC_URL": "",
    "HMC_WEB__WIDGET_ORIGINS": "",
    "HMC_WEB__TRUSTED_PROXIES": "127.0.0.1,::1",
    "HMC_WEB__SESSION_PER_MINUTE": 30,
    "HMC_WEB__ADDRESS_PER_MINUTE": 300,
    "HMC_WEB__ALL_PER_MINUTE": 3000,
    "HMC_WEB__METRICS_NETWORKS": "127.0.0.1,::1",
    "HMC_MESSENGERS__PERSON_PER_MINUTE": 20,
    "HMC_MESSENGERS__ALL_PER_MINUTE": 3000,
    "HMC_TELEGRAM__TOKEN": "",
    "HMC_TELEGRAM__BASE_URL": "https://api.telegram.org/bot",
    "HMC_TELEGRAM__PROXY": "",
    "HMC_TELEGRAM__WEBHOOK_URL": "",
    "HMC_TELEGRAM__PER_SECOND": 30,
    "HMC_ZALO_BOT__TOKEN": "",
    "HMC_ZALO_BOT__BASE_URL": "https://bot-api.zaloplatforms.com",
    "HMC_ZALO_BOT__WEBHOOK_URL": "",
    "HMC_ZALO_BOT__WEBHOOK_SECRET": "",
    "HMC_ZALO_OA__APP_ID": "",
    "HMC_ZALO_OA__OA_ID": "",
    "HMC_ZALO_OA__APP_SECRET": "",
    "HMC_ZALO_OA__OA_SECRET": "",
    "HMC_ZALO_OA__ACCESS_TOKEN": "",
    "HMC_ZALO_OA__REFRESH_TOKEN": "",
    "HMC_ZALO_OA__BASE_URL": "https://openapi.zalo.me",
    "HMC_ZALO_OA__OAUTH_URL": "https://oauth.zaloapp.com",
    "HMC_ZALO_OA__BUTTONS": False,
    "HMC_LOG__LEVEL": "INFO",
    "HMC_LOG__FORMAT": "text",
}


@pytest.fixture(autouse=True)
def no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_callers_settings(monkeypatch)


def settings(env_file: Path | None = None) -> Settings:
    return Settings(_env_file=env_file)


def value(of: Settings, variable: str) -> object:
    area, name = variable.lower().removeprefix("hmc_").split("__")
    found = getattr(getattr(of, area), name)
    return found.get_secret_value() if hasattr(found, "get_secret_value") else found


def fields() -> dict[str, FieldInfo]:
    return {
        f"HMC_{area.upper()}__{name.upper()}": field
        for area, model in Settings.model_fields.items()
        for name, field in cast("type[BaseModel]", model.annotation).model_fields.items()
    }


def faults(error: ValidationError) -> list[tuple[int | str, ...]]:
    return [fault["loc"] for fault in error.errors()]


def test_without_variables_every_setting_has_its_default() -> None:
    assert {variable: value(settings(), variable) for variable in fields()} == DEFAULTS


@pytest.mark.parametrize(
    ("variable", "written", "read"),
    [
        ("HMC_KNOWLEDGE__FOLDER", "/srv/du-lieu", Path("/srv/du-lieu")),
        ("HMC_KNOWLEDGE__CACHE", "/srv/tạm", Path("/srv/tạm")),
        ("HMC_DATABASE__URL", "postgresql://bot:m%40t@db/hoi", "postgresql://bot:m%40t@db/hoi"),
        ("HMC_PRIVACY__RETENTION_DAYS", "7", 7),
        ("HMC_PRIVACY__PERSON_KEY", "bí mật", "bí mật"),
        ("HMC_PRIVACY__PERSON_KEY_FILE", "/srv/khóa", Path("/srv/khóa")),
        ("HMC_WEB__HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104  nothing listens
        ("HMC_WEB__PORT", "65535", 65535),
        ("hmc_web__port", "0", 0),
        ("HMC_TELEGRAM__TOKEN", "123:abc", "123:abc"),
        ("HMC_TELEGRAM__BASE_URL", "http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/bot"),
        ("HMC_TELEGRAM__PROXY", "http://proxy:3128", "http://proxy:3128"),
        ("HMC_TELEGRAM__WEBHOOK_URL", "https://hoi.test/webhook/telegram", "https://hoi.test/webhook/telegram"),
        ("HMC_ZALO_BOT__TOKEN", "123:abc-xyz", "123:abc-xyz"),
        ("HMC_ZALO_BOT__BASE_URL", "http://127.0.0.1:8082", "http://127.0.0.1:8082"),
        ("HMC_ZALO_BOT__WEBHOOK_SECRET", "bi-mat-8", "bi-mat-8"),
        ("HMC_ZALO_OA__OA_ID", "360846524940903967", "360846524940903967"),
        ("HMC_ZALO_OA__REFRESH_TOKEN", " a-Z_9 ", "a-Z_9"),
        ("HMC_ZALO_OA__BUTTONS", "true", True),
        ("HMC_LOG__LEVEL", "DEBUG", "DEBUG"),
        ("HMC_LOG__FORMAT", "json", "json"),
        ("HMC_WEB__METRICS_NETWORKS", "10.0.0.0/8", "10.0.0.0/8"),
    ],
)
def test_a_variable_sets_its_setting(
    monkeypatch: pytest.MonkeyPatch, variable: str, written: str, read: object
) -> None:
    monkeypatch.setenv(variable, written)

    assert value(settings(), variable) == read


def test_a_variable_leaves_the_rest_of_its_area_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMC_WEB__HOST", "::1")

    assert settings().web.port == 8080


@pytest.mark.parametrize(
    ("variable", "written", "read"),
    [
        ("HMC_KNOWLEDGE__FOLDER", "dữ-liệu", ROOT / "dữ-liệu"),
        ("HMC_KNOWLEDGE__CACHE", "../tạm", ROOT / "../tạm"),
        ("HMC_DATABASE__URL", "sqlite:///var/thu.db", f"sqlite:///{ROOT}/var/thu.db"),
    ],
)
def test_a_relative_path_is_meant_from_the_projects_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, written: str, read: object
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, written)

    assert value(settings(), variable) == read


def test_an_absolute_database_file_stays_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HMC_DATABASE__URL", f"sqlite:///{tmp_path}/hoi.db")

    assert settings().database.url == f"sqlite:///{tmp_path}/hoi.db"


@pytest.mark.parametrize(
    ("variable", "written"),
    [
        ("HMC_WEB__PORT", "abc"),
        ("HMC_WEB__PORT", "-1"),
        ("HMC_WEB__PORT", "65536"),
        ("HMC_WEB__PORT", ""),
        ("HMC_PRIVACY__RETENTION_DAYS", "0"),
        ("HMC_DATABASE__URL", "mysql://máy/tên"),
        ("HMC_DATABASE__URL", "var/hoimotcua.db"),
        ("HMC_DATABASE__URL", ""),
        ("HMC_TELEGRAM__PROXY", "proxy:3128"),
        ("HMC_TELEGRAM__WEBHOOK_URL", "http://hoi.test/webhook/telegram"),
        ("HMC_ZALO_BOT__WEBHOOK_URL", "http://bot.example.vn/webhook/zalo-bot"),
        ("HMC_ZALO_BOT__WEBHOOK_SECRET", "ngan-qu"),
        ("HMC_ZALO_BOT__WEBHOOK_SECRET", "bí mật dài"),
        ("HMC_ZALO_OA__APP_ID", "1" * 41),
        ("HMC_ZALO_OA__ACCESS_TOKEN", "mã"),
        ("HMC_ZALO_OA__APP_SECRET", "a\nb"),
        ("HMC_ZALO_OA__BUTTONS", "có"),
        ("HMC_LOG__LEVEL", "ồn ào"),
        ("HMC_LOG__FORMAT", "xml"),
        ("HMC_WEB__METRICS_NETWORKS", "mạng nội bộ"),
        ("HMC_WEB__PORTT", "9000"),
    ],
)
def test_a_wrong_value_or_name_is_refused_at_its_place(
    monkeypatch: pytest.MonkeyPatch, variable: str, written: str
) -> None:
    monkeypatch.setenv(variable, written)

    with pytest.raises(ValidationError) as refused:
        settings()

    assert faults(refused.value) == [tuple(variable.removeprefix("HMC_").lower().split("__"))]


def test_a_webhook_of_zalo_bot_needs_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMC_ZALO_BOT__WEBHOOK_URL", "https://bot.example.vn/webhook/zalo-bot")

    with pytest.raises(ValidationError, match="webhook_secret"):
        settings()


@pytest.mark.parametrize("missing", ["APP_SECRET", "OA_SECRET"])
def test_the_app_of_an_official_account_needs_both_its_secrets(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in ("APP_ID", "APP_SECRET", "OA_SECRET"):
        monkeypatch.setenv(f"HMC_ZALO_OA__{name}", "360846524940903967")
    complete = settings()
    monkeypatch.delenv(f"HMC_ZALO_OA__{missing}")

    with pytest.raises(ValidationError, match="app_secret và oa_secret"):
        settings()
    assert complete.zalo_oa.app_id == "360846524940903967"


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMC_WEB__PORT", "abc")
    monkeypatch.setenv("HMC_LOG__LEVEL", "LOUD")

    with pytest.raises(ValidationError) as refused:
        settings()

    assert faults(refused.value) == [("web", "port"), ("log", "level")]


def test_the_env_file_is_that_of_the_projects_folder() -> None:
    assert Settings.model_config["env_file"] == ROOT / ".env"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_env_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("HMC_WEB__PORT=9000\nHMC_KNOWLEDGE__FOLDER=dữ liệu\n", encoding=encoding)

    read = settings(env_file)

    assert (read.web.port, read.knowledge.folder) == (9000, ROOT / "dữ liệu")


def test_a_variable_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("HMC_WEB__PORT=9000\nHMC_WEB__HOST=::1\n", encoding="utf-8")
    monkeypatch.setenv("HMC_WEB__PORT", "9001")

    read = settings(env_file)

    assert (read.web.port, read.web.host) == (9001, "::1")


def test_other_variables_of_an_env_file_are_passed_over(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("COMPOSE_PROJECT_NAME=hoi\nHMC_WEB__PORT=9000\n", encoding="utf-8")

    assert settings(env_file).web.port == 9000


def test_the_example_file_in_the_repository_is_the_generated_one() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_the_example_as_it_stands_sets_nothing() -> None:
    lines = [line for line in env_example().splitlines() if line]

    assert all(line.startswith("#") for line in lines)


def test_the_example_with_its_marks_removed_gives_the_defaults(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(env_example().replace("#HMC_", "HMC_"), encoding="utf-8")

    assert {variable: value(settings(env_file), variable) for variable in fields()} == DEFAULTS


@pytest.mark.parametrize("variable", fields())
def test_the_example_says_above_each_variable_what_it_is_for(variable: str) -> None:
    lines = env_example().splitlines()

    place = next(number for number, line in enumerate(lines) if line.startswith(f"#{variable}="))

    assert lines[place - 1] == f"# {fields()[variable].description}"


@pytest.mark.parametrize("variable", fields())
def test_every_setting_is_described_in_vietnamese(variable: str) -> None:
    assert VIETNAMESE_LETTER.search(fields()[variable].description or "")


@pytest.mark.parametrize("area", Settings.model_fields)
def test_every_area_is_described_in_vietnamese(area: str) -> None:
    assert VIETNAMESE_LETTER.search(Settings.model_fields[area].description or "")


@pytest.mark.parametrize(
    ("variable", "written"),
    [
        ("HMC_TELEGRAM__TOKEN", "123:matkhau"),
        ("HMC_ZALO_BOT__TOKEN", "123:matkhau"),
        ("HMC_ZALO_BOT__WEBHOOK_SECRET", "matkhau-dai"),
        ("HMC_TELEGRAM__PROXY", "http://bot:matkhau@proxy:3128"),
        ("HMC_DATABASE__URL", "postgresql://bot:matkhau@db/hoi"),
        ("HMC_ZALO_OA__APP_SECRET", "matkhau"),
        ("HMC_ZALO_OA__OA_SECRET", "matkhau"),
        ("HMC_ZALO_OA__ACCESS_TOKEN", "matkhau"),
        ("HMC_ZALO_OA__REFRESH_TOKEN", "matkhau"),
    ],
)
def test_a_secret_is_not_shown_when_settings_are_printed(
    monkeypatch: pytest.MonkeyPatch, variable: str, written: str
) -> None:
    monkeypatch.setenv(variable, written)

    read = settings()

    assert "matkhau" not in f"{read} {read!r}"
