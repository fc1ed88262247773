"""How pages are made from templates."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates

from bot.channels.web import assets, texts
from bot.conversation import Block

_templates = Jinja2Templates(Path(__file__).parent / "templates")


def _runs(blocks: Iterable[Block]) -> list[list[Block]]:
    """Return neighbouring blocks together where all or none of them are facts."""
    return [list(run) for _, run in groupby(blocks, key=lambda block: bool(block.label))]


_templates.env.filters["runs"] = _runs
_templates.env.globals["texts"] = texts
_templates.env.globals["asset"] = assets.address


def render(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Return a page; its template finds `texts`, `asset(name)` and the site's address `site` besides `context`."""
    everything = {"site": site(request), **context}
    return _templates.TemplateResponse(request, template, everything, status_code=status)


def site(request: Request) -> str:
    """Return the address of the website, without a slash at its end."""
    public: str = request.app.state.web.public_url
    return public or str(request.base_url).rstrip("/")
