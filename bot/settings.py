"""Settings: one class per area, read from HMC_* variables and `.env`; the defaults run without either."""

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal, Self, cast

from pydantic import AfterValidator, BaseModel, Field, SecretStr, model_validator
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


def _webhook_url(url: str) -> str:
    if url and not url.startswith("https://"):
        raise ValueError("phải bắt đầu bằng https://, hoặc để trống")
    return url


def _zalo_secret(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if text and not (text.isascii() and text.isprintable() and 8 <= len(text) <= 256):  # noqa: PLR2004  Zalo's limits
        raise ValueError("phải có 8 đến 256 chữ, số, dấu không có dấu tiếng Việt")
    return secret


def listed(text: str) -> list[str]:
    """Return the parts of a setting that is a list with commas."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _origins(text: str) -> str:
    """Take origins only: scheme, host and port. A space or ";" in one would end the header that names them."""
    if not all(re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?", origin, re.ASCII) for origin in listed(text)):
        raise ValueError("phải có dạng https://tên-miền, không có gì sau tên miền, cách nhau bằng dấu phẩy")
    return text


def _networks(text: str) -> str:
    for part in listed(text):
        try:
            ipaddress.ip_network(part)
        except ValueError:
            raise ValueError(f"“{part}” không phải địa chỉ IP hay dải mạng, ví dụ 10.0.0.5 hoặc 10.0.0.0/24") from None
    return text


def _site(url: str) -> str:
    if url and not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?/?", url, re.ASCII):
        raise ValueError("phải có dạng https://tên-miền, hoặc để trống")
    return url.rstrip("/")


def _token(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value().strip()
    if not (text.isascii() and text.isprintable()):
        raise ValueError("chỉ gồm chữ không dấu, số và dấu câu; chép lại cho đúng")
    return SecretStr(text)


Token = Annotated[SecretStr, AfterValidator(_token)]
"""A secret that was pasted from a web page and goes into a header."""


class Area(BaseModel):
    """One area's settings; its defaults are checked like given values."""

    model_config = {"validate_default": True, "extra": "forbid"}


class KnowledgeSettings(Area):
    """Where the knowledge base and its index cache lie."""

    folder: FromRoot = Field(Path("knowledge"), description="Thư mục dữ liệu: procedures.csv, faq.yaml …")
    cache: FromRoot = Field(Path("var/index"), description="Nơi lưu tạm chỉ mục tìm kiếm, xóa lúc nào cũng được")


class DatabaseSettings(Area):
    """The database of all that is kept."""

    url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///var/hoimotcua.db",
        description="Cơ sở dữ liệu: sqlite:///đường/dẫn.db hoặc postgresql://người:mật-khẩu@máy/tên",
        repr=False,  # it may hold a password
    )


class PrivacySettings(Area):
    """How long what people wrote is kept, and how it is kept apart from who they are."""

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
    public_url: Annotated[str, AfterValidator(_site)] = Field(
        "",
        description="Địa chỉ công khai của trang, ví dụ https://hoi.kontum.vn; để trống là lấy theo địa chỉ được gọi",
    )
    widget_origins: Annotated[str, AfterValidator(_origins)] = Field(
        "",
        description="Những trang được nhúng khung hỏi đáp, ví dụ https://a.gov.vn,https://b.gov.vn; để trống là không",
    )
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        "127.0.0.1,::1",
        description="Máy chủ trung gian được tin khi báo địa chỉ người hỏi (X-Forwarded-For); địa chỉ hoặc dải mạng",
    )
    session_per_minute: int = Field(
        30, ge=0, description="Mỗi người hỏi nhiều nhất mấy câu một phút; 0 là không giới hạn"
    )
    address_per_minute: int = Field(
        300, ge=0, description="Mỗi địa chỉ mạng, thường nhiều người chung, hỏi nhiều nhất mấy câu một phút"
    )
    all_per_minute: int = Field(3000, ge=0, description="Tất cả mọi người cùng hỏi nhiều nhất mấy câu một phút")
    metrics_networks: Annotated[str, AfterValidator(_networks)] = Field(
        "127.0.0.1,::1",
        description="Máy được đọc số đo ở /metrics (Prometheus): địa chỉ hoặc dải mạng; để trống là không máy nào",
    )


class MessengerSettings(Area):
    """What Telegram and Zalo have in common."""

    person_per_minute: int = Field(
        20, ge=0, description="Mỗi người nhắn, bấm nhiều nhất mấy lần một phút thì bot còn trả lời; 0 là không giới hạn"
    )
    all_per_minute: int = Field(
        3000, ge=0, description="Trên mọi kênh nhắn tin cộng lại, trả lời nhiều nhất mấy tin một phút"
    )


class TelegramSettings(Area):
    """The Telegram channel; off without a token."""

    token: SecretStr = Field(SecretStr(""), description="Mã của bot do @BotFather cấp; để trống là tắt Telegram")
    base_url: str = Field("https://api.telegram.org/bot", description="Địa chỉ Bot API, đổi khi đi qua máy chủ riêng")
    proxy: Annotated[str, AfterValidator(_proxy)] = Field(
        "",
        description="Proxy tới Telegram, ví dụ http://máy:3128; để trống là đi thẳng",
        repr=False,  # it may hold a password too
    )
    webhook_url: Annotated[str, AfterValidator(_webhook_url)] = Field(
        "",
        description="Địa chỉ https công khai để Telegram gửi tin tới, kết thúc bằng /webhook/telegram; "
        "để trống là bot tự hỏi tin",
    )
    per_second: int = Field(
        30,
        ge=1,
        le=1000,
        description="Mỗi giây gửi nhiều nhất mấy tin, ở mỗi tiến trình; Telegram khuyên không quá 30",
    )


