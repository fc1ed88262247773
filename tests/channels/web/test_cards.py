import pytest

from bot.answers.procedure import lead
from bot.channels.web.cards import card, cards
from bot.knowledge.snapshot import Knowledge
from bot.language.aspects import Aspect


def test_the_first_three_facts_are_the_three_answers(knowledge: Knowledge) -> None:
    made = card(knowledge.by_code["1.001193"])

    assert [(fact.label, saves) for fact, saves in made.answers] == [
        ("Qua mạng", True),
        ("Bưu điện", True),
        ("Nơi nộp trực tiếp", False),
    ]


@pytest.mark.parametrize("level", ["full", "partial", "online", "offline", "unknown"])
def test_only_a_way_that_the_source_lists_gets_a_good_badge(knowledge: Knowledge, level: str) -> None:
    procedure = next(one for one in knowledge.procedures if one.service_level.value == level)

    good = [badge.text for badge in card(procedure).badges if badge.good]

    assert len(good) == procedure.service_level.is_online + (procedure.postal.value == "yes")


def test_a_list_tells_its_procedures_apart_in_few_words(knowledge: Knowledge) -> None:
    codes = [one.code for one in sorted(knowledge.procedures, key=lambda one: -len(one.title))[:10]]

    titles = [made.title for made in cards(codes, knowledge)]

    assert len(set(titles)) == 10
    assert max(map(len, titles)) < 130


def test_the_lead_answers_what_was_asked(knowledge: Knowledge) -> None:
    procedure = knowledge.by_code["1.001193"]
    leads = {aspect: cards([procedure.code], knowledge, aspect)[0].lead for aspect in (Aspect.WHERE, Aspect.POSTAL)}

    assert leads == {aspect: lead(procedure, aspect) for aspect in leads}
    assert len(set(leads.values())) == 2


def test_a_code_that_is_gone_is_left_out(knowledge: Knowledge) -> None:
    assert [made.code for made in cards(["9.999999", "1.001193"], knowledge)] == ["1.001193"]
