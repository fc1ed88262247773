"""An official list: sent, looked through, sent back, and loaded."""

import io
import re

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin import texts
from bot.knowledge.values import Postal
from bot.office import wording
from bot.office.annex.matching import Kind
from bot.office.annex.review_layout import COLUMNS, Heading
from bot.office.office import Office
from tests.channels.web.admin.conftest import Browser
from tests.office.books import book
from tests.small_knowledge import BIRTH, ID_CARD, MARRIAGE, MARRIAGE_AGAIN

HOME = "/admin/annex"
ANNEX = book(
    {
        "Phụ lục": [
            ["DANH MỤC THỦ TỤC TIẾP NHẬN HỒ SƠ VÀ TRẢ KẾT QUẢ QUA DỊCH VỤ BƯU CHÍNH CÔNG ÍCH"],
            ["(Kèm theo Quyết định số 506/QĐ-UBND ngày 21 tháng 7 năm 2020)"],
            ["STT", "Tên thủ tục hành chính", "Tiếp nhận hồ sơ", "Trả kết quả"],
            ["1", "Đăng ký kết hôn", "x", "x"],
            ["2", "Đăng ký kết hôn lưu động", "x", "x"],
            ["3", "Công bố mở cảng cá loại II", "x", "x"],
        ]
    }
)


async def reviewed(browser: Browser) -> bytes:
    """Send the annex, and choose in its review as an official does."""
    page = (await browser.send_file(f"{HOME}/start", "phu-luc.xlsx", ANNEX)).text
    [address] = re.findall(r'href="(/admin/knowledge/files/\w+\.xlsx\?name=ra-soat)"', page)
    response = await browser.get(address)
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''ra-soat.xlsx"
    workbook = openpyxl.load_workbook(io.BytesIO(response.content))
    workbook[Kind.DOUBTFUL].cell(2, COLUMNS[Kind.DOUBTFUL].index(Heading.CHOICE) + 1).value = MARRIAGE_AGAIN
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


async def test_a_list_is_matched_reviewed_and_loaded_with_the_decision_as_its_source(
    lan: Browser, office: Office
) -> None:
    response = await lan.send_file(f"{HOME}/finish", "ra-soat.xlsx", await reviewed(lan))

    assert response.status_code == 303
    page = (await lan.get(response.headers["location"])).text
    assert "2 thủ tục chuyển sang nhận qua bưu điện." in page
    assert f"Nội dung: {wording.IMPORTED.format(name='ra-soat.xlsx')}, do lan gửi lúc" in page
    await lan.send_form(response.headers["location"], decision="accept")
    by_code = (await office.knowledge()).by_code
    for code in (MARRIAGE, MARRIAGE_AGAIN):
        assert by_code[code].postal is Postal.YES
        assert "506/QĐ-UBND" in by_code[code].source
    assert [by_code[code].source for code in (BIRTH, ID_CARD)] == ["Thử", "Thử"]


async def test_what_was_found_is_counted(lan: Browser, office: Office) -> None:
    page = (await lan.send_file(f"{HOME}/start", "phu-luc.xlsx", ANNEX)).text

    assert words.ANNEX_DONE_LEAD.format(count=3, sure=1, doubtful=1, missing=1) in page
    assert (await office.base()).activation.version == 1


@pytest.mark.parametrize("step", ["start", "finish"])
async def test_what_is_no_list_is_told_and_leads_back(lan: Browser, step: str) -> None:
    response = await lan.send_file(f"{HOME}/{step}", "<b>.xlsx", book({"Sheet1": [["xin chào"]]}))

    assert response.status_code == 422
    assert f'href="{HOME}">{words.AGAIN}' in response.text
    assert "&lt;b&gt;.xlsx" in response.text or "Sheet1" in response.text
    assert "<b>" not in response.text


async def test_an_annex_is_no_review(lan: Browser) -> None:
    response = await lan.send_file(f"{HOME}/finish", "phu-luc.xlsx", ANNEX)

    assert (response.status_code, wording.NO_REVIEW in response.text) == (422, True)


@pytest.mark.parametrize("step", ["start", "finish"])
async def test_sending_nothing_is_told(lan: Browser, step: str) -> None:
    response = await lan.send_form(f"{HOME}/{step}")

    assert (response.status_code, words.NO_FILE in response.text) == (422, True)


@pytest.mark.parametrize("step", ["start", "finish"])
async def test_only_admins_with_their_token_may_send(
    lan: Browser, minh: Browser, stranger: Browser, engine: AsyncEngine, step: str
) -> None:
    file = {"file": ("phu-luc.xlsx", ANNEX)}

    forged, strange = await lan.post(f"{HOME}/{step}", files=file), await stranger.post(f"{HOME}/{step}", files=file)
    refused = await minh.send_file(f"{HOME}/{step}", "phu-luc.xlsx", ANNEX)

    assert (forged.status_code, strange.status_code, refused.status_code) == (403, 303, 403)
    async with engine.connect() as connection:
        kept = await connection.execute(text("SELECT count(*) FROM knowledge_blob WHERE key LIKE 'download-%'"))
        assert kept.scalar_one() == 0


async def test_the_room_is_for_admins(minh: Browser, stranger: Browser) -> None:
    refused = await minh.get(HOME)

    assert (refused.status_code, texts.ADMINS_ONLY in refused.text) == (403, True)
    assert (await stranger.get(HOME)).status_code == 303
