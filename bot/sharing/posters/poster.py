"""What a poster or a card says, whatever its size: in general, or about one procedure as its data has it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers import facts
from bot.answers import wording as answers
from bot.answers.labels import plain_title
from bot.knowledge.models import Procedure
from bot.knowledge.titles import capitalised
from bot.knowledge.values import LevelsBasis, Postal, ServiceLevel
from bot.sharing.posters import wording
from bot.sharing.posters.icons import Icon

MOST_POINTS = 3


@dataclass(frozen=True, slots=True)
class Point:
    """One of at most three things beside the code: a question, or a `label` and the `text` that answers it."""

    icon: Icon
    label: str
    text: str = ""

    @property
    def line(self) -> str:
        """Both in one line."""
        between = " " if self.label.endswith("?") else ": "
        return f"{self.label}{between}{self.text}" if self.text else self.label


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of one poster; `address` is what the code holds, `shown` the same as it is printed and typed."""

    headline: str
    subline: str
    address: str
    shown: str
    office: str = ""
    desk: str = ""
    points: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()


QUESTIONS = (
    Point(Icon.ONLINE, wording.ASK_ONLINE),
    Point(Icon.POSTAL, wording.ASK_POSTAL),
    Point(Icon.WHERE, wording.ASK_WHERE),
)


def general(address: str, shown: str, office: str = "", desk: str = "") -> Poster:
    """Return the poster for any question; `desk` is the desk's name, "Quầy 5"."""
    return Poster(
        wording.HEADLINE, wording.SUBLINE, address, shown, office, desk, QUESTIONS, notes=(wording.NOT_SCANNED,)
    )


def for_procedure(procedure: Procedure, address: str, shown: str, office: str = "", desk: str = "") -> Poster:
    """Return the poster for one procedure, which promises no more than the data says and names its source."""
    return Poster(
        plain_title(procedure.title),
        promise(procedure),
        address,
        shown,
        office,
        desk,
        tuple(_points(procedure))[:MOST_POINTS],
        tuple(_notes(procedure)),
    )


def promise(procedure: Procedure) -> str:
    """Return what a passer-by gains, or where there is nothing to promise, what the code is good for."""
    match procedure.service_level, procedure.postal:
        case ServiceLevel.FULL, _:
            return wording.ALL_ONLINE
        case ServiceLevel.PARTIAL, _:
            return wording.PART_ONLINE
        case ServiceLevel.ONLINE, _:
            return wording.FROM_HOME
        case _, Postal.YES:
            return wording.BY_POST
        case _:
            return wording.NOT_PROMISED


def _points(procedure: Procedure) -> Iterator[Point]:
    """Yield the ways of filing that the data has, and where it has few, who helps; what it lacks is left to the bot."""
    if procedure.service_level in wording.ONLINE:
        yield Point(Icon.ONLINE, wording.LABEL_ONLINE, wording.ONLINE[procedure.service_level])
    if procedure.postal in wording.POSTAL:
        yield Point(Icon.POSTAL, wording.LABEL_POSTAL, wording.POSTAL[procedure.postal])
    yield Point(Icon.WHERE, wording.LABEL_WHERE, capitalised(facts.where(procedure)))
    yield Point(Icon.HELP, wording.LABEL_HELP, wording.HELP)


def _notes(procedure: Procedure) -> Iterator[str]:
    """Yield what limits the promise, and the source and date of the data."""
    if procedure.service_level in (ServiceLevel.PARTIAL, ServiceLevel.ONLINE):
        yield answers.MAYBE_VISIT
    if procedure.levels_basis is LevelsBasis.INFERRED:
        yield answers.LEVELS_INFERRED
    yield f"{wording.CODE.format(code=procedure.code)} {facts.source(procedure)}"
