"""Reading posters as others do: letters and their places by PDFium, codes by ZXing."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pypdfium2
import zxingcpp
from PIL import Image

from bot.sharing.posters.pictures import png
from bot.sharing.qr import QUIET, matrix

MILLIMETRE = 72 / 25.4
THINNEST = 0.1
"""Points; the dash of the smallest print is four times as high."""
Boxes = npt.NDArray[np.float64]
"""A row for each letter: left, bottom, right, top in millimetres from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page; sizes in millimetres."""

    text: str
    letters: Boxes
    width: float
    height: float


def pages(document: bytes) -> list[Page]:
    """Return what PDFium finds on each page."""
    with pypdfium2.PdfDocument(document) as opened:
        return [_page(page) for page in opened]


def _page(page: pypdfium2.PdfPage) -> Page:
    found = page.get_textpage()
    text = found.get_text_range()
    boxes = [found.get_charbox(place) for place in range(found.count_chars())]
    # Spaces have boxes too, wide and next to nothing high.
    shown = [box for box in boxes if box[2] - box[0] > THINNEST and box[3] - box[1] > THINNEST]
    width, height = page.get_size()
    return Page(
        text, np.array(shown).reshape(-1, 4) / MILLIMETRE, round(width / MILLIMETRE), round(height / MILLIMETRE)
    )


def picture(document: bytes, dpi: int, page: int = 0) -> Image.Image:
    """Return a page as a grey picture, as a printer without colours would have it."""
    return Image.open(BytesIO(png(document, dpi, page))).convert("L")


def codes(image: Image.Image) -> list[str]:
    """Return what is read from the codes of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


def code_boxes(document: bytes, address: str, page: int = 0, dpi: int = 100) -> Boxes:
    """Return where the codes with their quiet zones are, in millimetres as `Page.letters`."""
    image = picture(document, dpi, page)
    to_millimetres, modules = 25.4 / dpi, len(matrix(address))
    boxes = []
    for found in zxingcpp.read_barcodes(image):
        assert found.text == address
        corners = (
            found.position.top_left,
            found.position.top_right,
            found.position.bottom_right,
            found.position.bottom_left,
        )
        across, down = [corner.x for corner in corners], [image.height - corner.y for corner in corners]
        quiet = (max(across) - min(across)) / modules * QUIET
        boxes.append((min(across) - quiet, min(down) - quiet, max(across) + quiet, max(down) + quiet))
    return np.array(boxes) * to_millimetres


def overlap(first: Boxes, second: Boxes) -> Boxes:
    """Return by how many square millimetres each of `first` lies over each of `second`."""
    left, bottom = (np.maximum(first[:, None, side], second[None, :, side]) for side in (0, 1))
    right, top = (np.minimum(first[:, None, side], second[None, :, side]) for side in (2, 3))
    both: Boxes = np.clip(right - left, 0, None) * np.clip(top - bottom, 0, None)
    return both


def areas(boxes: Boxes) -> Boxes:
    """Return the square millimetres of each."""
    found: Boxes = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return found
