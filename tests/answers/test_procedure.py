import re
from itertools import product

import pytest

from bot.answers import wording
from bot.answers.procedure import Where, answer, fact_blocks, lead, link, more_fact_blocks, notes
from bot.conversation import Block, Outcome, Style
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import Postal, ServiceLevel, word
from bot.knowledge.ways import Ways, ways_of
from bot.language.aspects import Aspect
from tests.answers.samples import birth

COMMUNE = "Trung tâm Phục vụ hành chính công xã, phường"
ALL_ASPECTS = tuple(Aspect)
SOURCE_AND_DATE = re.compile(r"Nguồn: .+, (?:đọc ngày \d|đọc tháng \d|dữ liệu năm \d)[\d/ đến]*\.")
ONLINE = [ServiceLevel.FULL, ServiceLevel.PARTIAL, ServiceLevel.ONLINE]
NOT_ONLINE = [ServiceLevel.OFFLINE, ServiceLevel.UNKNOWN]
NOT_POSTAL = [Postal.NO, Postal.UNKNOWN]
NO_NEED = {
    Ways.ONLINE: wording.NO_NEED_ONLINE,
    Ways.POSTAL: wording.NO_NEED_POSTAL,
    Ways.ONLINE | Ways.POSTAL: wording.NO_NEED_BOTH,
}


@pytest.mark.parametrize(
    ("level", "postal", "said"),
    [
        *((level, Postal.YES, "nộp được qua mạng hoặc gửi qua bưu điện") for level in ONLINE),
        *((level, postal, "nộp được qua mạng") for level, postal in product(ONLINE, NOT_POSTAL)),
        *((level, Postal.YES, "gửi được qua bưu điện") for level in NOT_ONLINE),
    ],
)
def test_where_to_file_is_answered_first_with_that_one_need_not_go(
    level: ServiceLevel, postal: Postal, said: str
) -> None:
    procedure = birth(service_level=level, postal=postal)

    assert lead(procedure, Aspect.WHERE) == (
        f"Anh/chị không cần đi nộp hồ sơ: {said}. Nếu nộp trực tiếp thì đến {COMMUNE}."
    )


@pytest.mark.parametrize(("level", "postal"), [*product(NOT_ONLINE, NOT_POSTAL)])
def test_where_no_other_way_is_known_only_the_office_is_named(level: ServiceLevel, postal: Postal) -> None:
    procedure = birth(service_level=level, postal=postal)

    assert lead(procedure, Aspect.WHERE) == f"Anh/chị nộp tại {COMMUNE}."


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("toàn trình", "Được, thủ tục này làm toàn trình qua mạng (mức độ 4 cũ)."),
        ("một phần", "Được một phần: nộp qua mạng, có bước vẫn làm ở nơi nhận hồ sơ (mức độ 3 cũ)."),
        ("trực tuyến", "Được, thủ tục này nộp qua mạng; nguồn chưa ghi là toàn trình hay một phần."),
        (
            "không trực tuyến",
            "Không thấy nguồn ghi cách nộp qua mạng cho thủ tục này (tương đương mức độ 2 cũ).",
        ),
        ("chưa rõ", "Nguồn chưa ghi thủ tục này có nộp được qua mạng không."),
    ],
)
def test_the_service_level_is_answered_as_far_as_the_source_says(level: str, said: str) -> None:
    assert lead(birth(service_level=level), Aspect.LEVEL) == said


@pytest.mark.parametrize(
    ("postal", "said"),
    [
        ("có", "Được, hồ sơ này gửi qua bưu điện được (bưu chính công ích)."),
        ("không", "Không thấy nguồn ghi cách nộp qua bưu điện cho thủ tục này."),
        ("chưa rõ", "Nguồn chưa ghi hồ sơ này có gửi qua bưu điện được không."),
    ],
)
def test_post_is_answered_as_far_as_the_source_says(postal: str, said: str) -> None:
    assert lead(birth(postal=postal), Aspect.POSTAL) == said


def test_a_known_time_is_told() -> None:
    assert lead(birth(days_in_person="3 ngày"), Aspect.TIME) == "Thời hạn giải quyết: nộp trực tiếp 3 ngày."


def test_an_unknown_time_is_said_to_be_unknown() -> None:
    assert lead(birth(), Aspect.TIME) == "Nguồn chưa ghi thời hạn giải quyết."


