"""Finding one procedure and changing its everyday names, service level or post in place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as field_of_dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm, SignedIn, field
from bot.channels.web.admin.desk import number_of, office_of, overtaken, show
from bot.channels.web.admin.once import once
from bot.channels.web.admin.pages import render
from bot.knowledge.models import Procedure, plain_code
from bot.knowledge.problems import explain
from bot.knowledge.snapshot import Knowledge
from bot.knowledge.values import WORDS, Postal, ServiceLevel, word
from bot.services import Services, Snapshot
from bot.storage.admin_sessions import Session
from bot.storage.versions import OvertakenError

HOME = "/admin/procedures"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)
CHOICES = {"service_level": list(WORDS[ServiceLevel].values()), "postal": list(WORDS[Postal].values())}
MIN_ALIAS_ROWS, MAX_ALIAS_ROWS = 4, 14
PLAIN_FIELDS = ("service_level", "postal", "source", "as_of")


@router.get("")
async def find_page(request: Request, session: SignedIn, q: str = "") -> Response:
    """Find procedures by code or words."""
    services: Services = request.app.state.services
    found = _find(q, services.snapshot) if q.strip() else []
    return render(request, "procedures.html", session, words=words, question=q, found=found)


@router.get("/{code}")
async def edit_page(request: Request, session: SignedIn, code: str) -> Response:
    """Show the form of one procedure, as it is served now."""
    now = await _served(request)
    procedure = now.knowledge.by_code.get(code)
    if not procedure:
        return _nothing(request, session, code)
    return _form(request, session, Draft(procedure, _written(procedure), now.activation))


@router.post("/{code}")
async def edit(request: Request, session: Admin, form: CheckedForm, code: str) -> Response:
    """Examine the change; a sound one is shown with the question whether to put it into service."""
    office, by, now = office_of(request), session.account.name, await _served(request)
    procedure = now.knowledge.by_code.get(code)
    if not procedure:
        return _nothing(request, session, code)
    given, seen = _given(form), number_of(field(form, "active"))
    draft = Draft(procedure, given, seen)
    if error := _lacks_source(procedure, given):
        return _form(request, session, replace(draft, faults={"source": error}))
    try:
        answer = await once((office, code, seen, *given.values(), by), lambda: office.edit(code, given, by, seen))
    except OvertakenError:
        fresh = Draft(procedure, _written(procedure), now.activation)
        error = await overtaken(office, words.EDIT_OVERTAKEN)
        return _form(request, session, replace(fresh, faults={"aliases": error}))
    except ValidationError as refused:
        faults = {str(fault["loc"][0]): explain(fault) for fault in refused.errors()}
        return _form(request, session, replace(draft, faults=faults))
    return await show(request, session, answer, f"{HOME}/{code}")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form shows: a procedure, its fields as given, the activation they are of, and faults by field."""

    procedure: Procedure
    given: Mapping[str, str]
    seen: int
    faults: Mapping[str, str] = field_of_dataclass(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, and by which activation."""

    knowledge: Knowledge
    activation: int


async def _served(request: Request) -> Served:
    """Return what is served now: this process has it in hand but for the seconds after a switch."""
    services: Services = request.app.state.services
    snapshot, active = services.snapshot, await office_of(request).versions.active()
    if snapshot.activation and snapshot.activation == active:
        return Served(snapshot.knowledge, active.id)
    return Served(await office_of(request).knowledge(), active.id if active else 0)


def _find(question: str, snapshot: Snapshot) -> list[Procedure]:
    by_code = snapshot.knowledge.by_code
    try:
        code = plain_code(question)
    except ValueError:
        return [by_code[candidate.code] for candidate in snapshot.search.find(question).candidates]
    return [by_code[code]] if code in by_code else []


def _given(form: FormData) -> dict[str, str]:
    """Return the fields of the form as a table's cells."""
    aliases = [line.strip() for line in field(form, "aliases").replace(";", "\n").splitlines()]
    return {"aliases": ";".join(filter(None, aliases))} | {name: field(form, name) for name in PLAIN_FIELDS}


def _written(procedure: Procedure) -> dict[str, str]:
    return {
        "aliases": ";".join(procedure.aliases),
        "service_level": word(procedure.service_level),
        "postal": word(procedure.postal),
        "source": procedure.source,
        "as_of": procedure.as_of,
    }


def _lacks_source(procedure: Procedure, given: Mapping[str, str]) -> str:
    """Return what to do where a fact was changed and the source it is from was not."""
    before = _written(procedure)
    facts = any(given[name] != before[name] for name in ("service_level", "postal"))
    return words.NEEDS_SOURCE if facts and given["source"].strip() == before["source"] else ""


def _form(request: Request, session: Session, draft: Draft) -> Response:
    return render(
        request,
        "procedure.html",
        session,
        422 if draft.faults else 200,
        words=words,
        procedure=draft.procedure,
        given=draft.given,
        active=draft.seen,
        faults=draft.faults,
        choices=CHOICES,
        alias_rows=min(max(MIN_ALIAS_ROWS, draft.given["aliases"].count(";") + 2), MAX_ALIAS_ROWS),
    )


def _nothing(request: Request, session: Session, code: str) -> Response:
    return render(request, "procedures.html", session, 404, words=words, question=code, found=[])
