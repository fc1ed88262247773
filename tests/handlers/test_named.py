from bot.answers.choices import FOLLOW, read_choice
from bot.conversation import Outcome
from bot.dialogue import Dialogue
from bot.services import Services
from handlers.named import asking, named


async def test_what_is_named_is_answered(services: Services) -> None:
    step = await named("đăng ký khai sinh", Dialogue(), services)

    assert (step.reply.outcome, step.reply.procedure) == (Outcome.ANSWER, "1.001193")


async def test_where_several_may_be_meant_the_choices_lead_to_what_is_wanted(services: Services) -> None:
    step = await named("đất đai", Dialogue(), services)
    offered = [choice.value for choice in step.reply.choices if choice.value.startswith("p:")]
    assert offered
    assert not step.reply.procedure

    wanted = [choice.value for choice in asking(step, FOLLOW).reply.choices if choice.value.startswith(f"{FOLLOW}:")]

    assert wanted == [f"{FOLLOW}:{read_choice(value)[0]}" for value in offered]
    assert asking(step, FOLLOW).dialogue == step.dialogue
