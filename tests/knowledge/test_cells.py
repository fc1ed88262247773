from bot.knowledge.cells import number, written
from bot.knowledge.values import Government, Postal


def test_a_value_of_a_closed_list_is_written_as_its_word() -> None:
    assert written(Postal.UNKNOWN) == "chưa rõ"


def test_several_values_are_parted_by_semicolons() -> None:
    assert written((Government.PROVINCE, Government.COMMUNE)) == "tỉnh; xã"
    assert written(("một", "hai")) == "một; hai"
    assert written(()) == ""


def test_text_stays_as_it_is() -> None:
    assert written("=1+1") == "=1+1"


def test_thousands_are_parted_by_a_dot() -> None:
    assert [number(count) for count in (0, 999, 2933, 1_234_567)] == ["0", "999", "2.933", "1.234.567"]
