"""Settings: one class per area, read from HMC_* variables and `.env`; the defaults run without either."""

from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
_SQLITE = "sqlite:///"

FromRoot = Annotated[Path, AfterValidator(lambda path: ROOT / path)]
"""A path; a relative one is meant from the project's folder, wherever the program was started."""


def _database_url(url: str) -> str:
    if url.startswith(_SQLITE):
        return f"{_SQLITE}{ROOT / url.removeprefix(_SQLITE)}"
    if url.startswith("postgresql://"):
        return url
    raise ValueError("chỉ dùng được sqlite:///đường/dẫn.db hoặc postgresql://…")


def _proxy(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("phải bắt đầu bằng http:// hoặc https://, hoặc để trống")
    return url


class Area(BaseModel):
    """One area's settings; its defaults are checked like given values."""

    model_config = {"validate_default": True, "extra": "forbid"}


class KnowledgeSettings(Area):
    """Where the knowledge base and its index cache lie."""

    folder: FromRoot = Field(Path("knowledge"), description="Thư mục dữ liệu: procedures.csv, faq.yaml …")
    cache: FromRoot = Field(Path("var/index"), description="Nơi lưu tạm chỉ mục tìm kiếm, xóa lúc nào cũng được")


class StorageSettings(Area):
    """The database of questions asked."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///var/hoimotcua.db",
        description="Cơ sở dữ liệu: sqlite:///đường/dẫn.db hoặc postgresql://người:mật-khẩu@máy/tên",
        repr=False,  # it may hold a password
    )
    retention_days: int = Field(90, ge=1, description="Câu hỏi được giữ bao nhiêu ngày")
    person_key: SecretStr = Field(
        SecretStr(""),
        description="Khóa bí mật để không lưu người hỏi là ai; nhiều máy chung một cơ sở dữ liệu thì đặt giống nhau",
    )
    person_key_file: FromRoot = Field(
        Path("var/person.key"), description="Nơi giữ khóa ấy khi để trống ở trên; tự tạo ở lần chạy đầu"
    )


class WebSettings(Area):
    """The web chat and the API."""

    host: str = Field("127.0.0.1", description="Địa chỉ lắng nghe; 0.0.0.0 để máy khác vào được")
    port: int = Field(8080, ge=0, le=65535, description="Cổng lắng nghe; 0 để máy tự chọn")


class TelegramSettings(Area):
    """The Telegram channel; off without a token."""

    token: SecretStr = Field(SecretStr(""), description="Mã của bot do @BotFather cấp; để trống là tắt Telegram")
    base_url: str = Field("https://api.telegram.org/bot", description="Địa chỉ Bot API, đổi khi đi qua máy chủ riêng")
    proxy: Annotated[str, AfterValidator(_proxy)] = Field(
        "",
        description="Proxy tới Telegram, ví dụ http://máy:3128; để trống là đi thẳng",
        repr=False,  # it may hold a password too
    )


class LogSettings(Area):
    """Logging."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Mức nhật ký: DEBUG, INFO, WARNING hoặc ERROR"
    )


class Settings(BaseSettings):
    """All settings of the bot; `HMC_WEB__PORT=9000` sets `web.port`."""

    model_config = SettingsConfigDict(
        env_prefix="HMC_",
        env_nested_delimiter="__",
        env_file=ROOT / ".env",
        env_file_encoding="utf-8-sig",
        extra="ignore",
    )

    knowledge: KnowledgeSettings = Field(default_factory=KnowledgeSettings, description="Dữ liệu thủ tục")
    storage: StorageSettings = Field(default_factory=StorageSettings, description="Nơi lưu câu hỏi")
    web: WebSettings = Field(default_factory=WebSettings, description="Trang web và API")
    telegram: TelegramSettings = Field(default_factory=TelegramSettings, description="Kênh Telegram")
    log: LogSettings = Field(default_factory=LogSettings, description="Nhật ký")


def env_example() -> str:
    """Return the text of `.env.example`: every setting with its meaning and default, commented out."""
    lines = ["# Chép tệp này thành .env rồi bỏ dấu # ở dòng muốn đổi. Mọi mục đều có sẵn giá trị mặc định."]
    for area, field in Settings.model_fields.items():
        model = cast("type[Area]", field.annotation)
        lines += ["", f"# == {field.description} =="]
        for name, setting in model.model_fields.items():
            default = setting.default.get_secret_value() if isinstance(setting.default, SecretStr) else setting.default
            lines += [f"# {setting.description}", f"#HMC_{area.upper()}__{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
