"""What a bot really reached, counted beside it in a simple way that knows nothing of how the bot counts."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.small_knowledge import BIRTH, MARRIAGE

WITH_A_WAY = (BIRTH, MARRIAGE)
"""The procedures that can be filed online or by post."""
VIETNAM = timedelta(hours=7)
SILENCE = timedelta(minutes=30)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Person:
    """The desk and link that brought somebody last, the last sign of life, and of what was told in which week."""

    desk: str = ""
    link: tuple[date, str, str] | None = None
    last: datetime = LONG_AGO
    talks: bool = False
    week: date | None = None
    told: set[str] = field(default_factory=set)


class Truth:
    """Counts by day in Vietnam, desk, procedure and event; `now` is a clock that somebody else turns."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.counts: Counter[tuple[date, str, str, str]] = Counter()
        self._people: dict[str, Person] = {}

    def desk_of(self, who: str) -> str:
        """Return the desk that brought somebody last, "" for none."""
        return self._people.get(who, Person()).desk

    def opens(self, who: str, desk: str, code: str) -> None:
        """Somebody opens a page by a desk's link; the same page again is no sign of life."""
        person = self._person(who)
        before = person.desk, sum(self.counts.values())
        self._comes(person, desk, code)
        self._reads(person, code)
        if before != (person.desk, sum(self.counts.values())):
            person.last = self.now

    def follows(self, who: str, desk: str, code: str) -> None:
        """Somebody follows a desk's link into a chat."""
        person = self._person(who)
        self._comes(person, desk, code)
        self._reads(person, code)
        person.last = self.now

    def asks(self, who: str, code: str) -> None:
        """Somebody asks and is answered about a procedure, or is asked back or refused, "" for both."""
        person = self._person(who)
        if not person.talks:
            self._count(person.desk, "", "conversation")
        if code:
            self._count(person.desk, code, "question")
        self._reads(person, code)
        person.talks, person.last = True, self.now

    def greets(self, who: str) -> None:
        """Somebody says hello."""
        self._person(who).last = self.now

    def searches(self, code: str) -> None:
        """Nobody in particular asks on the page for searching."""
        self._count("", code, "question")

    def taps(self, desk: str, code: str) -> None:
        """Somebody opens a procedure's official page."""
        self._count(desk, code, "tap")

    def _person(self, who: str) -> Person:
        person = self._people.setdefault(who, Person())
        if self.now - person.last > SILENCE:
            person.talks = False
        return person

    def _comes(self, person: Person, desk: str, code: str) -> None:
        person.desk = desk
        if person.link != (self._day, desk, code):
            person.link = self._day, desk, code
            self._count(desk, code, "scan")

    def _reads(self, person: Person, code: str) -> None:
        monday = self._day - timedelta(days=self._day.weekday())
        if person.week != monday:
            person.week, person.told = monday, set()
        if code not in WITH_A_WAY or code in person.told:
            return
        if not person.told:
            self._count(person.desk, "", "told")
        person.told.add(code)
        self._count(person.desk, code, "told_of")

    @property
    def _day(self) -> date:
        return (self.now + VIETNAM).date()

    def _count(self, desk: str, code: str, event: str) -> None:
        self.counts[self._day, desk, code, event] += 1
