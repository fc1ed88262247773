import pytest

from bot.answers import wording
from bot.answers.procedure import _LEADS
from bot.knowledge.values import Postal, ServiceLevel
from bot.language.aspects import Aspect

SENTENCES = {name: text for name, text in vars(wording).items() if name.isupper() and isinstance(text, str)}


def test_every_level_and_every_postal_value_has_a_fact_and_a_sentence() -> None:
    assert set(wording.LEVELS) == set(wording.LEVEL_LEADS) == set(ServiceLevel)
    assert set(wording.POSTAL) == set(wording.POSTAL_LEADS) == set(Postal)


def test_every_aspect_that_may_be_without_an_answer_has_words_for_that() -> None:
    assert set(Aspect) - set(_LEADS) - {Aspect.WHERE} <= set(wording.NOT_IN_DATA_WHAT)


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_the_bot_is_polite_and_calls_the_person_by_one_name(name: str) -> None:
    words = SENTENCES[name].lower().replace(",", " ").replace(".", " ").split()

    assert not {"bạn", "mày", "quý", "ông/bà", "mình"} & set(words)