def test_known_applicants_are_told() -> None:
    assert lead(birth(applicants="công dân"), Aspect.WHO) == "Thủ tục này dành cho: công dân."


@pytest.mark.parametrize(
    ("aspect", "what"),
    [
        (Aspect.DOCUMENTS, "giấy tờ cần nộp"),
        (Aspect.FEE, "phí, lệ phí"),
        (Aspect.FORM, "mẫu đơn, tờ khai"),
        (Aspect.CONDITIONS, "điều kiện thực hiện"),
        (Aspect.LEGAL, "căn cứ pháp lý"),
        (Aspect.WHO, "đối tượng thực hiện"),
    ],
)
def test_what_is_not_in_the_data_is_said_not_to_be(aspect: Aspect, what: str) -> None:
    assert lead(birth(), aspect) == f"Dữ liệu của tôi chưa có {what}; anh/chị xem ở trang chính thức dưới đây."


@pytest.mark.parametrize(
    ("level", "url", "said"),
    [
        ("trực tuyến", "https://a.vn", wording.LINK_LEAD),
        ("không trực tuyến", "https://a.vn", wording.LINK_LEAD_READ_ONLY),
        ("chưa rõ", "https://a.vn", wording.LINK_LEAD_READ_ONLY),
        ("trực tuyến", "", wording.LINK_LEAD_NONE),
    ],
)
def test_the_link_is_promised_for_filing_only_where_one_files_online(level: str, url: str, said: str) -> None:
    assert lead(birth(service_level=level, url=url), Aspect.LINK) == said


def test_the_state_of_a_dossier_is_said_to_be_out_of_sight() -> None:
    assert lead(birth(), Aspect.STATUS) == wording.STATUS_LEAD


@pytest.mark.parametrize("aspect", ALL_ASPECTS)
@pytest.mark.parametrize(("level", "postal"), [*product(ServiceLevel, Postal)])
def test_every_aspect_has_a_sentence_for_every_procedure(aspect: Aspect, level: ServiceLevel, postal: Postal) -> None:
    sentence = lead(birth(service_level=level, postal=postal), aspect)

    assert sentence.endswith(".")
    assert "{" not in sentence


def test_an_answer_gives_what_was_asked_in_the_order_asked_then_facts_then_the_source() -> None:
    reply = answer(birth(), (Aspect.TIME, Aspect.WHERE))

    assert [block.style for block in reply.blocks] == [
        *[Style.LEAD] * 2,
        Style.TITLE,
        *[Style.FACT] * 4,
        *[Style.NOTE] * 3,
    ]
    assert reply.blocks[0].text == "Nguồn chưa ghi thời hạn giải quyết."
    assert reply.blocks[2].text == "Đăng ký khai sinh (mã 1.001193)"
    assert reply.blocks[-1].text == "Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026."


def test_where_nothing_was_asked_the_place_is_answered() -> None:
    assert answer(birth()).blocks == answer(birth(), (Aspect.WHERE,)).blocks


def test_an_answer_says_what_it_is_about() -> None:
    reply = answer(birth(), (Aspect.TIME,))

    assert (reply.outcome, reply.procedure, reply.candidates, reply.aspects) == (
        Outcome.ANSWER,
        "1.001193",
        ("1.001193",),
        (Aspect.TIME,),
    )


def test_candidates_of_the_search_are_passed_on() -> None:
    assert answer(birth(), candidates=("1.001193", "1.000894")).candidates == ("1.001193", "1.000894")


def test_the_facts_are_four_lines() -> None:
    procedure = birth(service_level="không trực tuyến", postal="không", days_in_person="05 ngày")

    assert list(fact_blocks(procedure)) == [
        Block(Style.FACT, "Không thấy nguồn ghi cách nộp qua mạng (tương đương mức độ 2 cũ)", "Qua mạng"),
        Block(Style.FACT, "Không thấy nguồn ghi cách nộp qua bưu điện", "Bưu điện"),
        Block(Style.FACT, COMMUNE, "Nơi nộp trực tiếp"),
        Block(Style.FACT, "Nộp trực tiếp 5 ngày", "Thời hạn"),
    ]


def test_unknown_facts_are_said_to_be_unknown() -> None:
    procedure = birth(service_level="chưa rõ", postal="chưa rõ")

    assert [block.text for block in fact_blocks(procedure) if block.label != "Nơi nộp trực tiếp"] == [
        "Nguồn chưa ghi"
    ] * 3


