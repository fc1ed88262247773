"""A linked official sends a file on Telegram: real library, fake Bot API, real examination."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.answers import wording
from bot.bootstrap import services as open_services
from bot.knowledge.ways import Ways
from bot.office import wording as office_wording
from bot.services import Services
from bot.settings import DatabaseSettings, KnowledgeSettings, PrivacySettings, Settings
from bot.storage.accounts import Role
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import make, running
from tests.fakes.telegram import CHAT, FakeTelegram, Sent
from tests.small_knowledge import MARRIAGE, PROCEDURES, write_small_knowledge

PASSWORD = "mot mat khau dai"
BY_POST = PROCEDURES.replace("một phần,không", "một phần,có").encode()
FAULTY = PROCEDURES.replace("một phần,không", "một phần,khong biet").encode()


@pytest.fixture
async def services(tmp_path: Path, index_cache: Path) -> AsyncIterator[Services]:
    """The whole bot over four procedures, following what is put into service."""
    settings = Settings(
        knowledge=KnowledgeSettings(folder=write_small_knowledge(tmp_path / "knowledge"), cache=index_cache),
        database=DatabaseSettings(url=f"sqlite:///{tmp_path / 'test.db'}"),
        privacy=PrivacySettings(person_key=SecretStr("key of tests")),
    )
    async with open_services(settings) as opened:
        yield opened


@pytest.fixture
async def telegram(bot_api: FakeTelegram, services: Services) -> AsyncIterator[FakeTelegram]:
    async with running(make(bot_api, services)):
        yield bot_api


async def replies(api: FakeTelegram, count: int) -> list[Sent]:
    await eventually(lambda: len(api.sent) >= count)
    return api.sent


async def linked(api: FakeTelegram, services: Services, role: Role = Role.ADMIN) -> None:
    """Link the chat to an account, as its owner does."""
    assert services.admin
    await services.admin.accounts.add("hoa", role, PASSWORD)
    api.push_text(f"/lienket {await services.admin.links.link_code('hoa')}")
    [reply] = await replies(api, 1)
    assert reply.text.startswith(office_wording.LINKED.format(name="hoa"))


async def version(services: Services) -> int:
    assert services.office
    active = (await services.office.base()).activation
    return active.version


async def test_a_file_is_examined_shown_confirmed_and_then_served(telegram: FakeTelegram, services: Services) -> None:
    await linked(telegram, services)

    telegram.push_file("thu tuc.csv", BY_POST)
    report = (await replies(telegram, 2))[1]

    assert "1 thủ tục chuyển sang nhận qua bưu điện." in report.text
    assert [label for label, _ in report.buttons] == ["1. Nạp dữ liệu này", "2. Không nạp"]
    assert await version(services) == 1

    telegram.push_tap(report.buttons[0][1])
    assert (await replies(telegram, 3))[2].text == office_wording.ACCEPTED.format(version=2)
    await eventually(lambda: services.snapshot.activation and services.snapshot.activation.version == 2)
    telegram.push_text("1.000894 gửi bưu điện được không")
    assert "nộp được qua mạng hoặc gửi qua bưu điện" in (await replies(telegram, 4))[3].text
    assert services.admin
    assert [(entry.who, entry.action) for entry in await services.admin.audit.latest(1)] == [("hoa", "accept")]


async def test_before_the_yes_the_official_sees_who_would_be_told_what(
    telegram: FakeTelegram, services: Services
) -> None:
    assert services.outreach
    await services.outreach.follows.add("zalo_oa", "8801", MARRIAGE, Ways.POSTAL)
    await linked(telegram, services)

    telegram.push_file("thu tuc.csv", BY_POST)
    report = (await replies(telegram, 2))[1]

    assert "Nếu nạp, tôi báo cho người đang chờ, 1 tin:" in report.text
    assert "đăng ký kết hôn (mã 1.000894): 1 người trên Zalo OA" in report.text
    assert "Anh/chị nhờ tôi báo: thủ tục này nay gửi được qua bưu điện." in report.text
    assert "8801" not in report.text
    assert [label for label, _ in report.buttons] == ["1. Nạp dữ liệu này", "2. Không nạp"]


async def test_a_faulty_file_is_told_cell_by_cell_and_comes_back_marked(
    telegram: FakeTelegram, services: Services
) -> None:
    await linked(telegram, services)

    telegram.push_file("thu tuc.csv", FAULTY)
    report = (await replies(telegram, 2))[1]

    assert "thu tuc.csv, dòng 3, cột “Bưu chính công ích”: “khong biet” không có trong danh sách" in report.text
    assert report.buttons == ()
    await eventually(lambda: len(telegram.sent_files) == 1)
    [file] = telegram.sent_files
    assert (file.chat, file.name, file.data[:2]) == (CHAT, "thu tuc-loi.xlsx", b"PK")
    assert await version(services) == 1


async def test_a_load_can_be_left(telegram: FakeTelegram, services: Services) -> None:
    await linked(telegram, services)
    telegram.push_file("a.csv", BY_POST)
    report = (await replies(telegram, 2))[1]

    telegram.push_text("2")  # typed, as where there are no buttons

    assert (await replies(telegram, 3))[2].text == office_wording.DISCARDED
    telegram.push_tap(report.buttons[0][1])
    assert (await replies(telegram, 4))[3].text == office_wording.GONE
    assert await version(services) == 1


async def test_others_are_answered_while_a_file_is_examined(telegram: FakeTelegram, services: Services) -> None:
    await linked(telegram, services)

    telegram.push_file("a.csv", BY_POST)
    telegram.push_text("1.001193 nộp ở đâu", chat=42)

    sent = await replies(telegram, 3)
    assert [reply.chat for reply in sent[1:]] == [42, CHAT]


@pytest.mark.parametrize("role", [None, Role.STAFF])
async def test_nobody_else_s_file_is_even_fetched(
    telegram: FakeTelegram, services: Services, role: Role | None
) -> None:
    if role:
        await linked(telegram, services, role)
    count = len(telegram.sent)

    telegram.push_file("a.csv", BY_POST)

    assert (await replies(telegram, count + 1))[-1].text.startswith(wording.TEXT_ONLY)
    assert telegram.count("getFile") == 0


async def test_a_forged_yes_of_somebody_else_changes_nothing(telegram: FakeTelegram, services: Services) -> None:
    await linked(telegram, services)
    telegram.push_file("a.csv", BY_POST)
    report = (await replies(telegram, 2))[1]

    telegram.push_tap(report.buttons[0][1], chat=42)

    assert (await replies(telegram, 3))[2].text.startswith(wording.NO_SUCH_CHOICE)
    assert await version(services) == 1


async def test_a_wrong_code_links_nobody(telegram: FakeTelegram, services: Services) -> None:
    telegram.push_text("/lienket ABCDEFGH")

    assert (await replies(telegram, 1))[0].text == office_wording.LINK_REFUSED


async def test_a_file_that_is_too_large_is_refused_unfetched(telegram: FakeTelegram, services: Services) -> None:
    await linked(telegram, services)

    telegram.push_file("a.xlsx", b" " * (20 * 1024 * 1024 + 1))

    assert (await replies(telegram, 2))[1].text == office_wording.FILE_TOO_LARGE
    assert telegram.count("getFile") == 0


async def test_an_official_s_business_is_not_written_down_as_a_question(
    telegram: FakeTelegram, services: Services
) -> None:
    await linked(telegram, services)
    telegram.push_file("a.csv", FAULTY)
    await replies(telegram, 2)

    assert await services.journal.latest() == []  # type: ignore[attr-defined]  # a DatabaseJournal


async def seated(api: FakeTelegram, services: Services) -> str:
    """Link the chat of somebody at the reception and let that person sit down; return the desk's number."""
    assert services.outreach
    services.addresses.web = "https://hoi.kontum.test"
    desk = await services.outreach.desks.register("Quầy 5", "Trung tâm Phục vụ hành chính công", "", "hoa")
    await linked(api, services, Role.STAFF)
    api.push_text(f"/quay {desk.number}")
    await replies(api, 2)
    return desk.number


async def test_an_official_gets_a_poster_as_a_file(telegram: FakeTelegram, services: Services) -> None:
    desk = await seated(telegram, services)

    telegram.push_text(f"/in {MARRIAGE}")

    [file] = await eventually(lambda: telegram.sent_files)
    assert (file.chat, file.name, file.data[:4]) == (CHAT, f"{MARRIAGE}-k{desk}-a5.pdf", b"%PDF")
    assert "Đăng ký kết hôn" in (await replies(telegram, 3))[2].text


async def test_an_official_s_cards_carry_the_desk_and_nobody_else_s_do(
    telegram: FakeTelegram, services: Services
) -> None:
    desk = await seated(telegram, services)

    telegram.push_inline("đăng ký kết hôn")
    [own] = await eventually(lambda: telegram.inline_answers)
    telegram.push_inline("đăng ký kết hôn", user=42)
    await eventually(lambda: len(telegram.inline_answers) == 2)

    assert f"?k={desk}" in own[0]["input_message_content"]["message_text"]
    assert desk not in telegram.inline_answers[1][0]["input_message_content"]["message_text"]
