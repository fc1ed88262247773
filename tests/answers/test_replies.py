import pytest

from bot.answers import replies, wording
from bot.conversation import Block, Choice, Link, Outcome, Style
from bot.knowledge.models import FaqEntry
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect
from tests.answers.samples import birth


def entry(kind: str) -> FaqEntry:
    return FaqEntry.model_validate(
        {
            "id": "muc-do-2",
            "kind": kind,
            "questions": ["mức độ 2 là gì", "mức 2 là sao"],
            "answer": "Mức độ 2 là tên gọi cũ.",
            "source": "Nghị định 43/2011/NĐ-CP",
            "as_of": "2026-11-23",
            "links": [{"label": "Nghị định", "url": "https://vanban.chinhphu.vn/42"}],
        }
    )


def test_asking_back_offers_each_procedure_and_none_of_them() -> None:
    reply = replies.clarify([birth(), birth(code="1.000894", title="Đăng ký kết hôn")], (Aspect.TIME,), ("1.001193",))

    assert reply.choices == (
        Choice("Đăng ký khai sinh", "p:1.001193:time"),
        Choice("Đăng ký kết hôn", "p:1.000894:time"),
        Choice("Không có thủ tục tôi cần", "none"),
    )
    assert (reply.outcome, reply.procedure, reply.candidates) == (Outcome.CLARIFY, None, ("1.001193",))
    assert [block.text for block in reply.blocks] == [wording.CLARIFY, wording.CLARIFY_HOW]


def test_a_question_about_the_service_is_answered_with_its_source_and_links() -> None:
    reply = replies.faq(entry("service"))

    assert reply.blocks == (
        Block(Style.TEXT, "Mức độ 2 là tên gọi cũ."),
        Block(Style.NOTE, "Nguồn: Nghị định 43/2011/NĐ-CP."),
    )
    assert reply.links == (Link("Nghị định", "https://vanban.chinhphu.vn/42"),)
    assert (reply.outcome, reply.faq) == (Outcome.FAQ, "muc-do-2")


def test_small_talk_is_answered_without_a_source() -> None:
    reply = replies.faq(entry("chitchat"))

    assert reply.blocks == (Block(Style.TEXT, "Mức độ 2 là tên gọi cũ."),)
    assert reply.outcome is Outcome.CHITCHAT


def test_every_answer_about_the_service_ends_with_its_source(knowledge: Knowledge) -> None:
    for known in knowledge.faq:
        if known.kind == "service":
            assert replies.faq(known).blocks[-1].text == f"Nguồn: {known.source}.", known.id


def test_a_refusal_says_how_to_ask_and_where_a_person_helps() -> None:
    reply = replies.refuse()

    assert [block.text for block in reply.blocks] == [wording.REFUSE, wording.REFUSE_HOW, wording.REFUSE_PERSON]
    assert reply.links == (Link("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn"),)
    assert reply.outcome is Outcome.REFUSE


def test_a_refusal_with_a_reason_says_the_reason_first() -> None:
    reply = replies.refuse(wording.NO_LETTERS, candidates=("1.001193",), aspects=(Aspect.FEE,))

    assert reply.blocks[0] == Block(Style.LEAD, wording.NO_LETTERS)
    assert wording.REFUSE not in [block.text for block in reply.blocks]
    assert (reply.candidates, reply.aspects) == (("1.001193",), (Aspect.FEE,))


def test_the_welcome_says_what_is_kept_and_what_not_to_send() -> None:
    reply = replies.welcome()

    assert [block.text for block in reply.blocks] == [
        wording.WELCOME,
        wording.WELCOME_EXAMPLES,
        replies.privacy(),
    ]


@pytest.mark.parametrize("text", [wording.FAILED, wording.TEXT_ONLY])
def test_a_short_reply_is_that_one_sentence(text: str) -> None:
    assert replies.short(text).blocks == (Block(Style.TEXT, text),)
