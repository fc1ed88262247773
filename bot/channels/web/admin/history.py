"""Versions that were served, and taking one back."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm, SignedIn, field
from bot.channels.web.admin.desk import done_in_words, leave, number_of, office_of, overtaken
from bot.channels.web.admin.pages import render
from bot.knowledge.problems import KnowledgeError
from bot.office import wording
from bot.office.report import Report
from bot.storage.admin_sessions import Session
from bot.storage.versions import OvertakenError

HOME = "/admin/history"
SHOWN = 30
"""Activations listed."""
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def history_page(request: Request, session: SignedIn, done: str = "", version: str = "") -> Response:
    """List every time a version was put into service, newest first."""
    return await _history(request, session, done=done_in_words(done, version))


@router.get("/{written}")
async def version_page(request: Request, session: SignedIn, written: str) -> Response:
    """Show one version: who made it, what it changed, and how to return to it."""
    versions = office_of(request).versions
    version, active = await versions.version(number_of(written)), await versions.active()
    if not version:
        return await _history(request, session, 404, error=words.NO_SUCH_VERSION)
    report = Report.model_validate_json(version.report)
    return render(request, "version.html", session, words=words, version=version, report=report, active=active)


@router.post("/{written}")
async def roll_back(request: Request, session: Admin, form: CheckedForm, written: str) -> Response:
    """Put a version into service again, if what is served is still what the page showed."""
    office, number = office_of(request), number_of(written)
    try:
        await office.roll_back(number, session.account.name, number_of(field(form, "active")))
    except LookupError:
        return await _history(request, session, 404, error=words.NO_SUCH_VERSION)
    except KnowledgeError:
        return await _history(request, session, 409, error=wording.UNREADABLE.format(version=number))
    except OvertakenError:
        active = (await office.base()).activation
        if active.version == number:  # who pressed twice has what was wanted
            return leave(HOME, "rolled_back", number)
        return await _history(request, session, 409, error=await overtaken(office, words.NOT_ROLLED_BACK))
    return leave(HOME, "rolled_back", number)


async def _history(
    request: Request, session: Session, status: int = 200, *, done: str = "", error: str = ""
) -> Response:
    entries = [
        (activation, version, Report.model_validate_json(version.report))
        for activation, version in await office_of(request).versions.history(SHOWN)
    ]
    return render(request, "history.html", session, status, words=words, entries=entries, done=done, error=error)
