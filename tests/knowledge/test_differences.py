from bot.knowledge.differences import NOTHING, Change, Differences, Entry, differences, in_words
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from tests.knowledge.examples import procedure
from tests.knowledge.holdings import holding, rows


def test_the_same_knowledge_has_no_differences(knowledge: Knowledge) -> None:
    found = differences(knowledge, knowledge)

    assert found.is_empty
    assert in_words(found) == (NOTHING,)


def test_the_order_of_rows_makes_no_difference() -> None:
    one, two = rows(2)

    assert differences(holding(one, two), holding(two, one)).is_empty


def test_new_and_missing_procedures_are_named() -> None:
    before = holding(procedure("1.000001", "Cũ"), procedure("1.000002", "Giữ"))
    after = holding(procedure("1.000002", "Giữ"), procedure("1.000003", "Mới"))

    found = differences(before, after)

    assert found.removed == (Entry(code="1.000001", title="Cũ"),)
    assert found.added == (Entry(code="1.000003", title="Mới"),)
    assert found.changed == ()
    assert in_words(found) == ("1 thủ tục bị bỏ.", "1 thủ tục mới.")


def test_a_change_shows_both_values_as_officials_write_them() -> None:
    before = holding(procedure("1.000001", "Tên", levels="tỉnh", aliases="a"))
    after = holding(procedure("1.000001", "Tên mới", levels="tỉnh;xã", aliases=""))

    changed = differences(before, after).changed

    assert [(one.title, one.label, one.before, one.after) for one in changed] == [
        ("Tên mới", "Tên thủ tục", "Tên", "Tên mới"),
        ("Tên mới", "Tên thường gọi", "a", ""),
        ("Tên mới", "Cấp thực hiện", "tỉnh", "tỉnh; xã"),
    ]


def test_every_field_of_a_procedure_is_compared() -> None:
    before = procedure("1.000001")
    after = Procedure.model_validate(
        {
            "code": "1.000001",
            "title": "Khác",
            "levels": "tỉnh",
            "levels_basis": "suy ra",
            "receivers": "thuế",
            "service_level": "toàn trình",
            "postal": "có",
            "applicants": "công dân",
            "url": "https://dichvucong.gov.vn/khac",
            "as_of": "2026-08",
        }
        | dict.fromkeys(
            ("aliases", "field", "ministry", "agency", "agency_before_2025_07", "result", "source"),
            "khác",
        )
        | dict.fromkeys(("days_in_person", "days_online", "days_postal"), "3 ngày")
    )

    changed = differences(holding(before), holding(after)).changed

    assert [one.field for one in changed] == [name for name in Procedure.model_fields if name != "code"]


def test_post_and_service_level_are_told_by_their_values() -> None:
    before = holding(*rows(4, postal="không", service_level="trực tuyến"))
    first, second, third, fourth = before.procedures
    after = holding(
        *(one.model_copy(update={"postal": first.postal.YES}) for one in (first, second)),
        third.model_copy(update={"service_level": first.service_level.FULL}),
        fourth.model_copy(update={"postal": first.postal.UNKNOWN, "service_level": first.service_level.PARTIAL}),
    )

    assert in_words(differences(before, after)) == (
        "2 thủ tục chuyển sang nhận qua bưu điện.",
        "1 thủ tục nay chưa rõ có nhận qua bưu điện hay không.",
        "1 thủ tục từ trực tuyến thành toàn trình.",
        "1 thủ tục từ trực tuyến thành một phần.",
    )


def test_every_change_of_post_can_be_told() -> None:
    words = ("có", "không", "chưa rõ")
    changes = [
        Change(code="1.000001", title="Tên", field="postal", before=before, after=after)
        for before in words
        for after in words
        if before != after
    ]

    told = in_words(Differences(changed=tuple(changes)))

    assert sum(int(sentence.split()[0]) for sentence in told) == len(changes)


def test_other_fields_are_counted_the_weightiest_first() -> None:
    before = holding(*rows(3, aliases="cũ", source="cũ"))
    after = holding(
        *(one.model_copy(update={"aliases": ("mới",), "source": "mới"}) for one in before.procedures[:2]),
        before.procedures[2].model_copy(update={"title": "Tên khác"}),
    )

    assert in_words(differences(before, after)) == (
        "1 thủ tục đổi tên thủ tục.",
        "2 thủ tục đổi tên thường gọi.",
        "2 thủ tục đổi nguồn.",
    )


def test_differences_come_back_from_json() -> None:
    found = differences(holding(*rows(2)), holding(*rows(3, postal="có"), outside=("trời mưa",)))

    assert Differences.model_validate_json(found.model_dump_json()) == found
