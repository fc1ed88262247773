import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from bot.answers import wording
from bot.answers.choices import procedure_choice
from bot.conversation import Outcome, Reply, Turn
from bot.dialogue import Dialogue
from bot.language.aspects import Aspect
from bot.services import Services, Snapshot
from bot.storage.dialogues import MemoryDialogues
from bot.storage.journal import NoJournal
from handlers import choose as handler
from tests.handlers.messages import any_message


def choose(value: str, snapshot: Snapshot) -> Reply:
    """Choose at the beginning of a conversation."""
    services = Services(snapshot, NoJournal(), MemoryDialogues())
    return asyncio.run(handler.choose(value, Turn("test"), Dialogue(), services)).reply


def test_a_choice_is_answered_for_what_was_asked_when_it_was_offered(snapshot: Snapshot) -> None:
    reply = choose("p:1.001193:time+where", snapshot)

    assert (reply.outcome, reply.procedure, reply.aspects) == (
        Outcome.ANSWER,
        "1.001193",
        (Aspect.TIME, Aspect.WHERE),
    )


def test_every_procedure_can_be_chosen(snapshot: Snapshot) -> None:
    for procedure in snapshot.knowledge.procedures:
        value = procedure_choice(procedure.code, "", (Aspect.LEVEL,)).value
        assert choose(value, snapshot).procedure == procedure.code


def test_none_of_the_choices_leads_on_kindly(snapshot: Snapshot) -> None:
    reply = choose("none", snapshot)

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.REFUSE, wording.REPHRASE)


@pytest.mark.parametrize(
    "value",
    ["p:9.999999:where", "p:1.001193:everything", "p:1.001193:where:time", "", "p:", "None", "q:1.001193", "\ud800"],
)
def test_a_stale_or_forged_choice_gets_a_kind_way_on(snapshot: Snapshot, value: str) -> None:
    reply = choose(value, snapshot)

    assert (reply.outcome, reply.blocks[0].text) == (Outcome.REFUSE, wording.NO_SUCH_CHOICE)


def test_a_forged_choice_that_repeats_itself_is_answered_once(snapshot: Snapshot) -> None:
    repeated = choose("p:1.001193:" + "+".join(["where"] * 1000), snapshot)

    assert repeated.blocks == choose("p:1.001193:where", snapshot).blocks


@given(value=any_message)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_is_answered_or_refused(snapshot: Snapshot, value: str) -> None:
    assert choose(value, snapshot).outcome in Outcome
