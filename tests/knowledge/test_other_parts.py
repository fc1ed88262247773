from datetime import date

import pytest

from bot.knowledge.models import Numbered, PublishedTotal
from bot.knowledge.must_find import MustFind
from bot.knowledge.other_parts import NAMED, other_differences
from bot.knowledge.places import OfficeRow, PlaceRow, Places
from bot.language.aspects import Aspect
from tests.knowledge.examples import DAY, faq_entry, life_event, vocabulary
from tests.knowledge.holdings import holding


def place(former: str, commune: str) -> PlaceRow:
    return PlaceRow(former_commune=former, former_district="huyện Cũ", commune=commune, source="Thử", as_of="2025")


def office(address: str) -> OfficeRow:
    given = {"commune": "xã Mới", "receiver": "trung tâm xã", "address": address, "source": "Thử", "as_of": "2026"}
    return OfficeRow.model_validate(given)


def total(value: int) -> PublishedTotal:
    return PublishedTotal(id="x", label="– cấp tỉnh", value=value, source="Thử", as_of=date(2021, 6, 23))


def must_find(codes: str) -> tuple[Numbered[MustFind], ...]:
    return (Numbered(2, MustFind.model_validate({"question": "khai sinh", "codes": codes})),)


def event(*phrases: str) -> tuple[object, ...]:
    return (life_event("moi-cuoi", phrases, {"1.000001": "Một", "1.000002": "Hai"}),)


@pytest.mark.parametrize(
    ("part", "before", "after", "told"),
    [
        (
            "faq",
            (faq_entry("a", "một", "hai"), faq_entry("b", "ba", "bốn")),
            (faq_entry("a", "một", "hai", answer="Khác."), faq_entry("c", "năm", "sáu")),
            "Câu hỏi về dịch vụ và câu trò chuyện: thêm 1 (“c”); bỏ 1 (“b”); sửa 1 (“a”).",
        ),
        ("events", event("vừa cưới"), event("mới cưới"), "Việc trong đời: sửa 1 (“moi-cuoi”)."),
        ("outside", ("trời mưa",), (), "Ví dụ câu nói chuyện khác: bỏ 1 (“trời mưa”)."),
        ("totals", (total(1),), (total(2),), "Số đã công bố: sửa 1 (“cấp tỉnh”)."),
        ("must_find", must_find("1.000001"), must_find("1.000002"), "Câu phải tìm ra: sửa 1 (“khai sinh”)."),
        (
            "places",
            Places.of([place("xã A", "xã Mới")], []),
            Places.of([place("xã A", "xã Khác")], []),
            "Xã, phường cũ: sửa 1 (“xã A, huyện Cũ”).",
        ),
        (
            "places",
            Places.of([], [office("1 Trần Phú")]),
            Places.of([], [office("2 Trần Phú")]),
            "Nơi nộp: sửa 1 (“trung tâm xã, xã Mới”).",
        ),
        (
            "vocabulary",
            vocabulary(official={"sổ đỏ": "giấy"}),
            vocabulary(official={"sổ đỏ": "giấy chứng nhận"}),
            "Từ ngữ đổi sang từ chính thức: sửa 1 (“sổ đỏ”).",
        ),
        (
            "vocabulary",
            vocabulary(aspects={Aspect.WHERE: ("ở đâu",)}),
            vocabulary(),
            "Cách hỏi: bỏ 1 (“ở đâu”).",
        ),
        ("vocabulary", vocabulary(), vocabulary(fillers=("cho em hỏi",)), "Lời đưa đẩy: thêm 1 (“cho em hỏi”)."),
    ],
)
def test_a_part_that_changed_is_told_in_one_sentence(part: str, before: object, after: object, told: str) -> None:
    assert list(other_differences(holding(**{part: before}), holding(**{part: after}))) == [told]


def test_nothing_is_told_of_parts_that_are_the_same() -> None:
    assert list(other_differences(holding(outside=("a", "b")), holding(outside=("b", "a")))) == []


def test_a_newer_date_of_the_vocabulary_is_told() -> None:
    newer = vocabulary().model_copy(update={"as_of": DAY.replace(year=2027)})

    assert list(other_differences(holding(), holding(vocabulary=newer))) == ["Nguồn của từ ngữ: sửa 1 (“ngày”)."]


def test_only_a_few_of_many_are_named_and_long_names_are_cut() -> None:
    messages = tuple(f"{number} {'rất dài ' * 20}" for number in range(1200))

    (told,) = other_differences(holding(), holding(outside=messages))

    assert told.startswith("Ví dụ câu nói chuyện khác: thêm 1.200 (“0 rất dài")
    assert told.endswith("…”, …).")
    assert told.count("“") == NAMED
    assert len(told) < 400
