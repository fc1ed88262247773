from collections import Counter

import pytest

from bot.knowledge.models import Numbered
from bot.knowledge.places import (
    PROVINCE,
    Locality,
    OfficeRow,
    PlaceRow,
    Places,
    bare_name,
    check_offices,
    check_places,
)
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Receiver

RE = PlaceRow(
    former_commune="xã Đăk Tờ Re", former_district="huyện Kon Rẫy", commune="xã Kon Braih", source="Thử", as_of="2025"
)
HALL = OfficeRow(commune="xã Kon Braih", receiver="trung tâm xã", address="Thôn 1", source="Thử", as_of="2026")


def test_a_former_commune_has_an_id_and_the_name_people_know() -> None:
    [place] = Places.of([RE], []).former

    assert place == Locality("xa-dak-to-re-kon-ray", "xã Kon Braih", "xã Đăk Tờ Re", "huyện Kon Rẫy")
    assert place.name == "xã Đăk Tờ Re, huyện Kon Rẫy"


def test_a_present_commune_is_known_by_its_own_name() -> None:
    [place] = Places.of([RE], []).present

    assert (place.commune, place.name) == ("xã Kon Braih", "xã Kon Braih")


@pytest.mark.parametrize(
    ("place", "bare"),
    [("xã Kon Braih", "Kon Braih"), ("thị trấn Plei Kần", "Plei Kần"), ("thành phố Kon Tum", "Kon Tum")],
)
def test_a_name_stands_without_its_kind(place: str, bare: str) -> None:
    assert bare_name(place) == bare


def test_an_office_is_found_by_kind_and_commune() -> None:
    places = Places.of([RE], [HALL])

    assert places.office(Receiver.COMMUNE, "xã Kon Braih") == HALL
    assert places.office(Receiver.POLICE_COMMUNE, "xã Kon Braih") is None
    assert places.office(Receiver.COMMUNE, PROVINCE) is None


@pytest.mark.parametrize(
    "written", ["xã Kon Braih", "XÃ  KON BRAIH ", "Kon Braih", "kon braih", "xa kon braih", "xa-kon-braih"]
)
def test_a_present_commune_is_called_by_name_or_id(written: str) -> None:
    places = Places.of([RE], [])

    assert places.present_called(written) == places.present[0]


def test_a_name_that_two_present_communes_share_calls_neither() -> None:
    town = RE.model_copy(update={"commune": "phường Kon Braih"})
    places = Places.of([RE, town], [])

    assert places.present_called("Kon Braih") is None
    assert places.present_called("phường Kon Braih") == Locality("phuong-kon-braih", "phường Kon Braih")


@pytest.mark.parametrize("written", ["", "xã", "xã Đăk Tờ Re", "Kon", "xã Kon Braih, huyện Kon Rẫy"])
def test_anything_else_calls_no_present_commune(written: str) -> None:
    assert Places.of([RE], []).present_called(written) is None


def test_a_commune_that_stands_twice_and_an_office_elsewhere_are_faults() -> None:
    twice = check_places("places.csv", [Numbered(2, RE), Numbered(3, RE)])
    elsewhere = check_offices("offices.csv", [Numbered(2, HALL)], {"xã Măng Ri"})

    assert [problem.message for problem in twice] == ["xã Đăk Tờ Re, huyện Kon Rẫy đã có ở dòng 2"]
    assert len(elsewhere) == 1
    assert check_offices("offices.csv", [Numbered(2, HALL)], {"xã Kon Braih"}) == []


def test_all_former_communes_of_kon_tum_are_there_as_the_report_of_2021_knew_them(knowledge: Knowledge) -> None:
    places = knowledge.places

    assert len(places.former) == 102
    assert len(places.present) == 40
    assert len(places.by_id) == 142
    assert max(len(own) for own in places.by_id) <= 50
    assert Counter({district: len(own) for district, own in places.districts.items()}) == {
        "thành phố Kon Tum": 21,
        "huyện Đắk Glei": 12,
        "huyện Đăk Hà": 11,
        "huyện Tu Mơ Rông": 11,
        "huyện Sa Thầy": 11,
        "huyện Đắk Tô": 9,
        "huyện Kon Plông": 9,
        "huyện Ngọc Hồi": 8,
        "huyện Kon Rẫy": 7,
        "huyện Ia H'Drai": 3,
    }


def test_every_row_is_what_underthesea_ships(knowledge: Knowledge) -> None:
    from underthesea.address import convert_address  # noqa: PLC0415 - takes a second to import

    astray = {}
    for place in knowledge.places.former:
        converted = convert_address(f"{place.former_commune}, {place.former_district}, tỉnh Kon Tum").converted
        if place.commune.lower() not in str(converted).lower():
            astray[place.name] = converted

    assert astray == {}
