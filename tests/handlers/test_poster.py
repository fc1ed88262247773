import pypdfium2
import pytest

from bot.answers import wording as answers
from bot.conversation import Outcome, Reply
from bot.services import Services
from bot.sharing import wording
from bot.sharing.links import Addresses
from tests.handlers.officials import Official, link
from tests.handlers.talk import Talk, shown

A5_POINTS = (148 / 25.4 * 72, 210 / 25.4 * 72)


def printed(reply: Reply) -> str:
    """Return the words on the one page of the one file."""
    [file] = reply.files
    with pypdfium2.PdfDocument(file.data) as document:
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx(A5_POINTS, abs=0.5)
        return " ".join(document[0].get_textpage().get_text_range().split())


async def test_the_poster_of_a_procedure_comes_as_a_file_with_the_desk_on_it(official: Official) -> None:
    number = official.desk.number

    reply = await official.say("/in đăng ký khai sinh")

    assert reply.outcome is Outcome.OFFICE
    assert shown(reply) == wording.POSTER.format(title="Đăng ký khai sinh")
    assert [file.name for file in reply.files] == [f"1.001193-k{number}-a5.pdf"]
    words = printed(reply)
    assert f"hoi.kontum.test/p/1.001193?k={number}" in words
    assert official.desk.name in words


async def test_alone_it_is_the_general_one(official: Official) -> None:
    reply = await official.say("/in")

    assert f"hoi.kontum.test/k/{official.desk.number}" in printed(reply)
    assert not reply.choices


async def test_alone_after_an_answer_it_is_of_what_was_answered_and_the_general_one_a_tap_away(
    official: Official,
) -> None:
    await official.say("1.000894")
    reply = await official.say("/in")

    assert "/p/1.000894" in printed(reply)
    [general] = reply.choices
    assert f"/k/{official.desk.number}" in printed(await official.choose(general.value))


async def test_of_several_one_is_chosen_and_comes_as_a_file(official: Official) -> None:
    asked = await official.say("/in đất đai")

    reply = await official.say("1")

    assert asked.outcome is Outcome.CLARIFY
    assert "?k=" in printed(reply)


async def test_who_sits_nowhere_is_told_that_it_counts_for_no_desk(staffed: Services) -> None:
    await link(staffed, "minh")
    reply = await Official(staffed, desk=None, name="minh").say("/in")  # type: ignore[arg-type]

    assert wording.POSTER_WITHOUT_DESK in shown(reply)
    assert printed(reply)


async def test_where_no_files_can_be_sent_the_staff_room_is_named(official: Official) -> None:
    one = await official.say("/in 1.001193", takes_files=False)
    await official.say("1.001193")
    general = await official.choose("poster:", takes_files=False)

    assert shown(one) == wording.POSTER_ELSEWHERE
    assert [link.url for link in one.links] == ["https://hoi.kontum.test/staff/print?code=1.001193"]
    assert [link.url for link in general.links] == ["https://hoi.kontum.test/staff/print"]
    assert one.files == general.files == ()


async def test_without_a_public_address_it_is_told_what_to_do(official: Official) -> None:
    official.services.addresses = Addresses(telegram="https://t.me/hoimotcua_bot")

    reply = await official.say("/in")

    assert shown(reply) == wording.NO_SITE
    assert not reply.files


async def test_for_anybody_else_it_is_no_command(staffed: Services) -> None:
    reply = await Talk(staffed.snapshot, staffed).say("/in đăng ký khai sinh")

    assert reply.outcome in (Outcome.ANSWER, Outcome.CLARIFY)
    assert not reply.files


@pytest.mark.parametrize("value", ["poster:", "poster:1.001193"])
async def test_a_forged_choice_prints_nothing(staffed: Services, value: str) -> None:
    reply = await Talk(staffed.snapshot, staffed).choose(value)

    assert shown(reply).startswith(answers.NO_SUCH_CHOICE)
    assert not reply.files
