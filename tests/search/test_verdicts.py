import pytest

from bot.search.verdicts import Verdict
from bot.services import Snapshot


def test_what_to_ask_back_about_comes_first_and_nothing_twice(snapshot: Snapshot) -> None:
    found = snapshot.search.find("đất đai")

    assert found.offered
    assert found.meant[: len(found.offered)] == found.offered
    assert sorted(found.meant) == sorted({*found.offered, *(candidate.code for candidate in found.candidates)})


@pytest.mark.parametrize("text", ["hôm nay trời mưa to quá", "cảm ơn"])
def test_nothing_is_meant_by_what_asks_for_no_procedure(snapshot: Snapshot, text: str) -> None:
    found = snapshot.search.find(text)

    assert found.verdict in (Verdict.REFUSE, Verdict.CHITCHAT)
    assert found.meant == ()
