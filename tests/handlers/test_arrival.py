import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import wording
from bot.conversation import Outcome, Turn, plain_text
from bot.operations import days
from bot.services import Services
from bot.storage.reach import Event
from handlers import handle
from tests.handlers.messages import any_message
from tests.handlers.officials import OFFICE, desks
from tests.handlers.talk import Talk, shown

BIRTH = "1.001193"
Logs = list[dict[str, object]]
PAYLOAD = st.text("abkpz0123456789_-", min_size=1, max_size=70) | st.from_regex(
    r"(p_\d_\d{6})?_?(k_\d{4})?", fullmatch=True
)


@pytest.fixture
def talk(services: Services) -> Talk:
    return Talk(services.snapshot, services)


@pytest.fixture
async def desk(services: Services) -> str:
    """The number of a desk that is open."""
    return (await desks(services).register("Quầy 5", OFFICE, "", "lan")).number


async def brought_by(services: Services) -> str:
    return (await services.dialogues.load("test", "lan")).desk


async def scans(services: Services) -> list[tuple[str, str, int]]:
    assert services.outreach
    counts = await services.outreach.reach.between(days.today(), days.today())
    return [
        (one.happened.desk, one.happened.procedure, one.count) for one in counts if one.happened.event is Event.SCAN
    ]


@pytest.mark.parametrize(
    "said",
    [
        "/start p_1_001193_k_{desk}",
        "/start@hoimotcua_bot p_1_001193_k_{desk}",
        "/batdau p_1_001193_k_{desk}",
        "/start k{desk} 1.001193",
        "k{desk} 1.001193",
        "K{desk} 1.001193.000.00.00.H34",
        " k {desk}  1.001193 ",
    ],
)
async def test_every_form_of_a_link_leads_to_its_procedure_and_tells_the_desk(talk: Talk, desk: str, said: str) -> None:
    reply = await talk.say(said.format(desk=desk))

    assert (reply.outcome, reply.procedure) == (Outcome.ANSWER, BIRTH)
    assert await brought_by(talk.services) == desk
    assert await scans(talk.services) == [(desk, BIRTH, 1)]


@pytest.mark.parametrize("said", ["/start k_{desk}", "/start k{desk}", "k{desk}", "K{desk}"])
async def test_a_desk_alone_is_welcomed(talk: Talk, desk: str, said: str) -> None:
    reply = await talk.say(said.format(desk=desk))

    assert shown(reply).startswith(wording.WELCOME)
    assert wording.START_UNKNOWN not in shown(reply)
    assert await brought_by(talk.services) == desk
    assert await scans(talk.services) == [(desk, "", 1)]


async def test_a_question_behind_a_desk_is_asked(talk: Talk, desk: str) -> None:
    reply = await talk.say(f"k{desk} đăng ký khai sinh nộp ở đâu")

    assert (reply.procedure, reply.aspects) == (BIRTH, ("where",))
    assert await brought_by(talk.services) == desk


async def test_what_is_asked_behind_a_desk_may_be_asked_back(talk: Talk, desk: str) -> None:
    assert (await talk.say(f"k{desk} đất đai")).outcome is Outcome.CLARIFY
    assert (await talk.say("1")).outcome is Outcome.ANSWER


async def test_the_desk_that_came_last_is_the_one_remembered(talk: Talk, desk: str) -> None:
    other = (await desks(talk.services).register("Quầy 6", OFFICE, "", "lan")).number

    for said in (f"k{desk}", "đăng ký kết hôn", f"/start k_{other}", "/start", "/start p_1_001193"):
        await talk.say(said)

    assert await brought_by(talk.services) == other


async def test_what_a_closed_desk_printed_goes_on_working(talk: Talk, desk: str) -> None:
    await desks(talk.services).close(desk)

    assert (await talk.say(f"/start p_1_001193_k_{desk}")).procedure == BIRTH
    assert await brought_by(talk.services) == desk


@pytest.mark.parametrize(("said", "procedure"), [("/start p_1_001193_k_{}", BIRTH), ("/start k_{}", None)])
async def test_a_desk_that_never_was_spoils_no_link(talk: Talk, desk: str, said: str, procedure: str | None) -> None:
    unknown = "1000" if desk != "1000" else "1001"

    reply = await talk.say(said.format(unknown))

    assert reply.procedure == procedure
    assert wording.START_UNKNOWN not in shown(reply)
    assert await brought_by(talk.services) == ""


@pytest.mark.parametrize("payload", ["p_9_999999", "p_9_999999_k_4072", "p_1_00119", "k_0999", "abc", "-", "a" * 64])
async def test_an_unknown_deep_link_gets_a_kind_word_with_the_welcome(talk: Talk, payload: str) -> None:
    said = shown(await talk.say(f"/start {payload}"))

    assert said.startswith(wording.WELCOME)
    assert wording.START_UNKNOWN in said


@pytest.mark.parametrize("rest", ["xin chào", "a" * 65, "p_1_001193 " * 20])
async def test_what_is_no_payload_is_greeted_without_it(talk: Talk, rest: str) -> None:
    said = shown(await talk.say(f"/start {rest}"))

    assert said.startswith(wording.WELCOME)
    assert wording.START_UNKNOWN not in said


async def test_an_unknown_code_behind_a_desk_is_told(talk: Talk, desk: str) -> None:
    said = shown(await talk.say(f"k{desk} 9.999999"))

    assert said.startswith(wording.NO_SUCH_CODE.format(code="9.999999"))
    assert await brought_by(talk.services) == desk


@pytest.mark.parametrize("text", ["k", "k40", "k40722", "k0123", "ok4072", "k４０７２", "k4072x", "khai sinh k4072"])
async def test_what_only_looks_like_a_desk_is_a_question(talk: Talk, text: str) -> None:
    await talk.say(text)

    assert await brought_by(talk.services) == ""


@given(rest=any_message | PAYLOAD)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_link_gets_an_answer_whatever_it_carries(services: Services, logs: Logs, rest: str) -> None:
    for text in (f"/start {rest}", f"k4072 {rest}"):
        reply = await handle(Turn("test", text, person="minh"), services)

        assert plain_text(reply)
        assert shown(reply) != wording.FAILED
    assert logs == []
