"""What the rooms of the knowledge base share: the office, files in and out, and what is said of them."""

from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.pages import render
from bot.office.office import Answer, Office
from bot.office.submission import Upload
from bot.services import Services
from bot.storage.admin_sessions import Session
from bot.storage.outreach import Outreach

LOAD = "/admin/knowledge"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_PROBLEMS = 20
_DIGITS_OF_NUMBER = 9


def office_of(request: Request) -> Office:
    """Return the knowledge office of the application."""
    services: Services = request.app.state.services
    assert services.office  # noqa: S101  there is one wherever there is an admin room
    return services.office


def outreach_of(request: Request) -> Outreach:
    """Return what is kept about desks and what they reach."""
    services: Services = request.app.state.services
    assert services.outreach  # noqa: S101  there is one wherever officials sign in
    return services.outreach


async def show(request: Request, session: Session, answer: Answer, again: str = LOAD) -> Response:
    """Lead to the candidate of a sound load; show the faults of any other, and `again` to try once more."""
    if answer.candidate:
        return RedirectResponse(f"{LOAD}/candidates/{answer.candidate}", status_code=303)
    if answer.report.is_sound:
        return render(request, "nothing_new.html", session, words=words, again=again)
    marked = await office_of(request).versions.keep_download(answer.marked) if answer.marked else ""
    problems = answer.report.problems
    return render(
        request,
        "load_refused.html",
        session,
        422,
        words=words,
        count=len(problems),
        shown=problems[:SHOWN_PROBLEMS],
        marked=marked,
        again=again,
    )


async def overtaken(office: Office, sentence: str) -> str:
    """Return a sentence with who was first, and with what."""
    active = (await office.base()).activation
    return sentence.format(by=active.by, version=active.version)


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


def done_in_words(done: str, version: str) -> str:
    """Return what was done; only sentences of ours are ever shown, whatever the address says."""
    return words.DONE.get(done, "").format(version=number_of(version))


def number_of(written: str) -> int:
    """Return a number from an address or form; 0, which no version has, for anything else."""
    return int(written) if written.isdecimal() and len(written) <= _DIGITS_OF_NUMBER else 0
