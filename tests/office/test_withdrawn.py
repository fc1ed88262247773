from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.office.withdrawn import Gone, Withdrawn
from bot.services import Services
from tests.office.withdrawing import withdrawn_services
from tests.small_knowledge import ID_CARD, MARRIAGE, MARRIAGE_AGAIN


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[Services]:
    async with withdrawn_services(tmp_path) as services:
        yield services


@pytest.fixture
def withdrawn(services: Services) -> Withdrawn:
    assert services.office
    return services.office.withdrawn


async def test_what_was_taken_out_is_known_by_its_last_title_with_the_likest_instead(
    withdrawn: Withdrawn, services: Services
) -> None:
    gone = await withdrawn.find(MARRIAGE_AGAIN, services.snapshot)

    assert gone
    assert (gone.code, gone.title) == (MARRIAGE_AGAIN, "Thủ tục đăng ký lại kết hôn")
    assert gone.instead[0] == MARRIAGE


async def test_nothing_stands_for_what_nothing_is_like(withdrawn: Withdrawn, services: Services) -> None:
    assert await withdrawn.find(ID_CARD, services.snapshot) == Gone(ID_CARD, "Cấp thẻ căn cước", ())


async def test_what_never_was_is_unknown(withdrawn: Withdrawn, services: Services) -> None:
    assert await withdrawn.find("9.999999", services.snapshot) is None


async def test_a_folder_has_no_earlier_versions(withdrawn: Withdrawn, services: Services) -> None:
    from_folder = replace(services.snapshot, activation=None)

    assert await withdrawn.find(ID_CARD, from_folder) is None
