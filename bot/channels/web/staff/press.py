"""Drawing posters in threads, few at a time, so that people are answered meanwhile."""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from io import BytesIO
from threading import Event

from bot.channels.web.staff.filled import Format
from bot.channels.web.staff.order import Order

AT_ONCE = 2
DPI = 150
"""Sharp on any screen; a hundred sheets are some 20 MB."""
PDF, PNG, ZIP = "application/pdf", "image/png", "application/zip"
ENDINGS = {PDF: "pdf", PNG: "png", ZIP: "zip"}


@dataclass(frozen=True, slots=True)
class File:
    """What comes out of the press; `kind` is a MIME type."""

    data: bytes
    kind: str


class _GoneError(Exception):
    """Nobody waits for it any more."""


class Press:
    """Draws at most AT_ONCE orders at the same time; others wait their turn."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    async def print(self, order: Order) -> File:
        """Return the file of an order; raises ValueError if something does not fit on its sheet."""
        async with self._free:
            return await asyncio.to_thread(_draw, order, lambda _: None)

    async def pages(self, order: Order) -> AsyncIterator[int | File]:
        """Yield how many posters are drawn, as they are, and last the file; raises ValueError like `print`.

        The drawing stops if who listens goes away.
        """
        loop, news, gone = asyncio.get_running_loop(), asyncio.Queue[int | None](), Event()

        def on_page(done: int) -> None:
            if gone.is_set():
                raise _GoneError
            loop.call_soon_threadsafe(news.put_nowait, done)

        work = asyncio.create_task(self._in_turn(order, on_page, gone))
        work.add_done_callback(lambda _: news.put_nowait(None))
        try:
            yield 0
            while (done := await news.get()) is not None:
                yield done
            if file := await work:
                yield file
        finally:
            gone.set()

    async def _in_turn(self, order: Order, on_page: Callable[[int], None], gone: Event) -> File | None:
        async with self._free:
            try:
                return None if gone.is_set() else await asyncio.to_thread(_draw, order, on_page)
            except _GoneError:
                return None


def _draw(order: Order, on_page: Callable[[int], None]) -> File:
    # They take a second to import, which a start need not pay.
    from bot.sharing.posters.document import pdf  # noqa: PLC0415
    from bot.sharing.posters.pictures import png  # noqa: PLC0415

    posters = order.posters
    if order.format is Format.PDF:
        return File(pdf(posters, order.size, lambda done, _: on_page(done)), PDF)
    document, pictures = pdf(posters, order.size), []
    for place in range(len(posters)):
        pictures.append(png(document, DPI, place))
        on_page(place + 1)
    return File(pictures[0], PNG) if len(pictures) == 1 else File(_packed(order.names, pictures), ZIP)


def _packed(names: tuple[str, ...], pictures: list[bytes]) -> bytes:
    """Return pictures in one file; they are packed as well as can be already."""
    package = BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as packed:
        for name, picture in zip(names, pictures, strict=True):
            packed.writestr(f"{name}.{ENDINGS[PNG]}", picture)
    return package.getvalue()
