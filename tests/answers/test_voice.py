"""The voice in every kind of reply, on every channel: lengths that fit, kind words (docs/phong-cach.md)."""

from collections.abc import Iterator

import pytest
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.answers import procedure, replies, ways, wording
from bot.answers.choices import MAX_VALUE_BYTES, place_choice
from bot.channels import console
from bot.channels.telegram import render
from bot.conversation import Reply, Style, plain_text
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect

ZALO_CHARACTERS = 2000
LONGEST_LEAD = 260
LONGEST_LABEL = 100
UNKIND = ("quý khách", "quý công dân", "vui lòng liên hệ", "truy vấn", "không hợp lệ", "lỗi hệ thống", "bạn ")


def kinds(knowledge: Knowledge) -> Iterator[Reply]:
    """Yield a reply of every kind, for many procedures where they differ by procedure."""
    sample = knowledge.procedures[::40]
    place = knowledge.places.former[0]
    where = procedure.Where(place, knowledge.places)
    for one in sample:
        for aspect in Aspect:
            yield procedure.answer(one, (aspect,), (), where)
        for way in ways.available(one):
            yield ways.steps(one, way)
    for start in range(0, len(sample) - 5, 5):
        yield replies.clarify(sample[start : start + 5], (Aspect.WHERE,), ())
        yield replies.withdrawn(sample[start].title, sample[start].code, sample[start + 1 : start + 4])
    for event in knowledge.events:
        offered = [knowledge.by_code[each.code] for each in event.procedures]
        yield replies.ask_event(event, [sample[0], *offered[:4]], (), ())
    for family in knowledge.families.values():
        yield replies.clarify_family(family, knowledge.by_code, (), ())
    yield from (replies.faq(entry) for entry in knowledge.faq)
    yield from (replies.refuse(), replies.rephrase(), replies.person(), replies.welcome())
    yield from (replies.short(text) for text in (wording.FAILED, wording.TEXT_ONLY))
    yield replies.ask_back(wording.PICK_DISTRICT, [place_choice()])


@pytest.fixture(scope="module")
def every(knowledge: Knowledge) -> list[Reply]:
    return list(kinds(knowledge))


def test_every_reply_fits_telegram_whole(every: list[Reply]) -> None:
    for reply in every:
        [text] = render.texts(reply)
        assert len(text) < MessageLimit.MAX_TEXT_LENGTH
        assert all(block.text[:40] in plain_text(reply) for block in reply.blocks)
        for row in (render.keyboard(reply) or render.keyboard(replies.rephrase())).inline_keyboard:  # type: ignore[union-attr]
            for button in row:
                data = str(button.callback_data).encode()
                assert 1 <= len(data) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA == MAX_VALUE_BYTES


def test_every_reply_fits_a_message_of_zalo(every: list[Reply]) -> None:
    assert [len(plain_text(reply)) for reply in every if len(plain_text(reply)) > ZALO_CHARACTERS] == []


def test_what_is_said_first_is_short(every: list[Reply]) -> None:
    leads = [block.text for reply in every for block in reply.blocks if block.style is Style.LEAD]

    assert [lead for lead in leads if len(lead) > LONGEST_LEAD] == []


def test_every_choice_is_short_and_no_two_are_the_same(every: list[Reply]) -> None:
    for reply in every:
        labels = [choice.label for choice in reply.choices]
        assert len(set(labels)) == len(labels), labels
        assert all(0 < len(label) <= LONGEST_LABEL for label in labels), labels


def test_the_terminal_shows_every_block(every: list[Reply]) -> None:
    for reply in every[::7]:
        shown = console.render(reply).plain
        assert all(block.text in shown for block in reply.blocks)


def test_nothing_is_said_unkindly_or_officially(every: list[Reply]) -> None:
    own = [
        block.text.lower() for reply in every for block in reply.blocks if block.style not in (Style.TITLE, Style.FACT)
    ]

    assert [text for text in own for word in UNKIND if word in text] == []


def test_only_thumbs_are_drawn() -> None:
    drawn = {sign for text in vars(wording).values() if isinstance(text, str) for sign in text if ord(sign) > 0x1F000}

    assert drawn <= {"👍", "👎"}
