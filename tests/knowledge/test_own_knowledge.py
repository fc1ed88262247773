"""The project's own knowledge folder: clean, complete, and true to its sources."""

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.files import PROCEDURES, TOTALS
from bot.knowledge.models import Procedure
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Applicant, Postal, ServiceLevel
from bot.language.normalise import clean, tokens
from bot.settings import ROOT

FOLDER = ROOT / "knowledge"
REPORT = "report-175-2021.txt"

# What the source calls those for whom a procedure is; several of its names mean one of ours.
APPLICANTS = {
    "Công dân Việt Nam": Applicant.CITIZEN,
    "Công dân Việt Nam mà không xác định được nơi thường trú hoặc nơi tạm trú": Applicant.UNSETTLED_CITIZEN,
    "Người Việt Nam định cư ở nước ngoài": Applicant.OVERSEAS_VIETNAMESE,
    "Người nước ngoài": Applicant.FOREIGNER,
    "Người nước ngoài cư trú tại Việt Nam": Applicant.FOREIGN_RESIDENT,
    "Người nước ngoài đã cư trú tại Việt Nam": Applicant.FOREIGN_RESIDENT,
    "Doanh nghiệp": Applicant.BUSINESS,
    "Doanh nghiệp Việt Nam": Applicant.BUSINESS,
    "Doanh nghiệp có vốn đầu tư nước ngoài": Applicant.FOREIGN_BUSINESS,
    "Hợp tác xã": Applicant.COOPERATIVE,
    "Tổ chức (không bao gồm doanh nghiệp, HTX)": Applicant.ORGANISATION,
    "Tổ chức nước ngoài": Applicant.FOREIGN_ORGANISATION,
    "Cán bộ, công chức, viên chức": Applicant.OFFICIAL,
    "Đảng viên": Applicant.PARTY_MEMBER,
    "Tổ chức Đảng": Applicant.PARTY_ORGANISATION,
}
MEANINGLESS_APPLICANT = "nhóm 1"
ALIAS = re.compile(r"[a-zđ0-9à-ỹ]+%?(?: [a-zđ0-9à-ỹ]+%?)+")

Row = dict[str, str]


