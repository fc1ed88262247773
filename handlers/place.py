"""Where somebody lives: picked from lists, typed in any spelling, or named within a question."""

from dataclasses import replace

from bot.answers import replies, wording
from bot.answers.choices import PAGE, PLACE, choice, paged
from bot.conversation import Block, Outcome, Reply, Style
from bot.dialogue import Dialogue
from bot.knowledge.places import Locality
from bot.knowledge.titles import capitalised
from bot.language.aspects import Aspect
from bot.services import Snapshot
from handlers.answer import answer
from handlers.step import Step

SKIP = "skip"


def pick(rest: str, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Go on picking: "" asks for the former district, "d.<number>.<page>" for its communes, else it is a place's id.

    Raises LookupError or ValueError for anything else.
    """
    if rest == SKIP:
        return Step(replies.plain(wording.PLACE_SKIPPED), replace(dialogue, waits_for_place=False))
    if not rest:
        return Step(_districts(snapshot), replace(dialogue, place_was_asked=True))
    if rest.startswith("d."):
        _, number, page = rest.split(".")
        return Step(_communes(int(number), int(page), snapshot), dialogue)
    return settle(snapshot.knowledge.places.by_id[rest], dialogue, snapshot)


def settle(place: Locality, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Remember the place, and say where to file what the conversation is about, if it is about anything."""
    known = replace(dialogue, place=place.id, place_was_asked=True, waits_for_place=False)
    now = Block(Style.NOTE, wording.PLACE_NOW.format(place=capitalised(place.name), commune=place.commune))
    moved = [now] if place.former_commune and place.former_commune != place.commune else []
    if known.procedure in snapshot.knowledge.by_code:
        step = answer(known.procedure, (Aspect.WHERE,), known, snapshot)
        return replace(step, reply=replace(step.reply, blocks=(*step.reply.blocks, *moved)))
    noted = Block(Style.TEXT, wording.PLACE_NOTED.format(place=place.name))
    return Step(Reply((noted, *moved), Outcome.CHITCHAT), known)


def told(places: tuple[Locality, ...], dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Settle on the one place that was named, or ask which of several."""
    if len(places) == 1:
        return settle(places[0], dialogue, snapshot)
    districts = list(snapshot.knowledge.places.districts.values())
    if places in districts:
        return Step(_communes(districts.index(places), 0, snapshot), replace(dialogue, place_was_asked=True))
    return Step(which(places), replace(dialogue, place_was_asked=True, waits_for_place=True))


def unknown(dialogue: Dialogue) -> Step:
    """Say that no such place is known, with the lists one tap away."""
    choices = (choice(PLACE, "", wording.PICK_PLACE), choice(PLACE, SKIP, wording.PLACE_SKIP))
    reply = replies.ask_back(wording.PLACE_UNKNOWN, choices)
    return Step(reply, replace(dialogue, waits_for_place=True))


def _districts(snapshot: Snapshot) -> Reply:
    districts = snapshot.knowledge.places.districts
    choices = [choice(PLACE, f"d.{number}.0", capitalised(name)) for number, name in enumerate(districts)]
    return replies.ask_back(wording.PICK_DISTRICT, choices)


def _communes(number: int, page: int, snapshot: Snapshot) -> Reply:
    if number < 0:
        raise IndexError(number)
    district, communes = list(snapshot.knowledge.places.districts.items())[number]
    choices = [choice(PLACE, place.id, capitalised(place.former_commune)) for place in communes]
    shown = paged(choices, page, lambda other: choice(PLACE, f"d.{number}.{other}", wording.BROWSE_MORE))
    return replies.ask_back(wording.PICK_COMMUNE.format(district=district), shown)


def which(places: tuple[Locality, ...]) -> Reply:
    """Ask in which of `places` somebody lives."""
    choices = [choice(PLACE, place.id, capitalised(place.name)) for place in places[:PAGE]]
    question = wording.WHICH_PLACE if len(places) <= PAGE else wording.WHICH_OF_MANY
    return replies.ask_back(question, (*choices, choice(PLACE, "", wording.PICK_PLACE)))
