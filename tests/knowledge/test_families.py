import pytest

from bot.knowledge.families import Family, families
from bot.knowledge.snapshot import Knowledge
from bot.language.normalise import folded, pairs
from tests.knowledge.examples import procedure

HOME, FOREIGN, BORDER = "1.000001", "1.000002", "1.000003"


def family(*titles: str, **facts: str) -> Family:
    rows = [procedure(f"1.00000{number}", title, **facts) for number, title in enumerate(titles, start=1)]
    return families(rows)[rows[0].code]


@pytest.fixture
def marriage() -> Family:
    return family(
        "Thủ tục đăng ký kết hôn",
        "Thủ tục đăng ký kết hôn có yếu tố nước ngoài",
        "Thủ tục đăng ký kết hôn có yếu tố nước ngoài tại khu vực biên giới",
    )


def test_titles_that_differ_in_brackets_level_or_a_foreign_element_are_one_family(marriage: Family) -> None:
    assert marriage.base == "Đăng ký kết hôn"
    assert [member.code for member in marriage.members] == [HOME, FOREIGN, BORDER]


def test_other_titles_are_no_family() -> None:
    rows = [procedure("1.000001", "Đăng ký kết hôn"), procedure("1.000002", "Đăng ký lại kết hôn")]

    assert families(rows) == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("kết hôn với người nước ngoài", FOREIGN),
        ("kết hôn ở biên giới", BORDER),
        ("kết hôn người nước ngoài vùng biên giới", BORDER),
        ("kết hôn", None),
        ("tôi ở nước việt", None),
    ],
)
def test_a_message_names_the_member_it_tells_of(marriage: Family, said: str, code: str | None) -> None:
    words = folded(said)

    named = marriage.named({*words, *pairs(words)})

    assert (named.code if named else None) == code


def test_the_usual_case_is_meant_when_nothing_else_is_said(marriage: Family) -> None:
    assert marriage.default is not None
    assert marriage.default.code == HOME


def test_the_nearest_office_is_meant_where_the_same_is_done_at_several() -> None:
    rows = [
        procedure("1.000001", "Cấp thẻ (thực hiện tại cấp tỉnh)", levels="tỉnh"),
        procedure("1.000002", "Cấp thẻ (thực hiện tại cấp xã)", levels="xã"),
    ]

    default = families(rows)["1.000001"].default

    assert default is not None
    assert default.code == "1.000002"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Thông báo lễ hội cấp xã", "Thông báo lễ hội cấp tỉnh"),
        ("Trợ cấp (đối tượng còn sống)", "Trợ cấp (đối tượng từ trần)"),
    ],
)
def test_who_has_authority_or_which_case_it_is_must_be_asked(first: str, second: str) -> None:
    assert family(first, second).default is None


def test_of_the_same_work_listed_twice_the_one_with_known_details_is_meant() -> None:
    rows = [
        procedure("1.000001", "Thẩm định thiết kế", service_level="chưa rõ"),
        procedure("1.000002", "Thẩm định thiết kế", service_level="trực tuyến"),
    ]

    default = families(rows)["1.000001"].default

    assert default is not None
    assert default.code == "1.000002"


def test_the_own_knowledge_has_the_families_that_were_counted_before(knowledge: Knowledge) -> None:
    found = set(map(id, knowledge.families.values()))

    assert len(found) >= 89
    assert len(knowledge.families) >= 181
    assert all(code in {member.code for member in own.members} for code, own in knowledge.families.items())
