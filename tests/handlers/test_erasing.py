from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest

from bot.answers import replies, wording
from bot.conversation import Outcome, Turn
from bot.operations.pseudonyms import Pseudonyms
from bot.services import Services
from bot.storage.database import open_database
from bot.storage.erasure import Erasure
from handlers import handle
from handlers.erasing import asks_to_forget
from tests.handlers.officials import Official

BIRTH = "đăng ký khai sinh nộp ở đâu"


@pytest.mark.parametrize(
    "text",
    [
        "xóa dữ liệu của tôi",
        "Xoá dữ liệu của tôi!",
        "XÓA DỮ LIỆU CỦA TÔI",
        "xoa du lieu cua toi",
        "xoa du lieu",
        "xóa dữ liệu cá nhân của em giúp ạ",
        "xóa hết dữ liệu của em đi",
        "xóa toàn bộ dữ liệu cá nhân",
        "cho em xóa dữ liệu của em với ạ",
        "tôi muốn xóa dữ liệu cá nhân",
        "tôi yêu cầu xóa dữ liệu của tôi",
        "làm ơn xóa giúp dữ liệu của tôi",
        "nhờ bot xóa dữ liệu của tôi ngay",
        "xóa thông tin của tôi",
        "xoá thông tin cá nhân",
        "xoa het thong tin ve toi",
        "xóa lịch sử",
        "xóa lịch sử trò chuyện",
        "xóa lịch sử chat của em",
        "xóa cuộc trò chuyện này",
        "xóa đoạn chat của tôi",
        "xóa tin nhắn của tôi",
        "xóa hết tin nhắn của em đi ạ",
        "hủy dữ liệu cá nhân của tôi",
        "quên tôi đi",
        "hãy quên tôi đi",
        "quen toi di",
        "/xoa",
        "/xoá",
        "/xoa_du_lieu",
        "/xoadulieu",
        "/xoa@hoimotcua_bot",
    ],
)
def test_it_is_asked_in_many_words(text: str) -> None:
    assert asks_to_forget(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xóa",
        "xóa thông tin",
        "xóa tin nhắn",
        "xóa đăng ký thường trú",
        "xóa đăng ký thế chấp sổ đỏ",
        "xóa án tích",
        "xóa nợ thuế",
        "xóa thông tin người mất trong hộ khẩu",
        "xóa dữ liệu đất đai",
        "xóa dữ liệu của tôi trên VNeID",
        "xóa dữ liệu của tôi như thế nào",
        "làm sao để xóa dữ liệu của tôi",
        "đừng xóa dữ liệu của tôi",
        "không xóa dữ liệu của tôi",
        "xóa tên trong sổ hộ khẩu",
        "xóa thông tin cá nhân trên cổng dịch vụ công",
        "tôi quên mật khẩu",
        "tôi quên dữ liệu",
        "quên tôi đã hỏi gì rồi",
        "hủy đăng ký của tôi",
        "xóa dữ liệu " * 20,
    ],
)
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert not asks_to_forget(text)


async def said(services: Services, text: str) -> str:
    reply = await handle(Turn("zalo_bot", text, person="lan"), services)
    return "\n".join(block.text for block in reply.blocks)


async def test_nothing_is_kept_of_who_asked_but_questions_that_are_nobody_s(services: Services) -> None:
    await said(services, BIRTH)
    assert await services.dialogues.wrote_at("zalo_bot", "lan")

    assert await said(services, "xóa lịch sử chat của em") == wording.FORGOTTEN

    journal: Any = services.journal
    assert await services.dialogues.wrote_at("zalo_bot", "lan") is None
    assert [entry.text for entry in await journal.latest()] == ["xóa lịch sử chat của em", BIRTH]


async def test_a_choice_is_no_such_wish_whatever_was_typed(services: Services) -> None:
    reply = await handle(Turn("web", "xóa dữ liệu", "p:1.001193", person="lan"), services)

    assert reply.outcome is Outcome.ANSWER


async def test_an_official_s_chat_is_unlinked_too_which_is_told_and_audited(official: Official) -> None:
    assert official.services.admin

    reply = await official.say("xóa dữ liệu của tôi")

    [entry] = await official.services.admin.audit.latest(1)
    assert reply == replies.forgotten(unlinked=True)
    assert await official.services.admin.links.linked("telegram", official.name) is None
    assert (entry.who, entry.action, entry.detail) == (official.name, "unlinked", "telegram")


async def test_where_it_cannot_be_done_that_is_said_and_not_that_it_was(
    services: Services, tmp_path: Path, logs: list[MutableMapping[str, Any]]
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'without-tables.db'}")
    services.erasure = Erasure(engine, Pseudonyms(b"key of tests"))

    text = await said(services, "xóa dữ liệu của tôi")
    await engine.dispose()

    assert text == wording.NOT_FORGOTTEN
    assert [entry["event"] for entry in logs] == ["erasure_failed"]
