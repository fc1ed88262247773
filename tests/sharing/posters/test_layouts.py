"""Whatever people write: nothing leaves the sheet, touches the code or lies over other words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.sharing.posters import cards, tent
from bot.sharing.posters.document import pdf
from bot.sharing.posters.poster import Poster
from bot.sharing.posters.sizes import Size
from tests.sharing.posters.reading import Page, areas, code_boxes, overlap, pages, picture
from tests.sharing.posters.samples import AWKWARD, LONG_TITLE, any_question, of_birth, posters

MARGIN = {Size.A4: 14, Size.A5: 9, Size.TENT: 5, Size.CARDS: 15}
"""Millimetres that no letter enters."""
ACROSS = {Size.A4: 1, Size.A5: 1, Size.TENT: 1, Size.CARDS: 2}
DOWN = {Size.A4: 1, Size.A5: 1, Size.TENT: 2, Size.CARDS: 4.6}
"""Into how many parts a sheet is taken, one of which is looked at letter by letter, since they are alike."""
WORST = [
    *(replace(of_birth(title=LONG_TITLE[:1000]), office=text, desk=text) for text in AWKWARD),
    of_birth(title="W" * 300, receivers="công an xã;trung tâm xã;bảo hiểm xã hội;trung tâm tỉnh"),
    of_birth(service_level="toàn trình", postal="không", levels_basis="suy ra"),
]


def faults(page: Page, size: Size) -> list[str]:
    letters, margin = page.letters, MARGIN[size]
    outside = (letters[:, :2] < margin).any() or (letters[:, 2:] > (page.width - margin, page.height - margin)).any()
    once = letters[(letters[:, 2] <= page.width / ACROSS[size]) & (letters[:, 3] <= page.height / DOWN[size])]
    over_each_other = overlap(once, once) / np.minimum(areas(once)[:, None], areas(once)[None, :])
    np.fill_diagonal(over_each_other, 0)
    found = {"a letter leaves the sheet": outside, "letters lie over each other": over_each_other.max() > 0.3}
    return [fault for fault, there in found.items() if there]


@pytest.mark.parametrize("size", Size)
@settings(deadline=None, max_examples=4, phases=[Phase.explicit, Phase.generate])  # to shrink would draw for minutes
@given(drawn=st.lists(posters(), min_size=5, max_size=5))
def test_words_stay_on_the_sheet_and_off_each_other(size: Size, drawn: list[Poster]) -> None:
    assert [faults(page, size) for page in pages(pdf(drawn, size))] == [[]] * len(drawn)


@pytest.mark.parametrize("size", Size)
def test_so_do_the_worst_words(size: Size) -> None:
    assert [faults(page, size) for page in pages(pdf(WORST, size))] == [[]] * len(WORST)


@pytest.mark.parametrize(("size", "many"), [(Size.A4, 1), (Size.A5, 1), (Size.TENT, 2), (Size.CARDS, 10)])
def test_no_word_enters_the_quiet_zone(size: Size, many: int) -> None:
    drawn = [any_question(), of_birth(), WORST[-2], WORST[5]]
    document = pdf(drawn, size)
    for place, (poster, page) in enumerate(zip(drawn, pages(document), strict=True)):
        zones = code_boxes(document, poster.address, place, dpi=150)
        assert len(zones) == many
        assert overlap(page.letters, zones).max() == 0


@pytest.mark.parametrize("size", [Size.A4, Size.TENT])
def test_the_quiet_zone_is_white(size: Size) -> None:
    poster = of_birth()
    document = pdf([poster], size)
    image, dots = np.array(picture(document, 200)), 200 / 25.4
    for zone in code_boxes(document, poster.address, dpi=200):
        left, bottom, right, top = (round(side * dots) for side in zone)
        height, quiet = len(image), round((right - left) / 41 * 3.8)
        box = image[height - top + 2 : height - bottom - 2, left + 2 : right - 2]
        box[quiet : len(box) - quiet, quiet : box.shape[1] - quiet] = 255
        assert box.min() == 255


def test_both_faces_of_the_tent_are_the_same_turned_about() -> None:
    [page] = pages(pdf([of_birth()], Size.TENT))
    fold = page.height - tent.FOLD
    above, below = page.letters[page.letters[:, 1] > fold + 6], page.letters[page.letters[:, 3] < fold]
    turned = np.column_stack(
        [page.width - above[:, 2], 2 * fold - above[:, 3], page.width - above[:, 0], 2 * fold - above[:, 1]]
    )
    assert len(turned) == len(below)
    assert np.allclose(np.sort(turned, axis=0), np.sort(below, axis=0), atol=0.1)


def test_ten_cards_are_alike_and_none_reaches_over_its_edge() -> None:
    [page] = pages(pdf([of_birth(title=LONG_TITLE[:1000])], Size.CARDS))
    left, top = page.letters[:, 0] - cards.LEFT, page.height - page.letters[:, 3] - cards.TOP
    right, bottom = page.letters[:, 2] - cards.LEFT, page.height - page.letters[:, 1] - cards.TOP
    assert (left // cards.WIDTH == right // cards.WIDTH).all()
    assert (top // cards.HEIGHT == bottom // cards.HEIGHT).all()
    assert min((left % cards.WIDTH).min(), (top % cards.HEIGHT).min()) > 3
    _, many = np.unique(left // cards.WIDTH + 10 * (top // cards.HEIGHT), return_counts=True)
    assert len(many) == 10
    assert len(set(many)) == 1


def test_marks_to_cut_stand_outside_the_cards() -> None:
    image = np.array(picture(pdf([any_question()], Size.CARDS), 300))
    dots = 300 / 25.4
    left, right = round(cards.LEFT * dots), round((cards.PAGE_WIDTH - cards.LEFT) * dots)
    beside = image[:, : left - 12].min(axis=1) < 128
    starts = np.flatnonzero(np.diff(beside.astype(int)) == 1) / dots
    assert np.allclose(starts, [cards.TOP + row * cards.HEIGHT for row in range(cards.ROWS + 1)], atol=0.3)
    assert (image[:, right + 12 :].min(axis=1) < 128).sum() == beside.sum()


@pytest.mark.parametrize("size", Size)
def test_it_is_printed_with_little_ink(size: Size) -> None:
    assert (np.array(picture(pdf([of_birth()], size), 60)) < 160).mean() < 0.16