class ZaloBotSettings(Area):
    """The channel of the Zalo Bot Platform; off without a token."""

    token: SecretStr = Field(SecretStr(""), description="Mã của bot do Zalo Bot Creator cấp; để trống là tắt Zalo Bot")
    base_url: str = Field(
        "https://bot-api.zaloplatforms.com", description="Địa chỉ Zalo Bot API, đổi khi đi qua máy chủ riêng"
    )
    webhook_url: Annotated[str, AfterValidator(_webhook_url)] = Field(
        "",
        description="Địa chỉ https công khai để Zalo gửi tin tới, kết thúc bằng /webhook/zalo-bot; "
        "để trống là bot tự hỏi tin",
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_zalo_secret)] = Field(
        SecretStr(""), description="Mật khẩu 8 đến 256 ký tự mà Zalo gửi kèm mỗi tin; cần khi có địa chỉ ở trên"
    )

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret.get_secret_value():
            raise ValueError("có webhook_url thì phải đặt webhook_secret")
        return self


class ZaloOaSettings(Area):
    """The channel of a Zalo Official Account; off without an app id."""

    app_id: str = Field("", max_length=40, description="Mã ứng dụng nối với OA; để trống là tắt kênh Zalo OA")
    oa_id: str = Field("", max_length=40, description="Mã số OA, để trang web có đường dẫn sang OA; để trống là không")
    app_secret: Token = Field(SecretStr(""), description="Khóa bí mật của ứng dụng, để gia hạn token")
    oa_secret: Token = Field(
        SecretStr(""), description="Khóa bí mật của OA ở trang Webhook, để kiểm chữ ký của tin đến"
    )
    access_token: Token = Field(SecretStr(""), description="Access token lần đầu; về sau bot tự gia hạn và tự giữ")
    refresh_token: Token = Field(
        SecretStr(""), description="Refresh token lần đầu, lấy cùng lúc; cấp quyền lại thì thay cả hai"
    )
    base_url: str = Field("https://openapi.zalo.me", description="Địa chỉ gửi tin, đổi khi đi qua máy chủ riêng")
    oauth_url: str = Field("https://oauth.zaloapp.com", description="Địa chỉ cấp token, đổi khi đi qua máy chủ riêng")
    buttons: bool = Field(
        default=False, description="Kèm nút bấm dưới tin (true/false); chữ đánh số thì lúc nào cũng có"
    )

    @model_validator(mode="after")
    def _app_has_its_secrets(self) -> Self:
        if self.app_id and not (self.app_secret.get_secret_value() and self.oa_secret.get_secret_value()):
            raise ValueError("có app_id thì phải đặt app_secret và oa_secret")
        return self


class LogSettings(Area):
    """Logging."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Mức nhật ký: DEBUG, INFO, WARNING hoặc ERROR"
    )
    format: Literal["text", "json"] = Field(
        "text", description="Dạng nhật ký: text cho người đọc, json cho chương trình gom nhật ký"
    )


class StorageSettings(Area):
    """Nothing any more: ignored, its former names would have the bot write into another database."""

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, given: dict[str, str]) -> dict[str, str]:
        if given:
            raise ValueError("nay là HMC_DATABASE__URL, HMC_PRIVACY__RETENTION_DAYS và HMC_PRIVACY__PERSON_KEY")
        return given


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
    database: DatabaseSettings = Field(default_factory=DatabaseSettings, description="Nơi lưu dữ liệu")
    privacy: PrivacySettings = Field(default_factory=PrivacySettings, description="Dữ liệu cá nhân")
    web: WebSettings = Field(default_factory=WebSettings, description="Trang web và API")
    messengers: MessengerSettings = Field(default_factory=MessengerSettings, description="Telegram và Zalo nói chung")
    telegram: TelegramSettings = Field(default_factory=TelegramSettings, description="Kênh Telegram")
    zalo_bot: ZaloBotSettings = Field(default_factory=ZaloBotSettings, description="Kênh Zalo Bot")
    zalo_oa: ZaloOaSettings = Field(default_factory=ZaloOaSettings, description="Kênh Zalo OA")
    log: LogSettings = Field(default_factory=LogSettings, description="Nhật ký")
    storage: StorageSettings = Field(default_factory=StorageSettings, description="Tên cũ, không dùng nữa", repr=False)

    def wanting(self) -> dict[str, str]:
        """Return the messengers that are not set up, by the names that turns know them by, and what is to be set."""
        needed = {
            "telegram": ("HMC_TELEGRAM__TOKEN", self.telegram.token.get_secret_value()),
            "zalo_bot": ("HMC_ZALO_BOT__TOKEN", self.zalo_bot.token.get_secret_value()),
            "zalo_oa": ("HMC_ZALO_OA__APP_ID", self.zalo_oa.app_id),
        }
        return {channel: setting for channel, (setting, value) in needed.items() if not value}


def env_example() -> str:
    """Return the text of `.env.example`: every setting with its meaning and default, commented out."""
    lines = ["# Chép tệp này thành .env rồi bỏ dấu # ở dòng muốn đổi. Mọi mục đều có sẵn giá trị mặc định."]
    for area, field in Settings.model_fields.items():
        model = cast("type[Area]", field.annotation)
        if not model.model_fields:
            continue
        lines += ["", f"# == {field.description} =="]
        for name, setting in model.model_fields.items():
            default = setting.default.get_secret_value() if isinstance(setting.default, SecretStr) else setting.default
            lines += [f"# {setting.description}", f"#HMC_{area.upper()}__{name.upper()}={default}"]
    return "\n".join(lines) + "\n"
