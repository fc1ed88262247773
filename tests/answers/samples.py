"""One procedure to change as a test needs."""

from typing import Any

from bot.knowledge.models import Procedure

_BIRTH: dict[str, Any] = {
    "code": "1.001193",
    "title": "Đăng ký khai sinh",
    "levels": "xã",
    "levels_basis": "nguồn ghi",
    "receivers": "trung tâm xã",
    "service_level": "trực tuyến",
    "postal": "có",
    "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-sinh",
    "source": "Cổng DVCQG",
    "as_of": "2026-07-18",
}


def birth(**changes: Any) -> Procedure:
    """Return a procedure as `procedures.csv` writes one, with `changes`."""
    return Procedure.model_validate(_BIRTH | changes)