@pytest.fixture(scope="module")
def facts(shared_data: Path) -> dict[str, Row]:
    """The rows of the source, by code."""
    with (shared_data / "procedures_facts.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def expected_from(fact: Row) -> dict[str, object]:
    """Return what a row of ours must say, column by column, for a row of the source."""
    applicants = {APPLICANTS[name] for name in parts(fact["applicants"]) if name != MEANINGLESS_APPLICANT}
    return {
        "code": fact["code"],
        "title": clean(fact["name"]),
        "field": fact["field"],
        "ministry": fact["ministry"],
        "agency": clean(fact["agency"]),
        "agency_before_2025_07": fact["agency_before_2025_07"],
        "levels": parts(fact["levels"]),
        "levels_basis": fact["levels_basis"],
        "receivers": parts(fact["receivers"]),
        "service_level": fact["service_level"],
        "postal": fact["postal"] or "unknown",
        "applicants": applicants,
        "result": clean(fact["result"]),
        "days_in_person": fact["days_in_person"],
        "days_online": fact["days_online"],
        "days_postal": fact["days_postal"],
        "url": fact["portal_url"],
        "source": "Cổng Dịch vụ công quốc gia",
        "as_of": fact["as_of"].replace("2026-06..07", "2026-06/2026-07"),
    }


def said_by(procedure: Procedure) -> dict[str, object]:
    said = procedure.model_dump(exclude={"aliases"})
    lists = {"levels": list(procedure.levels), "receivers": list(procedure.receivers)}
    return said | lists | {"applicants": set(procedure.applicants)}


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def test_the_knowledge_base_holds_every_procedure(knowledge: Knowledge) -> None:
    assert len(knowledge.procedures) == len(knowledge.by_code) == 2933


def test_nothing_in_it_is_left_to_review(knowledge: Knowledge) -> None:
    assert knowledge.warnings == ()


def test_the_table_opens_in_excel_with_its_accents() -> None:
    assert (FOLDER / PROCEDURES).read_bytes().startswith(b"\xef\xbb\xbfcode,title,")


def test_its_codes_are_those_of_the_source(knowledge: Knowledge, facts: dict[str, Row]) -> None:
    assert set(knowledge.by_code) == set(facts)


def test_every_cell_says_what_the_source_says(knowledge: Knowledge, facts: dict[str, Row]) -> None:
    differences = {
        procedure.code: (said_by(procedure), wanted)
        for procedure in knowledge.procedures
        if said_by(procedure) != (wanted := expected_from(facts[procedure.code]))
    }

    assert differences == {}


def test_only_one_applicant_of_the_source_has_no_meaning(facts: dict[str, Row]) -> None:
    names = Counter(name for fact in facts.values() for name in parts(fact["applicants"]))

    assert {name: count for name, count in names.items() if name not in APPLICANTS} == {MEANINGLESS_APPLICANT: 1}


@pytest.mark.parametrize(
    ("level", "count"),
    [
        (ServiceLevel.FULL, 4),
        (ServiceLevel.PARTIAL, 5),
        (ServiceLevel.ONLINE, 1408),
        (ServiceLevel.OFFLINE, 321),
        (ServiceLevel.UNKNOWN, 1195),
    ],
)
def test_as_many_procedures_are_of_a_level_as_the_source_says(
    knowledge: Knowledge, facts: dict[str, Row], level: ServiceLevel, count: int
) -> None:
    assert sum(fact["service_level"] == level for fact in facts.values()) == count
    assert sum(procedure.service_level is level for procedure in knowledge.procedures) == count


@pytest.mark.parametrize(
    ("postal", "written", "count"), [("yes", "yes", 1359), ("no", "no", 379), ("unknown", "", 1195)]
)
def test_as_many_procedures_take_post_as_the_source_says(
    knowledge: Knowledge, facts: dict[str, Row], postal: str, written: str, count: int
) -> None:
    assert sum(fact["postal"] == written for fact in facts.values()) == count
    assert sum(procedure.postal is Postal(postal) for procedure in knowledge.procedures) == count


def test_every_row_names_the_portal_page_or_none_but_no_other_site(knowledge: Knowledge) -> None:
    sites = Counter(procedure.url.split("/")[2] for procedure in knowledge.procedures if procedure.url)

    assert set(sites) <= {"dichvucong.gov.vn"}


def test_aliases_are_short_plain_lower_case_names(knowledge: Knowledge) -> None:
    aliases = [alias for procedure in knowledge.procedures for alias in procedure.aliases]

    assert len(aliases) > 5000
    assert [alias for alias in aliases if not ALIAS.fullmatch(alias) or alias != alias.lower()] == []
    assert [alias for alias in aliases if not unicodedata.is_normalized("NFC", alias)] == []
    assert [alias for alias in aliases if not 2 <= len(tokens(alias)) <= 12] == []


def test_no_alias_is_just_the_title(knowledge: Knowledge) -> None:
    same = [
        (procedure.code, alias)
        for procedure in knowledge.procedures
        for alias in procedure.aliases
        if tokens(alias) == tokens(procedure.title)
    ]

    assert same == []


def test_at_least_forty_questions_about_the_service_are_answered_from_a_source(knowledge: Knowledge) -> None:
    service = [entry for entry in knowledge.faq if entry.kind == "service"]

    assert len(service) >= 40
    assert all(entry.source and entry.answer and len(entry.questions) >= 2 for entry in service)


def test_no_answer_says_for_how_many_days_something_is_kept(knowledge: Knowledge) -> None:
    """HMC_PRIVACY__RETENTION_DAYS says it, so the answers point to where the figure is shown."""
    kept = [entry for entry in knowledge.faq if re.search(r"\b(lưu|giữ|xóa)\b", entry.answer, re.IGNORECASE)]

    assert {"bot-luu-gi", "xoa-du-lieu"} <= {entry.id for entry in kept}
    assert [entry.id for entry in kept if re.search(r"\d+ (ngày|tuần|tháng|năm)", entry.answer)] == []
    assert all("/trogiup" in entry.answer for entry in kept if entry.id in {"bot-luu-gi", "xoa-du-lieu"})


def test_published_totals_are_the_numbers_of_the_report(knowledge: Knowledge) -> None:
    assert {total.id: total.value for total in knowledge.totals} == {
        "procedures": 1904,
        "procedures_province": 1545,
        "procedures_district": 237,
        "procedures_commune": 102,
        "procedures_all_three": 20,
        "online_level_3_and_4": 932,
        "online_level_3": 298,
        "online_level_4": 634,
        "online_level_2": 972,
        "postal_list": 1344,
    }


def test_published_totals_add_up(knowledge: Knowledge) -> None:
    value = {total.id: total.value for total in knowledge.totals}

    assert value["procedures"] == sum(
        value[f"procedures_{part}"] for part in ("province", "district", "commune", "all_three")
    )
    assert value["online_level_3_and_4"] == value["online_level_3"] + value["online_level_4"]
    assert value["procedures"] == value["online_level_3_and_4"] + value["online_level_2"]


def test_every_published_total_stands_in_the_report(knowledge: Knowledge, shared_data: Path) -> None:
    report = (shared_data.parent / REPORT).read_text(encoding="utf-8")
    numbers = {int(number.replace(".", "")) for number in re.findall(r"\d{1,3}(?:\.\d{3})+|\d+", report)}

    assert [total.id for total in knowledge.totals if total.value not in numbers] == []


def test_totals_say_where_they_stand_and_when_they_were_true(knowledge: Knowledge) -> None:
    assert all("175/BC-UBND" in total.source for total in knowledge.totals), TOTALS
    assert {total.as_of.isoformat() for total in knowledge.totals} == {"2021-06-23", "2020-07-21"}
