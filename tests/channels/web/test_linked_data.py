import pytest

from bot.answers import wording
from bot.channels.web.linked_data import Data, government_service
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge

PAGE = "https://hoi.example.vn/p/1.001193"
BARE = {
    "code": "1.001193",
    "title": "Đăng ký khai sinh",
    "levels": "xã",
    "levels_basis": "nguồn ghi",
    "receivers": "trung tâm xã",
    "service_level": "chưa rõ",
    "postal": "chưa rõ",
    "source": "Thử",
    "as_of": "2026-07-18",
}


def service(**more: str) -> Data:
    return government_service(Procedure.model_validate(BARE | more), PAGE)


def channels(**more: str) -> list[tuple[str, str]]:
    listed = service(**more)["availableChannel"]
    assert isinstance(listed, list)
    return [(channel["name"], channel.get("serviceUrl", "")) for channel in listed]


def test_what_is_unknown_is_left_out() -> None:
    assert service() == {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": "Đăng ký khai sinh",
        "identifier": "1.001193",
        "url": PAGE,
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "name": wording.LABEL_WHERE,
                "description": "Trung tâm Phục vụ hành chính công xã, phường",
            }
        ],
    }


def test_what_is_known_is_said() -> None:
    said = service(field="Hộ tịch", agency="UBND xã", result="Giấy khai sinh", applicants="công dân;tổ chức")

    assert said["serviceType"] == "Hộ tịch"
    assert said["provider"] == {"@type": "GovernmentOrganization", "name": "UBND xã"}
    assert said["serviceOutput"] == {"@type": "Thing", "name": "Giấy khai sinh"}
    assert said["audience"] == {"@type": "Audience", "audienceType": "công dân, tổ chức"}


@pytest.mark.parametrize("level", ["toàn trình", "một phần", "trực tuyến"])
def test_filing_online_is_a_channel_with_the_official_page(level: str) -> None:
    url = "https://dichvucong.gov.vn/x"

    assert channels(service_level=level, url=url) == [(wording.LABEL_LEVEL, url), (wording.LABEL_WHERE, "")]


@pytest.mark.parametrize("level", ["không trực tuyến", "chưa rõ"])
@pytest.mark.parametrize("post", ["không", "chưa rõ"])
def test_no_way_is_claimed_that_the_source_does_not_list(level: str, post: str) -> None:
    assert channels(service_level=level, postal=post) == [(wording.LABEL_WHERE, "")]


def test_post_is_a_channel_where_the_source_lists_it() -> None:
    assert channels(postal="có") == [(wording.LABEL_POSTAL, ""), (wording.LABEL_WHERE, "")]


def test_every_procedure_says_only_texts_of_its_own_row(knowledge: Knowledge) -> None:
    said_of_all = {*wording.LEVELS.values(), *wording.POSTAL.values()}
    for procedure in knowledge.procedures[::20]:
        said = government_service(procedure, PAGE)
        assert said["name"] == procedure.title
        assert ("provider" in said) is bool(procedure.agency)
        listed = said["availableChannel"]
        assert isinstance(listed, list)
        assert {channel["description"] for channel in listed[:-1]} <= said_of_all
