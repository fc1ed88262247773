import pytest

from bot.answers import ways, wording
from bot.conversation import Style
from tests.answers.samples import birth


def test_only_what_the_source_lists_is_offered() -> None:
    assert ways.available(birth()) == {"online": wording.HOW_ONLINE, "post": wording.HOW_POSTAL}
    assert ways.available(birth(service_level="chưa rõ", postal="không")) == {}


@pytest.mark.parametrize(("way", "steps"), [("online", wording.ONLINE_STEPS), ("post", wording.POSTAL_STEPS)])
def test_the_steps_come_in_order_with_source_and_link(way: str, steps: tuple[str, ...]) -> None:
    reply = ways.steps(birth(), way)

    assert tuple(block.text for block in reply.blocks if block.style is Style.TEXT) == steps
    assert reply.links[0].url == birth().url
    assert reply.blocks[-1].text.startswith("Nguồn: ")


@pytest.mark.parametrize(
    ("way", "facts"), [("online", {"service_level": "chưa rõ"}), ("post", {"postal": "không"}), ("x", {})]
)
def test_a_way_that_is_not_listed_is_not_explained(way: str, facts: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        ways.steps(birth(**facts), way)
