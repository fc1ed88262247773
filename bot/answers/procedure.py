"""The answer about one procedure: what was asked first, in one sentence; then the facts; then the source."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from bot.answers import facts, wording
from bot.conversation import Block, Link, Outcome, Reply, Style
from bot.knowledge.models import Procedure
from bot.knowledge.places import PROVINCE, Locality, OfficeRow, Places
from bot.knowledge.titles import capitalised
from bot.knowledge.values import LevelsBasis, Postal, ServiceLevel
from bot.knowledge.ways import ways_of
from bot.language.aspects import Aspect


@dataclass(frozen=True, slots=True)
class Where:
    """Where a person lives, and what is known of offices there."""

    place: Locality | None = None
    places: Places = field(default_factory=Places)

    def offices(self, procedure: Procedure) -> list[OfficeRow]:
        """Return what is known of the offices that take the dossier."""
        communes = [
            self.place.commune if self.place and receiver in wording.OFFICES_IN else PROVINCE
            for receiver in procedure.receivers
        ]
        known = (self.places.office(*pair) for pair in zip(procedure.receivers, communes, strict=True))
        return [office for office in known if office]


def answer(
    procedure: Procedure,
    aspects: tuple[Aspect, ...] = (),
    candidates: tuple[str, ...] = (),
    where: Where = Where(),
    *,
    brief: bool = False,
) -> Reply:
    """Return the whole answer about `procedure` for what was asked; `candidates` are passed on.

    A `brief` one leaves out the facts that were just shown.
    """
    maps = (Link(wording.MAP_LINK, office.map_url) for office in where.offices(procedure) if office.map_url)
    return Reply(
        blocks=tuple(_blocks(procedure, aspects, where, brief=brief)),
        outcome=Outcome.ANSWER,
        links=(link(procedure), *maps),
        procedure=procedure.code,
        candidates=candidates or (procedure.code,),
        aspects=aspects,
    )


def link(procedure: Procedure) -> Link:
    """Return the procedure's official page, or the portal's front page where no page of its own is known."""
    if procedure.url:
        return Link(wording.PROCEDURE_LINK, procedure.url)
    return Link(wording.PORTAL_LABEL, wording.PORTAL)


def _blocks(procedure: Procedure, aspects: tuple[Aspect, ...], where: Where, *, brief: bool) -> Iterator[Block]:
    for aspect in aspects or (Aspect.WHERE,):
        yield Block(Style.LEAD, lead(procedure, aspect, where.place))
    yield Block(Style.TITLE, wording.TITLE.format(title=procedure.title, code=procedure.code))
    if not brief:
        yield from fact_blocks(procedure, where.place)
    for office in where.offices(procedure):
        yield Block(Style.FACT, _office_line(office), wording.LABEL_OFFICE)
    for note in notes(procedure, aspects or (Aspect.WHERE,), where):
        yield Block(Style.NOTE, note)


def _office_line(office: OfficeRow) -> str:
    known = (
        (wording.OFFICE_AT, {"address": office.address}),
        (wording.OFFICE_HOURS, {"hours": office.hours}),
        (wording.OFFICE_TELEPHONE, {"telephone": office.telephone}),
    )
    return ". ".join(text.format(**values) for text, values in known if all(values.values()))


def lead(procedure: Procedure, aspect: Aspect, place: Locality | None = None) -> str:
    """Return what the person asked, answered in one or two short sentences."""
    if aspect is Aspect.WHERE:
        return _where_lead(procedure, place)
    answered = _LEADS[aspect](procedure) if aspect in _LEADS else ""
    return answered or wording.NOT_IN_DATA.format(what=wording.NOT_IN_DATA_WHAT[aspect])


def _where_lead(procedure: Procedure, place: Locality | None) -> str:
    """Say first that the person need not go, where the source lists another way."""
    where = facts.where(procedure, place)
    ways = ways_of(procedure)
    if not ways:
        return wording.FILED_AT.format(where=where)
    return f"{wording.NO_NEED[ways]} {wording.IN_PERSON.format(where=where)}"


def _link_lead(procedure: Procedure) -> str:
    if not procedure.url:
        return wording.LINK_LEAD_NONE
    return wording.LINK_LEAD if procedure.service_level.is_online else wording.LINK_LEAD_READ_ONLY


def _time_lead(procedure: Procedure) -> str:
    time = facts.time(procedure)
    return wording.TIME_LEAD.format(time=time) if time else wording.TIME_LEAD_UNKNOWN


def _who_lead(procedure: Procedure) -> str:
    applicants = facts.applicants(procedure)
    return wording.WHO_LEAD.format(applicants=applicants) if applicants else ""


# The rest is not in the data, which `lead` says.
_LEADS: dict[Aspect, Callable[[Procedure], str]] = {
    Aspect.LEVEL: lambda procedure: wording.LEVEL_LEADS[procedure.service_level],
    Aspect.POSTAL: lambda procedure: wording.POSTAL_LEADS[procedure.postal],
    Aspect.TIME: _time_lead,
    Aspect.LINK: _link_lead,
    Aspect.STATUS: lambda _: wording.STATUS_LEAD,
    Aspect.WHO: _who_lead,
}


def fact_blocks(procedure: Procedure, place: Locality | None = None) -> Iterator[Block]:
    """Yield the short lines that follow the lead."""
    yield _fact(wording.LABEL_LEVEL, wording.LEVELS[procedure.service_level])
    yield _fact(wording.LABEL_POSTAL, wording.POSTAL[procedure.postal])
    yield _fact(wording.LABEL_WHERE, facts.where(procedure, place))
    yield _fact(wording.LABEL_TIME, facts.time(procedure) or wording.TIME_UNKNOWN)


def more_fact_blocks(procedure: Procedure) -> Iterator[Block]:
    """Yield the facts that only the procedure's own page shows."""
    more = (
        (wording.LABEL_AGENCY, procedure.agency),
        (wording.LABEL_AGENCY_BEFORE, procedure.agency_before_2025_07),
        (wording.LABEL_RESULT, procedure.result),
        (wording.LABEL_APPLICANTS, facts.applicants(procedure)),
        (wording.LABEL_FIELD, procedure.field),
    )
    for label, text in more:
        if text:
            yield _fact(label, text)


def notes(procedure: Procedure, aspects: Iterable[Aspect], where: Where = Where()) -> Iterator[str]:
    """Yield what limits the answer, and its source."""
    if Aspect.WHERE in aspects:
        if procedure.service_level is ServiceLevel.UNKNOWN and procedure.postal is Postal.UNKNOWN:
            yield wording.WAYS_UNKNOWN
        elif procedure.service_level.is_online and procedure.service_level is not ServiceLevel.FULL:
            yield wording.MAYBE_VISIT
        if procedure.levels_basis is LevelsBasis.INFERRED:
            yield wording.LEVELS_INFERRED
        if "huyện" in procedure.agency_before_2025_07.lower():
            yield wording.DISTRICT_GONE.format(agency=procedure.agency_before_2025_07)
        if not where.offices(procedure):
            yield wording.ADDRESS_UNKNOWN
    yield facts.source(procedure)


def _fact(label: str, text: str) -> Block:
    return Block(Style.FACT, capitalised(text), label)
