"""The codes are read by another program: as printed, as photographed aslant and out of focus, without colours."""

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageFilter

from bot.sharing.posters.document import pdf
from bot.sharing.posters.poster import Poster
from bot.sharing.posters.sizes import Size
from tests.sharing.posters.reading import codes, picture
from tests.sharing.posters.samples import LONG_TITLE, any_question, of_birth

POSTERS = {"general": any_question(), "procedure": of_birth(), "long title": of_birth(title=LONG_TITLE[:1000])}
Corner = tuple[float, float]
MANY = {Size.A4: 1, Size.A5: 1, Size.TENT: 2, Size.CARDS: 10}


@pytest.fixture(params=POSTERS)
def poster(request: pytest.FixtureRequest) -> Poster:
    return POSTERS[request.param]


def photographed(page: Image.Image) -> Image.Image:
    """Return the page as a telephone sees it from below and the side: in perspective, out of focus, in dim light."""
    width, height = page.size
    seen = [(130, 120), (690, 60), (860, 1120), (40, 1010)]
    there = [(0, 0), (width, 0), (width, height), (0, height)]
    aslant = page.transform(
        (900, 1200), Image.Transform.PERSPECTIVE, perspective(seen, there), Image.Resampling.BICUBIC, fillcolor=170
    )
    return aslant.filter(ImageFilter.GaussianBlur(1.6)).point(lambda grey: 40 + grey * 0.6)


def perspective(seen: Sequence[Corner], there: Sequence[Corner]) -> list[float]:
    """Return the eight numbers that lead from four corners of the picture to those of the page."""
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return list(np.linalg.solve(np.array(rows), np.array(values)))


@pytest.mark.parametrize("size", Size)
def test_the_code_is_read_at_print_size(size: Size) -> None:
    poster = of_birth()
    assert codes(picture(pdf([poster], size), 300)) == [poster.address] * MANY[size]


@pytest.mark.parametrize("size", [Size.A4, Size.A5, Size.TENT])
def test_the_code_is_read_from_a_tilted_blurred_photograph(size: Size, poster: Poster) -> None:
    assert set(codes(photographed(picture(pdf([poster], size), 100)))) == {poster.address}


def test_a_card_is_read_from_a_tilted_blurred_photograph(poster: Poster) -> None:
    card = picture(pdf([poster], Size.CARDS), 300).crop((177, 160, 1240, 797))
    assert codes(photographed(card.rotate(90, expand=True))) == [poster.address]


def test_the_code_is_read_from_a_black_and_white_print(poster: Poster) -> None:
    printed = picture(pdf([poster], Size.A4), 150).point(lambda grey: 255 * (grey > 128))
    assert codes(printed) == [poster.address]


def test_every_page_of_a_set_has_its_own_code() -> None:
    document = pdf(list(POSTERS.values()), Size.A5)
    read = [codes(picture(document, 100, page)) for page in range(len(POSTERS))]
    assert read == [[poster.address] for poster in POSTERS.values()]
