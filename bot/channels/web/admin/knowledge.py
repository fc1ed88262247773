"""Loading the knowledge base: send a file, read what is wrong or what changes, say yes."""

import asyncio

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm, SignedIn, field
from bot.channels.web.admin.desk import (
    LOAD,
    SHOWN_PROBLEMS,
    attachment,
    done_in_words,
    leave,
    number_of,
    office_of,
    overtaken,
    show,
    uploaded,
)
from bot.channels.web.admin.once import once
from bot.channels.web.admin.pages import render
from bot.office import wording
from bot.office.exporting import export
from bot.office.report import Report
from bot.services import Services
from bot.storage.admin_sessions import Session
from bot.storage.versions import OvertakenError, checksum

HOME = LOAD
FILE_NAMES = ("loi", "ra-soat")
"""What files made for an admin are called when saved; the first unless the address says another of these."""
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def load_page(request: Request, session: SignedIn, done: str = "", version: str = "") -> Response:
    """Show what is served, and the forms to get and send it."""
    return await _load_page(request, session, done=done_in_words(done, version))


@router.post("")
async def upload(request: Request, session: Admin, form: CheckedForm) -> Response:
    """Examine a file and show what was found."""
    file = await uploaded(form)
    if not file:
        return await _load_page(request, session, 422, error=words.NO_FILE)
    office, by = office_of(request), session.account.name
    answer = await once((office, file, by), lambda: office.examine([file], by))
    return await show(request, session, answer)


@router.get("/candidates/{name}")
async def candidate_page(request: Request, session: SignedIn, name: str) -> Response:
    """Show what a sound load would change, with the question whether to put it into service."""
    office = office_of(request)
    candidate = await office.versions.candidate(name)
    if not candidate:
        return await _load_page(request, session, 404, error=words.GONE)
    report = Report.model_validate_json(candidate.report)
    content = checksum(await office.versions.files_of(candidate))
    return render(
        request,
        "candidate.html",
        session,
        words=words,
        candidate=candidate,
        report=report,
        checksum=content,
        audience=await office.audience(candidate),
        warnings=SHOWN_PROBLEMS,
    )


@router.post("/candidates/{name}")
async def decide(request: Request, session: Admin, form: CheckedForm, name: str) -> Response:
    """Put a candidate into service, or leave it."""
    office = office_of(request)
    if field(form, "decision") != "accept":
        await office.versions.discard(name)
        return leave(HOME, "discarded")
    try:
        number = await office.accept(name, session.account.name)
    except LookupError:
        return await _gone(request, session, field(form, "checksum"))
    except OvertakenError:
        return await _load_page(request, session, 409, error=await overtaken(office, wording.OVERTAKEN))
    return leave(HOME, "accepted", number)


async def _gone(request: Request, session: Session, content: str) -> Response:
    """Say that a candidate is gone, or that it is served already: who pressed twice has what was wanted."""
    versions = office_of(request).versions
    active, same = await versions.active(), await versions.with_checksum(content)
    if active and same and active.version == same.number:
        return leave(HOME, "accepted", same.number)
    return await _load_page(request, session, 404, error=words.GONE)


@router.get("/export.xlsx")
async def download(request: Request, session: SignedIn, version: str = "") -> Response:
    """Give the Excel of what is served, or of an earlier version."""
    office = office_of(request)
    number = number_of(version) if version else (await office.base()).activation.version
    kept = await office.versions.version(number)
    if not kept:
        return await _load_page(request, session, 404, error=words.NO_SUCH_VERSION)
    workbook = await asyncio.to_thread(export, await office.versions.files_of(kept))
    return attachment(workbook, f"thu-tuc-phien-ban-{number}.xlsx")


@router.get("/files/{token}.xlsx")
async def kept_file(request: Request, session: SignedIn, token: str, name: str = "") -> Response:
    """Give a file that was made for an admin shortly before."""
    data = await office_of(request).versions.download(token)
    if data is None:
        return await _load_page(request, session, 404, error=words.GONE_FILE)
    return attachment(data, f"{name if name in FILE_NAMES else FILE_NAMES[0]}.xlsx")


async def _load_page(
    request: Request, session: Session, status: int = 200, *, done: str = "", error: str = ""
) -> Response:
    services: Services = request.app.state.services
    active = await office_of(request).versions.active()
    count = len(services.snapshot.knowledge.procedures)
    return render(
        request, "knowledge.html", session, status, words=words, active=active, count=count, done=done, error=error
    )
