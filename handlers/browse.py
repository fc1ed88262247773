"""Looking around without a name for it: by life event, field, office, level, and what others ask."""

from collections import Counter
from collections.abc import Callable, Sequence

from bot.answers import replies, wording
from bot.answers.choices import BROWSE, EVENT, choice, paged
from bot.conversation import Choice, Reply
from bot.dialogue import Dialogue
from bot.knowledge.models import Procedure
from bot.knowledge.titles import capitalised
from bot.knowledge.values import Postal, Receiver, ServiceLevel
from bot.services import Services, Snapshot
from handlers.step import Step, aside

MOST_ASKED_DAYS = 30
MOST_ASKED = 10
Filter = Callable[[Procedure], bool]


async def browse(rest: str, dialogue: Dialogue, services: Services) -> Step:
    """Show the page that `rest` names: "" the ways to look, else kind and numbers parted by dots.

    Raises KeyError or ValueError for anything else.
    """
    snapshot = services.snapshot
    kind, *numbers = rest.split(".")
    if kind == "top":
        return aside(await _most_asked(services), dialogue)
    pages: dict[str, Callable[..., Reply]] = {
        "": lambda: replies.ask_back(wording.BROWSE, _ways()),
        "events": lambda page: _events(int(page), snapshot),
        "offices": lambda page: _kinds("o", wording.BROWSE_BY_OFFICE, Receiver, wording.OFFICES, int(page)),
        "levels": lambda page: _kinds("l", wording.BROWSE_BY_LEVEL, ServiceLevel, wording.LEVEL_NAMES, int(page)),
        "in": lambda which, page: _fields(which, int(page), snapshot),
        "of": lambda which, field, page: _procedures(which, int(field), int(page), snapshot),
    }
    if kind not in pages:
        raise ValueError(rest)
    try:
        return aside(pages[kind](*numbers), dialogue)
    except (TypeError, IndexError) as error:  # too few numbers, or one beyond the lists
        raise ValueError(rest) from error


def event(rest: str, dialogue: Dialogue, snapshot: Snapshot) -> Step:
    """Ask which of a life event's procedures is wanted; raises KeyError if it is not known."""
    found = snapshot.knowledge.event_by_id[rest]
    offered = [snapshot.knowledge.by_code[one.code] for one in found.procedures]
    return aside(replies.ask_event(found, offered, (), tuple(one.code for one in found.procedures)), dialogue)


def _ways() -> list[Choice]:
    ways = {
        "events.0": wording.BROWSE_EVENTS,
        "in.all.0": wording.BROWSE_FIELDS,
        "offices.0": wording.BROWSE_OFFICES,
        "levels.0": wording.BROWSE_LEVELS,
        "top": wording.BROWSE_TOP,
        "in.post.0": wording.BROWSE_POSTAL,
        "in.online.0": wording.BROWSE_ONLINE,
    }
    return [choice(BROWSE, rest, label) for rest, label in ways.items()]


def _events(page: int, snapshot: Snapshot) -> Reply:
    choices = [choice(EVENT, event.id, event.title) for event in snapshot.knowledge.events]
    return _list(wording.BROWSE_BY_EVENT, choices, page, "events.{}")


def _kinds(
    letter: str,
    question: str,
    kinds: type[Receiver] | type[ServiceLevel],
    names: dict[Receiver, str] | dict[ServiceLevel, str],
    page: int,
) -> Reply:
    named = {kind.value: name for kind, name in names.items()}
    choices = [choice(BROWSE, f"in.{letter}-{kind}.0", capitalised(name)) for kind, name in named.items()]
    return _list(question, choices, page, "offices.{}" if kinds is Receiver else "levels.{}")


def _fields(which: str, page: int, snapshot: Snapshot) -> Reply:
    """List the fields that have such procedures, first those for which people have the most everyday names."""
    known = _all_fields(snapshot)
    keep = _filter(which)
    found = [procedure for procedure in snapshot.knowledge.procedures if procedure.field and keep(procedure)]
    counted = Counter(procedure.field for procedure in found)
    names: Counter[str] = Counter()
    for procedure in found:
        names[procedure.field] += len(procedure.aliases)
    choices = [
        choice(BROWSE, f"of.{which}.{known.index(field)}.0", f"{field} ({counted[field]})")
        for field in sorted(counted, key=lambda field: (-names[field], field))
    ]
    return _list(wording.BROWSE_BY_FIELD, choices, page, f"in.{which}.{{}}")


def _procedures(which: str, field: int, page: int, snapshot: Snapshot) -> Reply:
    name = _all_fields(snapshot)[field]
    keep = _filter(which)
    found = [one for one in snapshot.knowledge.procedures if one.field == name and keep(one)]
    choices = replies.procedure_choices(sorted(found, key=lambda one: -len(one.aliases)))
    return _list(wording.BROWSE_IN_FIELD.format(field=name), choices, page, f"of.{which}.{field}.{{}}")


async def _most_asked(services: Services) -> Reply:
    known = services.snapshot.knowledge.by_code
    codes = await services.journal.most_asked(MOST_ASKED_DAYS, MOST_ASKED)
    found = [known[code] for code in codes if code in known]
    if not found:
        return replies.ask_back(wording.BROWSE_NOTHING_ASKED, _ways())
    return replies.ask_back(wording.BROWSE_MOST_ASKED, replies.procedure_choices(found))


def _list(question: str, choices: Sequence[Choice], page: int, more: str) -> Reply:
    shown = paged(choices, page, lambda other: choice(BROWSE, more.format(other), wording.BROWSE_MORE))
    return replies.ask_back(question, (*shown, choice(BROWSE, "", wording.BROWSE_BACK)))


def _all_fields(snapshot: Snapshot) -> list[str]:
    return sorted({procedure.field for procedure in snapshot.knowledge.procedures})


def _filter(which: str) -> Filter:
    """Return the test that `which` names; raises ValueError for an unknown one."""
    letter, _, value = which.partition("-")
    if letter == "o":
        receiver = Receiver(value)
        return lambda one: receiver in one.receivers
    if letter == "l":
        level = ServiceLevel(value)
        return lambda one: one.service_level is level
    filters: dict[str, Filter] = {
        "all": lambda _: True,
        "post": lambda one: one.postal is Postal.YES,
        "online": lambda one: one.service_level.is_online,
    }
    if which not in filters:
        raise ValueError(which)
    return filters[which]
