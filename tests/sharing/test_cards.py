from bot.answers import wording
from bot.knowledge.snapshot import Knowledge
from bot.sharing.cards import cards, share, share_desk
from bot.sharing.links import Addresses

ADDRESSES = Addresses("https://hoi.kontum.test", "https://t.me/hoimotcua_bot")


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
        "Vào Zalo rồi nhắn: 1.001193",
        "Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193",
    ]


def test_the_links_of_a_desk_lead_to_any_question() -> None:
    reply = share_desk("4072", "Quầy 5, Trung tâm", Addresses("https://hoi.kontum.test", zalo="https://zalo.me/123"))

    assert [block.text for block in reply.blocks] == [
        "Đường dẫn chung của Quầy 5, Trung tâm, hỏi được mọi thủ tục:",
        "Trang hỏi đáp: https://hoi.kontum.test/k/4072",
        "Hỏi trên Zalo: https://zalo.me/123",
        "Vào Zalo rồi nhắn: k4072",
    ]


def test_a_tap_on_a_card_s_official_link_counts_for_the_desk(knowledge: Knowledge) -> None:
    [card] = cards([knowledge.by_code["1.001193"]], ADDRESSES, "4072")
    [elsewhere] = cards([knowledge.by_code["1.001193"]], Addresses())

    assert card.reply.links[0].tap == "https://hoi.kontum.test/di/1.001193?k=4072"
    assert not elsewhere.reply.links[0].tap


def test_a_bot_without_an_address_passes_on_the_official_page(knowledge: Knowledge) -> None:
    procedure = knowledge.by_code["1.001193"]

    reply = share(procedure, Addresses())

    assert reply.blocks[1].text == f"{wording.PROCEDURE_LINK}: {procedure.url}"


def test_every_card_tells_the_three_facts_in_one_line_and_holds_the_answer(knowledge: Knowledge) -> None:
    for card in cards(knowledge.procedures[::100], ADDRESSES):
        assert card.summary.count(" · ") == 2
        assert "\n" not in card.summary
        assert card.reply.links[-1].url == f"https://t.me/hoimotcua_bot?start=p_{card.code.replace('.', '_')}"
        assert not card.reply.choices
        assert not card.reply.feedback


def test_titles_of_cards_tell_them_apart(knowledge: Knowledge) -> None:
    titles = [card.title for card in cards(knowledge.procedures[:50], ADDRESSES)]

    assert len(set(titles)) == len(titles)


def test_the_desk_goes_with_every_link(knowledge: Knowledge) -> None:
    reply = share(knowledge.by_code["1.001193"], ADDRESSES, "4072")

    assert [block.text for block in reply.blocks[1:]] == [
        "Trang thủ tục: https://hoi.kontum.test/p/1.001193?k=4072",
        "Hỏi trên Telegram: https://t.me/hoimotcua_bot?start=p_1_001193_k_4072",
    ]
    (card,) = cards([knowledge.by_code["1.001193"]], ADDRESSES, "4072")
    assert card.reply.links[-2].url == "https://hoi.kontum.test/p/1.001193?k=4072"
