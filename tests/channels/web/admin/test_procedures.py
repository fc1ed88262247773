import re

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin import texts
from bot.knowledge.values import ServiceLevel
from bot.office import wording
from bot.office.office import Office
from tests.channels.web.admin.conftest import Browser
from tests.small_knowledge import BIRTH, MARRIAGE

HOME = "/admin/procedures"
BIRTH_PAGE = f"{HOME}/{BIRTH}"
GIVEN = {
    "aliases": "làm giấy khai sinh",
    "service_level": "toàn trình",
    "postal": "có",
    "source": "Thử",
    "as_of": "2026-07-18",
    "active": "1",
}
DECISION = {"source": "Quyết định 12/QĐ-UBND", "as_of": "2026-11-27"}


async def candidates(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        count: int = (await connection.execute(text("SELECT count(*) FROM knowledge_candidate"))).scalar_one()
    return count


def fault(page: str, field: str) -> str | None:
    """Return what is said beside a field that is marked as wrong."""
    marked = re.search(rf'<\w+ id="{field}"[^>]*aria-describedby="[^"]*{field}-fault"[^>]*aria-invalid="true"', page)
    marked = marked or re.search(rf'<\w+ id="{field}"[^>]*aria-invalid="true"[^>]*{field}-fault"', page)
    said = re.search(rf'id="{field}-fault">([^<]+)<', page)
    return said[1] if marked and said else None


# --- Finding ------------------------------------------------------------------------------------------------------


async def test_a_procedure_is_found_by_words_or_code(minh: Browser) -> None:
    for question in ("khai sinh", "lam giay khai sinh", BIRTH, f"{BIRTH}.000.00.00.H34", f" {BIRTH} "):
        assert f'href="{BIRTH_PAGE}"' in (await minh.get(HOME, params={"q": question})).text, question


async def test_what_is_not_there_is_told(minh: Browser) -> None:
    for question in ("9.999999", "hôm nay trời mưa", "<script>", "\x00"):
        response = await minh.get(HOME, params={"q": question})

        assert (response.status_code, words.NOT_FOUND in response.text) == (200, True)
        assert "<script" not in response.text


async def test_a_procedure_that_is_not_there_has_no_page(lan: Browser) -> None:
    for code in ("9.999999", "x", "<script>", "1%00"):
        shown, sent = await lan.get(f"{HOME}/{code}"), await lan.send_form(f"{HOME}/{code}", **GIVEN)

        for response in (shown, sent):
            assert (response.status_code, words.NOT_FOUND in response.text) == (404, True)
            assert "<script" not in response.text


# --- Changing -----------------------------------------------------------------------------------------------------


async def test_a_form_of_facts_that_are_no_longer_served_is_shown_afresh(lan: Browser, engine: AsyncEngine) -> None:
    response = await lan.send_form(BIRTH_PAGE, **(GIVEN | {"aliases": "khai sinh", "active": "7"}))

    assert response.status_code == 422
    assert "Dưới đây là dữ liệu mới nhất" in response.text
    assert ">làm giấy khai sinh</textarea>" in response.text
    assert await candidates(engine) == 0


async def test_the_form_shows_what_is_served(lan: Browser) -> None:
    page = (await lan.get(BIRTH_PAGE)).text

    assert ">làm giấy khai sinh</textarea>" in page
    assert "<option selected>toàn trình</option>" in page
    assert "<option selected>có</option>" in page
    assert 'value="Thử"' in page


async def test_staff_sees_the_form_and_cannot_send_it(minh: Browser, engine: AsyncEngine) -> None:
    page = (await minh.get(BIRTH_PAGE)).text.partition("<main")[2]
    response = await minh.send_form(BIRTH_PAGE, **GIVEN | {"aliases": "khai sinh"})

    assert ("disabled" in page, "<button" in page) == (True, False)
    assert (response.status_code, texts.ADMINS_ONLY in response.text) == (403, True)
    assert await candidates(engine) == 0


async def test_strangers_and_forged_forms_change_nothing(stranger: Browser, lan: Browser, engine: AsyncEngine) -> None:
    assert (await stranger.get(BIRTH_PAGE)).status_code == 303
    assert (await stranger.post(BIRTH_PAGE, data=GIVEN | {"aliases": "a"})).status_code == 303
    assert (await lan.post(BIRTH_PAGE, data=GIVEN | {"aliases": "a"})).status_code == 403
    assert await candidates(engine) == 0


async def test_aliases_are_given_one_a_line_and_served_after_a_yes(lan: Browser, office: Office) -> None:
    given = GIVEN | {"aliases": "làm giấy khai sinh\r\n\r\n  khai sinh cho bé  \r\nkhai sinh; khai sinh cho con\r\n"}

    response = await lan.send_form(BIRTH_PAGE, **given)

    page = (await lan.get(response.headers["location"])).text
    assert f"Nội dung: {wording.EDITED.format(code=BIRTH)}, do lan gửi lúc" in page
    await lan.send_form(response.headers["location"], decision="accept")
    aliases = (await office.knowledge()).by_code[BIRTH].aliases
    assert aliases == ("làm giấy khai sinh", "khai sinh cho bé", "khai sinh", "khai sinh cho con")


@pytest.mark.parametrize("change", [{"service_level": "một phần"}, {"postal": "không"}])
async def test_a_fact_is_not_changed_without_a_new_source(
    lan: Browser, engine: AsyncEngine, change: dict[str, str]
) -> None:
    response = await lan.send_form(BIRTH_PAGE, **GIVEN | change | {"source": " Thử "})

    assert (response.status_code, fault(response.text, "source")) == (422, words.NEEDS_SOURCE)
    assert f"<option selected>{next(iter(change.values()))}</option>" in response.text  # what was given stays
    assert await candidates(engine) == 0


async def test_a_fact_with_its_source_is_served_after_a_yes(lan: Browser, office: Office) -> None:
    response = await lan.send_form(BIRTH_PAGE, **GIVEN | DECISION | {"service_level": "một phần"})

    await lan.send_form(response.headers["location"], decision="accept")
    procedure = (await office.knowledge()).by_code[BIRTH]
    assert (procedure.service_level, procedure.source) == (ServiceLevel.PARTIAL, DECISION["source"])
    assert (await office.knowledge()).by_code[MARRIAGE].source == "Thử"


FAULTS = [
    ("as_of", "27/11/2026", "phải là ngày dạng"),
    ("source", "", "đang để trống"),
    ("service_level", "rất nhanh", "rất nhanh"),
    ("postal", "<b>", "&lt;b&gt;"),
    ("aliases", "x" * 5000, "dài quá"),
]


async def test_a_fault_is_said_beside_its_field(lan: Browser, engine: AsyncEngine) -> None:
    for field, value, said in FAULTS:
        response = await lan.send_form(BIRTH_PAGE, **GIVEN | DECISION | {field: value})

        assert response.status_code == 422
        assert said in (fault(response.text, field) or "")
        assert f'<li><a href="#{field}">' in response.text
    assert await candidates(engine) == 0


async def test_no_change_is_told_and_leads_back_to_the_procedure(lan: Browser, engine: AsyncEngine) -> None:
    response = await lan.send_form(BIRTH_PAGE, **GIVEN)

    assert (response.status_code, words.NOTHING_NEW in response.text) == (200, True)
    assert f'href="{BIRTH_PAGE}">{words.AGAIN}' in response.text
    assert await candidates(engine) == 0


async def test_a_hostile_alias_is_shown_as_it_is_written(lan: Browser) -> None:
    response = await lan.send_form(BIRTH_PAGE, **GIVEN | {"aliases": "</textarea><script>alert(1)</script>"})

    page = (await lan.get(response.headers["location"])).text if response.status_code == 303 else response.text
    assert "&lt;script&gt;" in page
    assert "<script" not in page
