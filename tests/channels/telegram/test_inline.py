"""Cards of procedures in any chat."""

from collections.abc import Sequence

from bot.answers import wording
from bot.channels.telegram.updates import person_of
from bot.conversation import Turn
from bot.services import Services
from bot.sharing.cards import Card
from bot.storage.inbox import Inbox
from handlers import handle
from tests.channels.conftest import Logs
from tests.channels.eventually import eventually
from tests.channels.telegram.conftest import connect, running
from tests.fakes.telegram import ApiError, FakeTelegram, shown


async def test_words_bring_cards_with_the_answer_to_share(telegram: FakeTelegram) -> None:
    telegram.push_inline("khai sinh")

    [cards] = await eventually(lambda: telegram.inline_answers)

    first = cards[0]
    assert 1 <= len(cards) <= 10
    assert first["id"] == "1.001193"
    assert first["title"] == "Đăng ký khai sinh"
    assert first["description"] == ("Qua mạng: được · Bưu điện: được · Trung tâm Phục vụ hành chính công xã, phường")
    content = first["input_message_content"]["message_text"]
    assert content.startswith("<b>Anh/chị không cần đi nộp hồ sơ")
    assert 'href="https://t.me/hoimotcua_bot?start=p_1_001193"' in content
    assert wording.SHARE_CHAT.format(channel="Telegram") in shown(content)


async def test_the_same_cards_are_kept_a_while_for_the_same_person(telegram: FakeTelegram) -> None:
    telegram.push_inline("khai sinh")

    [call] = await eventually(lambda: [call for call in telegram.calls if call.method == "answerInlineQuery"])

    assert call.parameters["cache_time"] == "300"
    assert call.parameters["is_personal"] == "true"


async def test_cards_are_asked_for_whom_the_private_chat_belongs_to(bot_api: FakeTelegram, inbox: Inbox) -> None:
    asked = []

    async def cards(text: str, person: str) -> Sequence[Card]:
        asked.append((text, person))
        return ()

    async with running(connect(bot_api, inbox, cards=cards)):
        bot_api.push_inline("khai sinh", user=42)
        await eventually(lambda: bot_api.inline_answers)

    assert asked == [("khai sinh", person_of({"message": {"chat": {"id": 42}, "from": {"id": 42}}}))]


async def test_without_words_the_most_asked_come_first(telegram: FakeTelegram, services: Services) -> None:
    for _ in range(2):
        await handle(Turn("web", choice="p:1.000894"), services)

    telegram.push_inline("  ")

    [cards] = await eventually(lambda: telegram.inline_answers)
    assert cards[0]["id"] == "1.000894"
    assert len(cards) == 10


async def test_words_that_mean_no_procedure_bring_none(telegram: FakeTelegram) -> None:
    telegram.push_inline("bóng đá tối nay")

    assert await eventually(lambda: telegram.inline_answers) == [[]]


async def test_a_query_that_telegram_has_forgotten_harms_nothing(telegram: FakeTelegram, logs: Logs) -> None:
    telegram.plan("answerInlineQuery", ApiError(400, "Bad Request: query is too old"))
    telegram.push_inline("khai sinh")
    telegram.push_inline("kết hôn")

    assert await eventually(lambda: telegram.inline_answers)
    assert [entry for entry in logs if entry["log_level"] != "info"] == []
