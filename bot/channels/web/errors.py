"""What is not there or failed: a kind page, for the API one sentence as JSON."""

from http import HTTPStatus

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.answers import wording
from bot.channels.web import texts
from bot.channels.web.rendering import render

WEBHOOKS = "/webhook/"
PROGRAMS = ("/api/", WEBHOOKS)
LONGEST_CODE = 40
_PASSING = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
"""The same address may do after a while."""


async def error_page(request: Request, error: Exception) -> Response:
    """Answer an error; what went wrong inside is not told."""
    known = error if isinstance(error, HTTPException) else HTTPException(HTTPStatus.INTERNAL_SERVER_ERROR)
    message = _message(known)
    if request.url.path.startswith(PROGRAMS):
        # What cannot be read at all is told by the framework, in English.
        message = texts.BAD_REQUEST if known.status_code == HTTPStatus.BAD_REQUEST else message
        message = f"{message} {texts.OFF_HOW}" if known.status_code == HTTPStatus.SERVICE_UNAVAILABLE else message
        return JSONResponse({"error": message}, known.status_code, known.headers)
    page = render(
        request,
        "error.html",
        known.status_code,
        message=message,
        missing=known.status_code == HTTPStatus.NOT_FOUND,
        off=known.status_code == HTTPStatus.SERVICE_UNAVAILABLE,
        again=request.method == "GET" and known.status_code in _PASSING,
        code=request.path_params.get("code", "")[:LONGEST_CODE],
        portal=wording.PORTAL,
    )
    page.headers.update(known.headers or {})
    return page


def _message(error: HTTPException) -> str:
    told = error.detail != HTTPStatus(error.status_code).phrase
    if error.status_code == HTTPStatus.SERVICE_UNAVAILABLE and told:
        return error.detail
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return texts.ERROR
    return error.detail if told else texts.NOT_FOUND


async def bad_request(request: Request, error: Exception) -> Response:
    """Say in one sentence what the API takes."""
    return JSONResponse({"error": texts.BAD_REQUEST}, status_code=HTTPStatus.UNPROCESSABLE_ENTITY)
