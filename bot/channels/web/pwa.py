"""What makes the chat an app on a phone: manifest, service worker, and the page for who is offline."""

import json

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from bot.channels.web import assets, texts
from bot.channels.web.rendering import render

router = APIRouter(include_in_schema=False)
OFFLINE = "/offline"
_SHELL_FILES = ("style.css", "chat.js", "icon.svg")
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("maskable.png", "512x512", "maskable"),
)


@router.get("/manifest.webmanifest")
async def manifest() -> Response:
    """Describe the app to the phone (W3C Web Application Manifest)."""
    described = {
        "id": "/",
        "name": texts.TITLE,
        "short_name": texts.TITLE,
        "description": texts.TAGLINE,
        "lang": "vi",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3f0ea",
        "theme_color": "#9b1c1c",
        "icons": [
            {"src": assets.address(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    return Response(json.dumps(described, ensure_ascii=False), media_type="application/manifest+json")


@router.get("/sw.js")
async def service_worker() -> Response:
    """Return the service worker, whose version and shell change with the files it keeps."""
    shell = [OFFLINE, *map(assets.address, _SHELL_FILES)]
    version = assets.digest("sw.js", *_SHELL_FILES)
    told = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(shell)};\n"
    return Response(told + (assets.STATIC / "sw.js").read_text("utf-8"), media_type="text/javascript")


@router.get(OFFLINE, response_class=HTMLResponse)
async def offline(request: Request) -> Response:
    """Say that the network is down; kept by the service worker."""
    return render(request, "offline.html")
