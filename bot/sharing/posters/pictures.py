"""A page of a PDF as a picture, drawn from the very PDF that is printed."""

from io import BytesIO
from threading import Lock

import pypdfium2

_POINTS = 72
"""To an inch."""
HIGHEST_DPI = 600
_pdfium = Lock()
"""PDFium must not be called from two threads at once, not even to let go of a picture, so that is copied."""


def png(document: bytes, dpi: int = 300, page: int = 0) -> bytes:
    """Return page number `page`, counted from 0, as a PNG that prints in its true size.

    Raises ValueError for a resolution that is not within 1 to 600, IndexError for a page that is not there.
    """
    if not 1 <= dpi <= HIGHEST_DPI:
        raise ValueError(f"{dpi} dots per inch, not 1 to {HIGHEST_DPI}")
    with _pdfium, pypdfium2.PdfDocument(document) as opened:
        if not 0 <= page < len(opened):
            raise IndexError(f"page {page} of {len(opened)}")
        picture = opened[page].render(scale=dpi / _POINTS).to_pil().copy()
    written = BytesIO()
    picture.save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()
