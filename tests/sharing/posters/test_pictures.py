from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from bot.sharing.posters.document import pdf
from bot.sharing.posters.pictures import png
from bot.sharing.posters.sizes import Size
from tests.sharing.posters.samples import any_question, of_birth


@pytest.fixture(scope="module")
def document() -> bytes:
    return pdf([any_question(), of_birth()], Size.A5)


def test_a_picture_prints_in_its_true_size(document: bytes) -> None:
    image = Image.open(BytesIO(png(document, 300)))
    across, down = image.info["dpi"]
    assert (image.width / across * 25.4, image.height / down * 25.4) == pytest.approx((148, 210), abs=0.2)
    assert image.format == "PNG"


def test_any_page_can_be_drawn(document: bytes) -> None:
    assert len({png(document, 40, page) for page in (0, 1)}) == 2


def test_threads_may_draw_at_once(document: bytes) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: png(document, 40), range(8)))) == 1


@pytest.mark.parametrize("dpi", [0, -1, 601])
def test_a_resolution_out_of_reason_is_refused(document: bytes, dpi: int) -> None:
    with pytest.raises(ValueError, match="dots per inch"):
        png(document, dpi)


@pytest.mark.parametrize("page", [-1, 2])
def test_a_page_that_is_not_there_is_refused(document: bytes, page: int) -> None:
    with pytest.raises(IndexError, match=f"page {page} of 2"):
        png(document, 40, page)
