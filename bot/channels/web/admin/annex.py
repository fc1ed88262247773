"""Official lists: send an annex, get the review workbook, send it back reviewed."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web.admin import office_texts as words
from bot.channels.web.admin.access import Admin, CheckedForm
from bot.channels.web.admin.desk import office_of, show, uploaded
from bot.channels.web.admin.once import once
from bot.channels.web.admin.pages import render
from bot.office.office import Answer
from bot.office.report import Report

HOME = "/admin/annex"
router = APIRouter(prefix=HOME, default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
async def annex_page(request: Request, session: Admin) -> Response:
    """Show both steps."""
    return render(request, "annex.html", session, words=words)


@router.post("/start")
async def start(request: Request, session: Admin, form: CheckedForm) -> Response:
    """Match an annex and offer its review workbook."""
    annex = await uploaded(form)
    if not annex:
        return render(request, "annex.html", session, 422, words=words, error=words.NO_FILE)
    office = office_of(request)
    review = await once((office, "start", annex), lambda: office.start_import(annex))
    if review.problems:
        return await show(request, session, Answer(Report(problems=review.problems)), HOME)
    token = await office.versions.keep_download(review.workbook)
    return render(request, "annex.html", session, words=words, review=review, token=token)


@router.post("/finish")
async def finish(request: Request, session: Admin, form: CheckedForm) -> Response:
    """Examine a reviewed workbook like any load."""
    reviewed = await uploaded(form)
    if not reviewed:
        return render(request, "annex.html", session, 422, words=words, error=words.NO_FILE)
    office, by = office_of(request), session.account.name
    answer = await once((office, "finish", reviewed, by), lambda: office.finish_import(reviewed, by))
    return await show(request, session, answer, HOME)
