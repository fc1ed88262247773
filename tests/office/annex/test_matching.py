"""Small cases, and that of thousands of reworded rows none is matched wrongly as sure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import pytest

from bot.knowledge.models import Procedure
from bot.knowledge.values import Government, ServiceLevel
from bot.office.annex.layout import read_annex
from bot.office.annex.matching import Kind, Match, Matcher, match_all
from bot.office.annex.rows import AnnexRow, Marks
from bot.services import Snapshot
from tests.office.annex.annexes import (
    Annex,
    Rewording,
    by_government,
    decision_506,
    knowing,
    service_levels,
    without_some,
)
from tests.small_knowledge import BIRTH, MARRIAGE, MARRIAGE_AGAIN

Layout = Callable[[Sequence[Procedure], Rewording, int], Annex]
FULL, PARTIAL = Marks(level=ServiceLevel.FULL), Marks(level=ServiceLevel.PARTIAL)
LAND_PROVINCE, LAND_COMMUNE = "1.013825", "1.013950"  # both "Chuyển hình thức giao đất, cho thuê đất"


def row(title: str, line: int = 2, marks: Marks = FULL, **more: object) -> AnnexRow:
    return AnnexRow("S", line, title, marks, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def matcher(snapshot: Snapshot) -> Matcher:
    return Matcher(snapshot.knowledge, snapshot.search)


def test_a_title_written_otherwise_is_sure(small_snapshot: Snapshot) -> None:
    match = Matcher(small_snapshot.knowledge, small_snapshot.search).match(row("ĐĂNG KÍ  KẾT HÔN."))

    assert (match.kind, match.code) == (Kind.SURE, MARRIAGE)


def test_a_word_more_is_doubtful_with_the_likeliest_first(small_snapshot: Snapshot) -> None:
    match = Matcher(small_snapshot.knowledge, small_snapshot.search).match(row("Đăng ký kết hôn lưu động"))

    assert (match.kind, match.code) == (Kind.DOUBTFUL, "")
    assert match.choices[0] == MARRIAGE
    assert MARRIAGE_AGAIN in match.choices


def test_what_is_like_nothing_known_is_not_found(small_snapshot: Snapshot) -> None:
    match = Matcher(small_snapshot.knowledge, small_snapshot.search).match(row("Công bố mở cảng cá loại II"))

    assert (match.kind, match.choices) == (Kind.NOT_FOUND, ())


@pytest.mark.parametrize(
    ("government", "kind", "code"),
    [
        (Government.PROVINCE, Kind.SURE, LAND_PROVINCE),
        (Government.COMMUNE, Kind.SURE, LAND_COMMUNE),
        (Government.DISTRICT, Kind.DOUBTFUL, ""),
        (None, Kind.DOUBTFUL, ""),
    ],
)
def test_namesakes_are_told_apart_by_level_or_left_to_a_person(
    matcher: Matcher, government: Government | None, kind: Kind, code: str
) -> None:
    match = matcher.match(row("Chuyển hình thức giao đất, cho thuê đất", government=government, field="Đất đai"))

    assert (match.kind, match.code) == (kind, code)
    assert {LAND_PROVINCE, LAND_COMMUNE} <= set(match.choices)


def test_a_level_of_government_or_field_that_contradicts_makes_a_title_doubtful(small_snapshot: Snapshot) -> None:
    matcher = Matcher(small_snapshot.knowledge, small_snapshot.search)

    match = matcher.match(row("Đăng ký khai sinh", government=Government.PROVINCE))

    assert (match.kind, match.choices[0]) == (Kind.DOUBTFUL, BIRTH)
    assert match.reason == "tên trùng, nhưng danh mục ghi cấp tỉnh"


def test_a_code_in_the_list_settles_a_title_that_is_nearly_the_same_and_is_doubted_where_it_fits_badly(
    small_snapshot: Snapshot,
) -> None:
    matcher = Matcher(small_snapshot.knowledge, small_snapshot.search)

    assert matcher.match(row("Đăng ký việc kết hôn", code=MARRIAGE)).code == MARRIAGE
    assert matcher.match(row("Đăng ký kết hôn", code=BIRTH)).kind is Kind.DOUBTFUL
    assert matcher.match(row("Đăng ký kết hôn", code="9.999999")).kind is Kind.DOUBTFUL
    assert matcher.match(row("Cấp phép xây dựng", code=BIRTH)).kind is Kind.DOUBTFUL


def test_two_rows_that_claim_one_procedure_with_different_marks_are_doubtful(small_snapshot: Snapshot) -> None:
    rows = [row("Đăng ký khai sinh"), row("Đăng ký khai sinh", 9, PARTIAL), row("Đăng ký kết hôn", 10)]

    matches = match_all(rows, small_snapshot.knowledge, small_snapshot.search)

    assert [match.kind for match in matches] == [Kind.DOUBTFUL, Kind.DOUBTFUL, Kind.SURE]
    assert "dòng 9" in matches[0].reason
    assert matches[0].choices == (BIRTH,)


def test_two_rows_that_say_the_same_of_one_procedure_stay_sure(small_snapshot: Snapshot) -> None:
    rows = [row("Đăng ký khai sinh"), row("Thủ tục đăng ký khai sinh", 9), row("Đăng ký khai sinh", 10, Marks())]

    matches = match_all(rows, small_snapshot.knowledge, small_snapshot.search)

    assert {match.kind for match in matches} == {Kind.SURE}


def test_a_row_with_an_unclear_mark_is_doubtful(small_snapshot: Snapshot) -> None:
    (match,) = match_all(
        [row("Đăng ký khai sinh", marks=Marks(unclear="không hiểu dấu “?”"))],
        small_snapshot.knowledge,
        small_snapshot.search,
    )

    assert (match.kind, match.reason) == (Kind.DOUBTFUL, "không hiểu dấu “?”")


def otherwise(title: str) -> Iterator[str]:
    """Yield titles that mean another procedure than `title`."""
    yield f"{title} (có yếu tố nước ngoài)"
    yield f"{title} cấp huyện"
    yield f"Gia hạn {title[:1].lower()}{title[1:]}"
    yield re.sub(r"\b(cấp|đăng ký|công nhận)\b", r"\1 lại", title, count=1, flags=re.IGNORECASE)
    yield re.sub(r"\bII\b", "III", title)
    yield re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), title)
    yield title.replace("được", "không được", 1)
    yield title.replace("cấp tỉnh", "cấp xã")
    yield title.replace("cấp lại", "cấp đổi").replace("Cấp lại", "Cấp đổi")
    yield title.rpartition(",")[0]


def test_titles_that_say_something_else_are_never_sure_for_the_procedure_they_came_from(matcher: Matcher) -> None:
    wrong = [
        other
        for procedure in matcher.knowledge.procedures[::30]
        for other in otherwise(procedure.title)
        if other.lower() != procedure.title.lower() and matcher.match(row(other)).code == procedure.code
    ]

    assert wrong == []


def outcomes(annex: Annex, snapshot: Snapshot) -> tuple[Counter[str], list[Match]]:
    """Return how many rows come to what, and those that are wrongly sure."""
    matches = match_all(read_annex("a.xlsx", annex.sheets).rows, snapshot.knowledge, snapshot.search)
    counted: Counter[str] = Counter()
    wrong = []
    for match, meant in zip(matches, annex.rows, strict=True):
        right = meant.procedure.code in (match.code, *match.choices)
        counted[f"{match.kind.name} {'right' if right else 'wrong'}"] += 1
        if match.kind is Kind.SURE and match.code != meant.procedure.code:
            wrong.append(match)
    return counted, wrong


@pytest.mark.parametrize(("layout", "seed"), [(decision_506, 1), (service_levels, 2), (by_government, 3)])
def test_reworded_rows_are_right_or_doubtful_and_none_is_wrongly_sure(
    layout: Layout, seed: int, snapshot: Snapshot
) -> None:
    procedures = snapshot.knowledge.procedures
    chosen = [*procedures[seed::2]][:1344] if layout is decision_506 else procedures[seed::7]
    annex = layout(chosen, Rewording.of(procedures, seed), seed)

    counted, wrong = outcomes(annex, snapshot)

    total = counted.total()
    assert wrong == []
    assert counted["SURE right"] + counted["DOUBTFUL right"] >= 0.98 * total, counted
    assert counted["SURE right"] >= 0.75 * total, counted


def test_rows_of_procedures_that_are_not_known_are_never_sure_though_their_siblings_are(snapshot: Snapshot) -> None:
    procedures = snapshot.knowledge.procedures
    fewer = knowing(snapshot, without_some(procedures, 0.4, seed=4))
    annex = decision_506(procedures[::4], Rewording.of(procedures, 4), 4)

    counted, wrong = outcomes(annex, fewer)

    assert len([row for row in annex.rows if row.procedure.code not in fewer.knowledge.by_code]) > 200
    assert wrong == []
    assert counted["SURE right"] > 200
