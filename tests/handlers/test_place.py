import pytest

from bot.answers import wording
from bot.conversation import Outcome
from bot.services import Snapshot
from tests.handlers.talk import Talk, shown

RE = "Trung tâm Phục vụ hành chính công xã Kon Braih (trước đây: xã Đăk Tờ Re, huyện Kon Rẫy)"
WHERE = "đăng ký khai sinh nộp ở đâu"


async def test_the_commune_is_asked_once_and_then_remembered(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    assert wording.ASK_PLACE in shown(await talk.say(WHERE))

    assert RE in shown(await talk.say("dak to re"))
    other = await talk.say("làm giấy độc thân nộp ở đâu")

    assert RE in shown(other)
    assert wording.ASK_PLACE not in shown(other)


async def test_who_does_not_answer_is_not_asked_again(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say(WHERE)

    other = await talk.say("làm giấy độc thân nộp ở đâu")

    assert other.procedure == "1.004873"
    assert wording.ASK_PLACE not in shown(other)


async def test_a_place_within_a_question_is_heard_and_the_question_answered(snapshot: Snapshot) -> None:
    reply = await Talk(snapshot).say("đăng ký khai sinh ở xã Đăk Tờ Re nộp ở đâu")

    assert reply.procedure == "1.001193"
    assert RE in shown(reply)


@pytest.mark.parametrize("text", ["1.001193 ở xã Đăk Tờ Re nộp ở đâu", "xã Đăk Tờ Re, 1.001193"])
async def test_a_place_beside_a_code_is_heard(snapshot: Snapshot, text: str) -> None:
    talk = Talk(snapshot)
    await talk.say("đăng ký kết hôn")

    reply = await talk.say(text)

    assert reply.procedure == "1.001193"
    assert RE in shown(reply)


async def test_a_place_of_which_there_are_several_is_asked_back(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    asked = await talk.say("đăng ký khai sinh ở xã Đăk Hà nộp ở đâu")
    assert wording.WHICH_PLACE in shown(asked)

    picked = next(choice for choice in asked.choices if "Tu Mơ Rông" in choice.label)

    assert "hành chính công xã Tu Mơ Rông" in shown(await talk.choose(picked.value))


async def test_it_is_picked_from_former_districts_and_communes(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say(WHERE)
    districts = await talk.choose("c:")
    assert len(districts.choices) == 10

    city = await talk.choose(districts.choices[0].value)
    assert city.choices[-1].label == wording.BROWSE_MORE
    more = await talk.choose(city.choices[-1].value)
    last = await talk.choose(more.choices[-1].value)

    assert len({choice.value for page in (city, more, last) for choice in page.choices} - {"c:d.0.1", "c:d.0.2"}) == 21
    assert "hành chính công" in shown(await talk.choose(last.choices[0].value))


async def test_a_place_told_without_a_question_is_noted(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)

    noted = await talk.say("tôi ở xã Măng Ri")

    assert wording.PLACE_NOTED.format(place="xã Măng Ri, huyện Tu Mơ Rông") in shown(noted)
    assert "hành chính công xã Măng Ri" in shown(await talk.say(WHERE))


async def test_another_place_replaces_the_one_before(snapshot: Snapshot) -> None:
    talk = Talk(snapshot)
    await talk.say("em ở xã Măng Ri")
    await talk.say(WHERE)

    assert RE in shown(await talk.say("em ở xã Đăk Tờ Re"))


@pytest.mark.parametrize("text", ["ở Hà Nội", "xã Ia Grai", "huyện Đăk Pơ tỉnh Gia Lai", "toi o xa Ia Grai"])
async def test_a_place_elsewhere_is_told_kindly_with_a_way_on(snapshot: Snapshot, text: str) -> None:
    talk = Talk(snapshot)
    await talk.say(WHERE)

    reply = await talk.say(text)

    assert reply.blocks[0].text == wording.PLACE_UNKNOWN
    assert [choice.label for choice in reply.choices] == [wording.PICK_PLACE, wording.PLACE_SKIP]
    assert shown(await talk.choose("c:skip")) == wording.PLACE_SKIPPED


@pytest.mark.parametrize("value", ["c:nowhere", "c:d.99.0", "c:d.0.99", "c:d.x.0", "c:d.0", "c:d.-1.0", "c:d.0.-1"])
async def test_a_forged_place_gets_a_kind_way_on(snapshot: Snapshot, value: str) -> None:
    reply = await Talk(snapshot).choose(value)

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.REFUSE, wording.NO_SUCH_CHOICE)


async def test_what_is_filed_at_the_province_needs_no_commune(snapshot: Snapshot) -> None:
    reply = await Talk(snapshot).say("tách thửa đất nộp ở đâu")

    assert wording.ASK_PLACE not in shown(reply)
