from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.knowledge.snapshot import Knowledge
from bot.search.build import build_search
from bot.search.engine import Search
from bot.services import Snapshot
from tests.language.texts import ANYTHING, TYPED


def nearest(search: Search, text: str) -> tuple[str | None, float]:
    entry, nearness = search.faq.nearest(search.reader.read(text))
    return (entry.id if entry else None), nearness


def test_every_wording_is_nearest_to_its_own_entry(snapshot: Snapshot, knowledge: Knowledge) -> None:
    astray = {
        wording: (entry.id, found)
        for entry in knowledge.faq
        for wording in entry.questions
        for found, _ in [nearest(snapshot.search, wording)]
        if found != entry.id
    }

    assert astray == {}


@pytest.mark.parametrize("text", ["mức 4 là sao", "MUC DO 4", "mức độ 4 nghĩa là gì ạ"])
def test_another_wording_is_nearest_to_the_entry_that_shares_its_telling_words(search: Search, text: str) -> None:
    assert nearest(search, text)[0] == "muc-do-4"


def test_a_wording_itself_is_nearer_than_a_part_of_it(search: Search) -> None:
    assert nearest(search, "Bưu chính công ích là gì")[1] > nearest(search, "công ích")[1] > 0


@pytest.mark.parametrize("text", ["", "👍", "zzz"])
def test_a_message_that_shares_no_word_is_near_to_none(search: Search, text: str) -> None:
    assert nearest(search, text) == (None, 0.0)


def test_without_entries_nothing_is_near(small: Knowledge) -> None:
    assert nearest(build_search(replace(small, faq=())), "mức độ 4 là gì") == (None, 0.0)


@given(ANYTHING | TYPED)
@settings(max_examples=150, deadline=None)
def test_nearness_is_a_share(search: Search, text: str) -> None:
    found, nearness = nearest(search, text)

    assert 0 <= nearness <= 1.000001
    assert (found is None) == (nearness == 0)