def test_a_page_of_its_own_leaves_out_what_the_source_does_not_say() -> None:
    procedure = birth(agency="Ủy ban nhân dân cấp xã", field="Hộ tịch")

    assert [(block.label, block.text) for block in more_fact_blocks(procedure)] == [
        ("Cơ quan thực hiện", "Ủy ban nhân dân cấp xã"),
        ("Lĩnh vực", "Hộ tịch"),
    ]


def test_where_neither_way_is_known_a_note_says_so() -> None:
    assert wording.WAYS_UNKNOWN in notes(birth(service_level="chưa rõ", postal="chưa rõ"), (Aspect.WHERE,))


@pytest.mark.parametrize(
    ("level", "warned"), [("một phần", True), ("trực tuyến", True), ("toàn trình", False), ("không trực tuyến", False)]
)
def test_that_a_visit_may_still_be_needed_is_noted_unless_all_is_online(level: str, *, warned: bool) -> None:
    assert (wording.MAYBE_VISIT in notes(birth(service_level=level), (Aspect.WHERE,))) is warned


@pytest.mark.parametrize(("basis", "warned"), [("suy ra", True), ("nguồn ghi", False)])
def test_an_inferred_place_is_noted(basis: str, *, warned: bool) -> None:
    assert (wording.LEVELS_INFERRED in notes(birth(levels_basis=basis), (Aspect.WHERE,))) is warned


def test_that_addresses_are_not_in_the_data_is_noted_where_the_place_was_asked() -> None:
    assert wording.ADDRESS_UNKNOWN in notes(birth(), (Aspect.WHERE,))


def test_notes_on_the_place_are_left_out_where_it_was_not_asked() -> None:
    assert list(notes(birth(levels_basis="suy ra"), (Aspect.TIME,))) == [
        "Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026."
    ]


def test_the_link_leads_to_the_procedures_own_page() -> None:
    assert link(birth()).url == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/khai-sinh"


def test_without_a_page_of_its_own_the_link_leads_to_the_portal_and_says_so() -> None:
    found = link(birth(url=""))

    assert (found.label, found.url) == ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn")


@pytest.mark.parametrize("aspects", [(), ALL_ASPECTS], ids=["nothing asked", "everything asked"])
def test_every_procedure_is_answered_without_an_empty_block_and_ends_with_source_and_date(
    knowledge: Knowledge, aspects: tuple[Aspect, ...]
) -> None:
    for procedure in knowledge.procedures:
        blocks = answer(procedure, aspects).blocks
        assert all(block.text.strip() for block in blocks), procedure.code
        assert all(bool(block.label) == (block.style is Style.FACT) for block in blocks), procedure.code
        assert SOURCE_AND_DATE.fullmatch(blocks[-1].text), procedure.code


def test_every_answer_to_where_leads_with_not_having_to_go_wherever_the_source_lists_another_way(
    knowledge: Knowledge,
) -> None:
    places = (Where(), Where(knowledge.places.former[0], knowledge.places))
    going = wording.FILED_AT.partition("{")[0]
    for procedure in knowledge.procedures:
        first = [
            answer(procedure, aspects, (), where, brief=brief).blocks[0].text
            for aspects, where, brief in product(
                ((), (Aspect.WHERE,), (Aspect.WHERE, Aspect.TIME)), places, (False, True)
            )
        ]
        expected = NO_NEED.get(ways_of(procedure), going)
        assert [text for text in first if not text.startswith(expected)] == [], procedure.code


def test_the_knowledge_base_holds_all_its_procedures(knowledge: Knowledge) -> None:
    assert len(knowledge.procedures) == 2933


def test_no_procedure_is_promised_a_way_that_its_source_does_not_list(knowledge: Knowledge) -> None:
    for procedure in knowledge.procedures:
        sentence = lead(procedure, Aspect.WHERE)
        online, postal = word(procedure.service_level), word(procedure.postal)
        assert ("qua mạng" in sentence) == (online in ("toàn trình", "một phần", "trực tuyến")), procedure.code
        assert ("bưu điện" in sentence) == (postal == "có"), procedure.code
        assert sentence.startswith("Anh/chị không cần đi") == ("qua mạng" in sentence or "bưu điện" in sentence)


def test_every_link_is_https(knowledge: Knowledge) -> None:
    assert {link(procedure).url.partition("://")[0] for procedure in knowledge.procedures} == {"https"}
