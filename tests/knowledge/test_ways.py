from itertools import product

import pytest

from bot.knowledge.values import Postal, ServiceLevel
from bot.knowledge.ways import NO_WAY, Ways, fulfilled, ways_of
from tests.answers.samples import birth

ONLINE = {ServiceLevel.FULL, ServiceLevel.PARTIAL, ServiceLevel.ONLINE}
BOTH = Ways.ONLINE | Ways.POSTAL


@pytest.mark.parametrize(("level", "postal"), [*product(ServiceLevel, Postal)])
def test_a_way_is_there_only_where_the_source_lists_it(level: ServiceLevel, postal: Postal) -> None:
    ways = ways_of(birth(service_level=level, postal=postal))

    assert (Ways.ONLINE in ways, Ways.POSTAL in ways) == (level in ONLINE, postal is Postal.YES)


def test_what_is_missing_is_the_complement() -> None:
    assert ~ways_of(birth(service_level="toàn trình", postal="không")) == Ways.POSTAL
    assert not ~ways_of(birth(service_level="toàn trình", postal="có"))


@pytest.mark.parametrize(("wish", "by_post"), [(Ways.ONLINE, NO_WAY), (Ways.POSTAL, Ways.POSTAL), (BOTH, Ways.POSTAL)])
def test_a_wish_is_fulfilled_by_any_of_its_ways(wish: Ways, by_post: Ways) -> None:
    assert fulfilled(wish, birth(service_level="chưa rõ", postal="chưa rõ")) == NO_WAY
    assert fulfilled(wish, birth(service_level="chưa rõ", postal="có")) == by_post
    assert fulfilled(wish, birth(service_level="toàn trình", postal="có")) == wish


def test_a_withdrawn_procedure_fulfils_nothing() -> None:
    assert fulfilled(BOTH, None) == NO_WAY


def test_the_stored_numbers_do_not_change() -> None:
    assert (Ways.ONLINE.value, Ways.POSTAL.value, BOTH.value) == (1, 2, 3)
