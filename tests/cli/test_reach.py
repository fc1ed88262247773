import asyncio

import pytest

from bot.office import reach_wording as words
from bot.operations import days
from bot.storage.database import migrate, open_database
from bot.storage.desks import Desks
from bot.storage.reach import Event, Happened, Reach
from tests.cli.conftest import Invoke
from tests.small_knowledge import BIRTH


@pytest.fixture
def settings(settings: dict[str, str]) -> dict[str, str]:
    return settings | {"COLUMNS": "240"}


@pytest.fixture
def number(settings: dict[str, str]) -> str:
    """The number of a desk whose link was opened seven times today, and once long ago."""

    async def counted() -> str:
        engine = open_database(settings["HMC_DATABASE__URL"])
        desk = await Desks(engine).register("[b]Quầy 5", "Trung tâm xã Kon Braih", "xa-kon-braih", "lan")
        today = days.today()
        scans = [Happened(today, desk.number, BIRTH, Event.SCAN)] * 7
        await Reach(engine).add([*scans, Happened(today.replace(year=2020, day=1), desk.number, BIRTH, Event.SCAN)])
        await engine.dispose()
        return desk.number

    migrate(settings["HMC_DATABASE__URL"])
    return asyncio.run(counted())


def lines(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in text.splitlines() if "│" in line]


def test_the_figures_are_printed_as_tables(invoke: Invoke, number: str) -> None:
    printed = invoke("reach", "--weeks", "1").stdout

    assert ["[b]Quầy 5, Trung tâm xã Kon Braih", number, "7", "0", "0", "0", "0"] in lines(printed)
    assert ["Xã Kon Braih", "7", "0", "0", "0", "0"] in lines(printed)
    assert ["Thủ tục đăng ký khai sinh", BIRTH, "7", "0", "0", "0"] in lines(printed)
    for title in (words.BY_WEEK, words.BY_DESK, words.BY_COMMUNE, words.BY_PROCEDURE):
        assert title in printed


def test_before_anything_was_counted_all_is_nought(invoke: Invoke) -> None:
    printed = invoke("reach").stdout

    assert [words.BY_ITSELF, "", "0", "0", "0", "0", "0"] in lines(printed)


@pytest.mark.parametrize("weeks", ["0", "53", "nhiều"])
def test_an_impossible_number_of_weeks_is_refused(invoke: Invoke, weeks: str) -> None:
    assert invoke("reach", "--weeks", weeks).exit_code == 2
