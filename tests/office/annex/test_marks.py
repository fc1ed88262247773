import pytest

from bot.knowledge.values import Postal, ServiceLevel
from bot.office.annex.columns import Column, Kind
from bot.office.annex.marks import MarkReader
from bot.office.annex.rows import Marks

POST = (Column(Kind.TITLE), Column(Kind.RECEIVE), Column(Kind.GIVE_BACK))
LEVELS = (Column(Kind.LEVEL, level=ServiceLevel.FULL), Column(Kind.LEVEL, level=ServiceLevel.PARTIAL))
YES_NO = (Column(Kind.POST), Column(Kind.POST, negated=True))


@pytest.mark.parametrize("mark", ["x", "X", "х", "có", "✓", "✔", "(x)", "þ", "ü"])
def test_signs_of_every_habit_mean_yes(mark: str) -> None:
    assert MarkReader(POST).read(["", mark, mark]) == Marks(receive=True, give_back=True)


@pytest.mark.parametrize("mark", ["", "-", "–", "…"])
def test_an_empty_cell_says_nothing_in_a_list_of_what_is_done(mark: str) -> None:
    marks = MarkReader(POST).read(["", mark, "x"])

    assert marks == Marks(receive=None, give_back=True)
    assert marks.postal is None


def test_an_empty_cell_says_no_where_the_list_names_both() -> None:
    marks = MarkReader(POST, {Kind.RECEIVE, Kind.GIVE_BACK}).read(["", "", "x"])

    assert marks == Marks(receive=False, give_back=True)
    assert marks.postal is Postal.NO


def test_results_alone_by_post_say_nothing_of_filing() -> None:
    assert MarkReader(POST).read(["", "", "x"]).sets_nothing


def test_a_column_for_no_says_no_and_a_row_without_either_nothing() -> None:
    reader = MarkReader(YES_NO)

    assert reader.read(["x", ""]).postal is Postal.YES
    assert reader.read(["", "x"]).postal is Postal.NO
    assert reader.read(["không", ""]).postal is Postal.NO
    assert reader.read(["", ""]) == Marks()
    assert reader.read(["", "không"]) == Marks()


def test_marks_that_contradict_each_other_are_unclear() -> None:
    post, level = MarkReader(YES_NO).read(["x", "x"]), MarkReader(LEVELS).read(["x", "x"])

    assert post.postal is None
    assert "trái nhau" in post.unclear
    assert level.level is None
    assert "trái nhau" in level.unclear


def test_what_is_no_mark_is_unclear_and_never_a_yes_or_a_no() -> None:
    marks = MarkReader(POST, {Kind.RECEIVE}).read(["", "x (trừ trường hợp cấp lại)", ""])

    assert marks.postal is None
    assert marks.unclear == "không hiểu dấu “x (trừ trường hợp cấp lại)”"


def test_a_level_comes_from_the_column_or_from_the_cell() -> None:
    assert MarkReader(LEVELS).read(["", "x"]).level is ServiceLevel.PARTIAL
    assert MarkReader(LEVELS).read(["không", "có"]).level is ServiceLevel.PARTIAL
    assert MarkReader((Column(Kind.LEVEL),)).read(["Mức độ 4"]).level is ServiceLevel.FULL
    assert MarkReader((Column(Kind.LEVEL),)).read(["x"]).unclear
