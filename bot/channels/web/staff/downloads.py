"""Files that were printed: given at once, or kept for a while."""

import re
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from bot.channels.web.admin.access import SignedIn
from bot.channels.web.admin.desk import office_of
from bot.channels.web.staff import texts
from bot.channels.web.staff.press import ENDINGS, PDF, PNG, ZIP, File

HOME = "/staff/downloads"
_STARTS = {b"%PDF": PDF, b"\x89PNG": PNG, b"PK": ZIP}
_NAME = re.compile(r"[a-z0-9.-]{1,60}", re.ASCII)
router = APIRouter(prefix=HOME, include_in_schema=False)


@router.get("/{token}")
async def download(request: Request, session: SignedIn, token: str, name: str = "") -> Response:
    """Give a file that was printed shortly before, under a name of ours."""
    data = await office_of(request).versions.download(token)
    kind = next((kind for start, kind in _STARTS.items() if data and data.startswith(start)), "")
    if data is None or not kind:
        raise HTTPException(HTTPStatus.NOT_FOUND, texts.GONE_FILE)
    return attachment(File(data, kind), name if _NAME.fullmatch(name) else "to-in")


def address(token: str, name: str) -> str:
    """Return where a file that is kept is given."""
    return f"{HOME}/{token}?name={name}"


def attachment(file: File, name: str) -> Response:
    """Return a file for the browser to save; `name` is ASCII, without its ending."""
    return _answer(file, f'attachment; filename="{name}.{ENDINGS[file.kind]}"')


def shown(file: File, name: str) -> Response:
    """Return a file for the browser to show, which knows how to print it."""
    return _answer(file, f'inline; filename="{name}.{ENDINGS[file.kind]}"')


def _answer(file: File, disposition: str) -> Response:
    return Response(file.data, media_type=file.kind, headers={"Content-Disposition": disposition})
