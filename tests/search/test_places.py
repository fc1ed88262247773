import pytest
from hypothesis import given, settings

from bot.knowledge.snapshot import Knowledge
from bot.language.normalise import fold
from bot.search.places import PlaceFinder
from tests.language.texts import ANYTHING, TYPED


@pytest.fixture(scope="module")
def finder(knowledge: Knowledge) -> PlaceFinder:
    return PlaceFinder.of(knowledge.places)


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        ("Đăk Tờ Re", "xã Kon Braih"),
        ("dak to re", "xã Kon Braih"),
        ("xã Đăk Tờ Re, huyện Kon Rẫy", "xã Kon Braih"),
        ("em ở xã kon braih", "xã Kon Braih"),
        ("đăk tre", "xã Kon Braih"),
        ("bờ y", "xã Bờ Y"),
        ("pờ y", "xã Bờ Y"),
        ("thị trấn đăk hà", "xã Đăk Hà"),
        ("tt sa thay", "xã Sa Thầy"),
        ("xã đăk hà huyện tu mơ rông", "xã Tu Mơ Rông"),
        ("p quyet thang", "phường Kon Tum"),
        ("xã Ngọc Linh", "xã Ngọc Linh"),
        ("plei cần", "xã Bờ Y"),
    ],
)
def test_a_commune_is_found_in_any_spelling_by_its_former_or_present_name(
    finder: PlaceFinder, text: str, commune: str
) -> None:
    assert {place.commune for place in finder.answer(text)} == {commune}


@pytest.mark.parametrize(
    ("text", "communes"),
    [
        ("xã đăk hà", {"xã Đăk Hà", "xã Tu Mơ Rông"}),
        ("dak long", {"xã Đăk Long", "xã Đăk Pxi"}),
        ("đăk bla", {"phường Đăk Bla", "xã Đăk Rơ Wa"}),
    ],
)
def test_a_name_that_several_have_leads_to_all_of_them(finder: PlaceFinder, text: str, communes: set[str]) -> None:
    assert {place.commune for place in finder.answer(text)} == communes


@pytest.mark.parametrize(("text", "count"), [("huyện Kon Rẫy", 7), ("kon rãy", 7), ("ia hdrai", 3), ("sa thầy", 11)])
def test_a_former_district_leads_to_its_communes(finder: PlaceFinder, text: str, count: int) -> None:
    assert len(finder.answer(text)) == count


@pytest.mark.parametrize("text", ["Hà Nội", "gia lai", "xã Ia Grai", "", "khai sinh", "phường 1", "👍"])
def test_a_place_elsewhere_is_not_guessed(finder: PlaceFinder, text: str) -> None:
    assert finder.answer(text) == ()


@pytest.mark.parametrize(
    ("text", "id_", "said"),
    [
        ("khai sinh ở xã Đăk Tờ Re nộp ở đâu", "xa-dak-to-re", "xa dak to re"),
        ("o xa dak to re huyen kon ray thi nop dau", "xa-dak-to-re", "xa dak to re huyen kon ray"),
        ("làm cccd phường Thắng Lợi", "phuong-thang-loi", "phuong thang loi"),
    ],
)
def test_a_commune_named_with_its_kind_is_heard_within_a_question(
    finder: PlaceFinder, text: str, id_: str, said: str
) -> None:
    named = finder.mentioned(text)

    assert named is not None
    assert named.localities[0].id.startswith(id_)
    assert fold(" ".join(text.split()[named.start : named.end])) == said


@pytest.mark.parametrize("text", ["khai sinh ở kon tum", "sâm ngọc linh", "xã hội", "ủy ban nhân dân xã", "xã"])
def test_a_name_without_its_kind_or_a_kind_without_a_name_is_no_place(finder: PlaceFinder, text: str) -> None:
    assert finder.mentioned(text) is None


def test_every_former_and_present_commune_is_found_by_its_full_name(finder: PlaceFinder) -> None:
    for place in finder.places.former:
        assert {found.commune for found in finder.answer(place.name)} == {place.commune}, place.name
    for place in finder.places.present:
        assert place.commune in {found.commune for found in finder.answer(place.commune)}


@given(ANYTHING | TYPED)
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it(finder: PlaceFinder, text: str) -> None:
    named = finder.mentioned(f"xã {text}")

    assert len(finder.answer(text)) <= 25
    assert named is None or 0 <= named.start < named.end
