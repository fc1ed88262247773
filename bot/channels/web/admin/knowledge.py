"""Loading the knowledge base: send a file, read what is wrong or what changes, say yes."""

import asyncio
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from bot.channels.web.admin import access
from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm, SignedIn, field
from bot.channels.web.admin.pages import render
from bot.office import wording
from bot.office.exporting import export
from bot.office.office import Answer, Office
from bot.office.report import Report
from bot.office.submission import Upload
from bot.services import Services
from bot.storage.admin_sessions import Session
from bot.storage.versions import OvertakenError

HOME = "/admin/knowledge"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_PROBLEMS = 20
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


def office_of(request: Request) -> Office:
    """Return the knowledge office of the application."""
    services: Services = request.app.state.services
    assert services.office  # noqa: S101  there is one wherever there is an admin room
    return services.office


@router.get("")
async def load_page(request: Request, session: SignedIn, done: str = "", version: int = 0) -> Response:
    """Show what is served, and the forms to get and send it."""
    return await _load_page(request, session, done=done_in_words(done, version))


@router.post("")
async def upload(request: Request, session: Admin, form: CheckedForm) -> Response:
    """Examine a file and show what was found."""
    file = await uploaded(form)
    if not file:
        return await _load_page(request, session, 422, error=words.NO_FILE)
    answer = await office_of(request).examine([file], session.account.name)
    return await show(request, session, answer)


async def show(request: Request, session: Session, answer: Answer) -> Response:
    """Lead to the candidate of a sound load; show the faults of any other."""
    if answer.candidate:
        return RedirectResponse(f"{HOME}/candidates/{answer.candidate}", status_code=303)
    if answer.report.is_sound:
        return render(request, "nothing_new.html", session, words=words)
    marked = await office_of(request).versions.keep_download(answer.marked) if answer.marked else ""
    shown = answer.report.problems[:SHOWN_PROBLEMS]
    return render(
        request, "load_refused.html", session, 422, words=words, report=answer.report, shown=shown, marked=marked
    )


@router.get("/candidates/{name}")
async def candidate_page(request: Request, session: SignedIn, name: str) -> Response:
    """Show what a sound load would change, with the question whether to put it into service."""
    candidate = await office_of(request).versions.candidate(name)
    if not candidate:
        return await _load_page(request, session, 404, error=words.GONE)
    report = Report.model_validate_json(candidate.report)
    return render(request, "candidate.html", session, words=words, candidate=candidate, report=report)


@router.post("/candidates/{name}")
async def decide(request: Request, session: Admin, form: CheckedForm, name: str) -> Response:
    """Put a candidate into service, or leave it."""
    office, audit = office_of(request), access.records_of(request).audit
    if field(form, "decision") != "accept":
        await office.versions.discard(name)
        return leave(HOME, "discarded")
    try:
        number = await office.accept(name, session.account.name)
    except LookupError:
        return await _load_page(request, session, 404, error=words.GONE)
    except OvertakenError:
        return await _load_page(request, session, 409, error=await overtaken(office))
    await audit.note(session.account.name, "accept", str(number))
    return leave(HOME, "accepted", number)


@router.get("/export.xlsx")
async def download(request: Request, session: SignedIn, version: int | None = None) -> Response:
    """Give the Excel of what is served, or of an earlier version."""
    office = office_of(request)
    kept = await office.versions.version(version) if version else None
    files = await office.versions.files_of(kept) if kept else (await office.base())[1]
    active = await office.versions.active()
    number = kept.number if kept else active.version if active else 0
    return attachment(await asyncio.to_thread(export, files), f"thu-tuc-phien-ban-{number}.xlsx")


@router.get("/files/{token}.xlsx")
async def kept_file(request: Request, session: SignedIn, token: str, name: str = "loi") -> Response:
    """Give a file that was made for an admin shortly before."""
    data = await office_of(request).versions.download(token)
    if data is None:
        return await _load_page(request, session, 404, error=words.GONE_FILE)
    return attachment(data, f"{name}.xlsx")


async def overtaken(office: Office) -> str:
    """Return who was first, in words."""
    active, _ = await office.base()
    return wording.OVERTAKEN.format(by=active.by, version=active.version)


async def uploaded(form: FormData) -> Upload | None:
    """Return the file of a form's field `file`; None if none was chosen."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    return Upload(file.filename, await file.read())


def attachment(data: bytes, name: str) -> Response:
    """Return an Excel file for the browser to save."""
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=EXCEL, headers={"Content-Disposition": disposition})


def leave(path: str, done: str, version: int = 0) -> Response:
    """Lead to a page that says what was done."""
    return RedirectResponse(f"{path}?done={done}&version={version}", status_code=303)


def done_in_words(done: str, version: int) -> str:
    """Return what was done; only sentences of ours are ever shown, whatever the address says."""
    return words.DONE.get(done, "").format(version=version)


async def _load_page(
    request: Request, session: Session, status: int = 200, *, done: str = "", error: str = ""
) -> Response:
    services: Services = request.app.state.services
    active = await office_of(request).versions.active()
    count = len(services.snapshot.knowledge.procedures)
    return render(
        request, "knowledge.html", session, status, words=words, active=active, count=count, done=done, error=error
    )
