import pytest

from bot.answers import wording
from bot.answers.sharing import Addresses, cards, code_of, is_payload, payload, share
from bot.knowledge.snapshot import Knowledge

ADDRESSES = Addresses("https://hoi.kontum.test", "https://t.me/hoimotcua_bot")


def test_every_procedure_s_payload_is_one_and_leads_back_to_it(knowledge: Knowledge) -> None:
    for code in knowledge.by_code:
        assert is_payload(payload(code)), code
        assert code_of(payload(code)) == code


@pytest.mark.parametrize(
    "text", ["", "p_1_00119", "p_1_001193 ", "p_11_001193", "x_1_001193", "p_1_001193_d5", "p_١_001193"]
)
def test_any_other_payload_leads_nowhere(text: str) -> None:
    assert code_of(text) is None


@pytest.mark.parametrize("text", ["", "a b", "ă", "a" * 65, "a\n"])
def test_what_telegram_lets_in_no_deep_link_is_no_payload(text: str) -> None:
    assert not is_payload(text)


def test_links_are_written_out_so_that_they_can_be_copied(knowledge: Knowledge) -> None:
    reply = share(knowledge.by_code["1.001193"], ADDRESSES)

    assert [block.text for block in reply.blocks[1:]] == [
        "Trang thủ tục: https://hoi.kontum.test/p/1.001193",
        "Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193",
    ]


def test_both_chats_are_passed_on(knowledge: Knowledge) -> None:
    both = Addresses(telegram="https://t.me/hoimotcua_bot", zalo="https://zalo.me/123")

    reply = share(knowledge.by_code["1.001193"], both)

    assert [block.text for block in reply.blocks[1:]] == [
        "Hỏi trên Zalo: https://zalo.me/123",
        "Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193",
    ]


def test_a_bot_without_an_address_passes_on_the_official_page(knowledge: Knowledge) -> None:
    procedure = knowledge.by_code["1.001193"]

    reply = share(procedure, Addresses())

    assert reply.blocks[1].text == f"{wording.PROCEDURE_LINK}: {procedure.url}"


def test_every_card_tells_the_three_facts_in_one_line_and_holds_the_answer(knowledge: Knowledge) -> None:
    for card in cards(knowledge.procedures[::100], ADDRESSES):
        assert card.summary.count(" · ") == 2
        assert "\n" not in card.summary
        assert card.reply.links[-1].url == f"https://t.me/hoimotcua_bot?start={payload(card.code)}"
        assert not card.reply.choices
        assert not card.reply.feedback


def test_titles_of_cards_tell_them_apart(knowledge: Knowledge) -> None:
    titles = [card.title for card in cards(knowledge.procedures[:50], ADDRESSES)]

    assert len(set(titles)) == len(titles)
