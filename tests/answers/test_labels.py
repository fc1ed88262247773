import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.labels import MAX_LABEL, cut, family_labels, family_question, labels, plain_title
from bot.knowledge.families import families
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from tests.knowledge.examples import procedure

LONGEST = MAX_LABEL + len(" …")


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh"),
        ("THỦ TỤC ĐĂNG KÝ KHAI SINH", "Đăng ký khai sinh"),
        ("Cấp lại thẻ căn cước (thực hiện tại cấp tỉnh)", "Cấp lại thẻ căn cước"),
        ("Cấp phép (nhà ở (riêng lẻ)) mới", "Cấp phép mới"),
        ("Cấp lại thẻ BHYT", "Cấp lại thẻ BHYT"),
        ("Thủ tục", "Thủ tục"),
        ("(cấp tỉnh)", "(cấp tỉnh)"),
    ],
)
def test_a_title_is_written_as_one_would_say_it(title: str, plain: str) -> None:
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    ("text", "short"),
    [("a" * 80, "a" * 80), (f"{'a' * 60} {'b' * 60}", f"{'a' * 60} …"), ("a" * 100, "a" * 80 + " …")],
)
def test_a_text_is_cut_at_a_word_where_there_is_one(text: str, short: str) -> None:
    assert cut(text) == short


def test_titles_that_begin_alike_are_told_apart_by_their_ends() -> None:
    begin = "Cấp giấy chứng nhận đủ điều kiện kinh doanh dịch vụ trò chơi điện tử công cộng cho cơ sở"
    told = labels([procedure("1.000001", f"{begin} mới"), procedure("1.000002", f"{begin} cũ")])

    assert len(set(told)) == 2
    assert told[0].endswith("mới")
    assert told[1].endswith("cũ")


def test_the_same_title_twice_is_told_apart_by_code() -> None:
    told = labels([procedure("1.000001", "Cấp phép"), procedure("1.000002", "Cấp phép")])

    assert told == ("Cấp phép", "Cấp phép (1.000002)")


@given(st.lists(st.text(min_size=1, max_size=200).filter(str.strip), min_size=1, max_size=5))
def test_labels_differ_and_are_of_bounded_length(titles: list[str]) -> None:
    rows = [procedure().model_copy(update={"code": f"1.00000{n}", "title": t}) for n, t in enumerate(titles)]

    told = labels(rows)

    assert len(set(told)) == len(rows)
    assert all(1 <= len(label) <= LONGEST + len(" (1.000001)") for label in told)


def family_of(*rows: Procedure) -> tuple[str, tuple[str, ...]]:
    """Return the one family's question and labels."""
    family = families(rows)[rows[0].code]
    told = family_labels(family, {row.code: row for row in rows})
    return family_question(family, told), told


@pytest.mark.parametrize(
    ("first", "second", "question"),
    [
        (
            procedure("1.000001", "Thành lập hội", levels="xã"),
            procedure("1.000002", "THÀNH LẬP HỘI (CẤP TỈNH)", levels="tỉnh", receivers="trung tâm tỉnh"),
            "Thành lập hội: cấp xã hay cấp tỉnh?",
        ),
        (
            procedure("1.000001", "Cấp thẻ", receivers="công an xã"),
            procedure("1.000002", "Cấp thẻ (thực hiện tại cấp tỉnh)", levels="tỉnh", receivers="công an tỉnh"),
            "Cấp thẻ: Công an xã, phường hay Công an tỉnh?",
        ),
        (
            procedure("1.000001", "Thẩm định", ministry="Bộ Y tế"),
            procedure("1.000002", "Thẩm định", ministry="Bộ Công thương"),
            "Thẩm định: Bộ Y tế hay Bộ Công thương?",
        ),
        (
            procedure("1.000001", "Đăng ký kết hôn"),
            procedure("1.000002", "Đăng ký kết hôn có yếu tố nước ngoài"),
            "Đăng ký kết hôn: trong nước, không có yếu tố nước ngoài hay có yếu tố nước ngoài?",
        ),
        (
            procedure("1.000001", "Chế độ một lần (đối tượng còn sống)"),
            procedure("1.000002", "Chế độ một lần (đối tượng từ trần)"),
            "Chế độ một lần: đối tượng còn sống hay đối tượng từ trần?",
        ),
    ],
)
def test_siblings_are_asked_about_by_what_distinguishes_them(
    first: Procedure, second: Procedure, question: str
) -> None:
    assert family_of(first, second)[0] == question


def test_three_siblings_are_asked_about_by_case() -> None:
    question, told = family_of(
        procedure("1.000001", "Đăng ký khai sinh"),
        procedure("1.000002", "Đăng ký khai sinh lưu động"),
        procedure("1.000003", "Đăng ký khai sinh có yếu tố nước ngoài"),
    )

    assert question == "Đăng ký khai sinh: anh/chị thuộc trường hợp nào?"
    assert told == (
        "Trong nước, không có yếu tố nước ngoài",
        "Có yếu tố nước ngoài",
        "Lưu động, cán bộ đến tận nơi",
    ) or set(told) == {
        "Trong nước, không có yếu tố nước ngoài",
        "Có yếu tố nước ngoài",
        "Lưu động, cán bộ đến tận nơi",
    }


def test_every_family_of_the_own_knowledge_has_labels_that_differ_and_fit(knowledge: Knowledge) -> None:
    for family in knowledge.families.values():
        told = family_labels(family, knowledge.by_code)

        assert len(set(told)) == len(family.members), family.base
        assert max(map(len, told)) <= LONGEST + len(" (mã 1.000001)"), told
        assert len(family_question(family, told)) <= 220
