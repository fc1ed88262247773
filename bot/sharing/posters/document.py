"""Posters as one PDF, a page each, with the letters they use embedded once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fpdf import FPDF

from bot.sharing.posters import cards, fonts, sheet, tent, wording
from bot.sharing.posters.canvas import Canvas
from bot.sharing.posters.poster import Poster
from bot.sharing.posters.sizes import Size

Progress = Callable[[int, int], None]
"""Told after each page how many are done, and how many there are."""
A4, A5 = (210.0, 297.0), (148.0, 210.0)
"""Width and height in millimetres."""


@dataclass(frozen=True, slots=True)
class _Form:
    """The paper, how a page of it is drawn, and at what scale."""

    paper: tuple[float, float]
    draw: Callable[[Canvas, Poster], None]
    scale: float = 1.0


_FORMS = {
    Size.A4: _Form(A4, sheet.draw),
    Size.A5: _Form(A5, sheet.draw, A5[0] / A4[0]),
    Size.TENT: _Form(A4, tent.draw),
    Size.CARDS: _Form(A4, cards.draw),
}


def pdf(posters: Sequence[Poster], size: Size, on_page: Progress | None = None) -> bytes:
    """Return a PDF with a page for each of `posters`; to be called in a thread, since a page takes 20 to 100 ms.

    Raises ValueError if there are no posters, or if an address does not fit into a QR code.
    """
    if not posters:
        raise ValueError("no posters to print")
    form = _FORMS[size]
    document = _document(form.paper, posters[0].office)
    with fonts.loaded(document):
        for done, poster in enumerate(posters, 1):
            document.add_page()
            form.draw(Canvas(document, scale=form.scale), poster)
            if on_page:
                on_page(done, len(posters))
        return bytes(document.output())


def _document(paper: tuple[float, float], office: str) -> FPDF:
    document = FPDF(unit="mm", format=paper)
    document.set_auto_page_break(auto=False)
    document.set_lang("vi")
    document.set_title(wording.BRAND)
    document.set_author(fonts.printable(office) or wording.BRAND)
    return document
