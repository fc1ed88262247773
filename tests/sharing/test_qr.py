from io import BytesIO
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.sharing import qr

ADDRESS = "https://hoimotcua.example/p/1.001193?k=4072"


def read(picture: bytes) -> zxingcpp.Barcode:
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    return found


def drawn(boxes: tuple[qr.Box, ...], side: int) -> np.ndarray:
    picture = np.zeros((side, side), dtype=bool)
    for column, row, across, down in boxes:
        picture[row : row + down, column : column + across] = True
    return picture


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
def test_an_independent_reader_reads_back_what_was_encoded(address: str) -> None:
    assert read(qr.png(address, 4)).text == address


def test_a_vietnamese_address_is_read_back() -> None:
    assert read(qr.png("https://hỏi-một-cửa.vn/k/4072", 4)).text == "https://hỏi-một-cửa.vn/k/4072"


@pytest.mark.parametrize("length", [1, 40, 120, 500])
def test_a_seventh_of_the_code_may_be_damaged_or_more(length: int) -> None:
    assert read(qr.png("a" * length, 4)).ec_level in {"M", "Q", "H"}


def test_four_white_modules_surround_the_code() -> None:
    picture = np.array(Image.open(BytesIO(qr.png(ADDRESS, 3))).convert("L"))
    dark_rows, dark_columns = np.where((picture < 128).any(axis=1))[0], np.where((picture < 128).any(axis=0))[0]
    side = len(picture)
    assert (dark_rows[0], side - 1 - dark_rows[-1]) == (12, 12)
    assert (dark_columns[0], side - 1 - dark_columns[-1]) == (12, 12)


def test_the_scale_is_pixels_a_module() -> None:
    modules = len(qr.matrix(ADDRESS)) + 2 * qr.QUIET
    assert Image.open(BytesIO(qr.png(ADDRESS, 7))).size == (modules * 7, modules * 7)


def test_the_svg_is_the_same_code_on_white_at_any_size() -> None:
    picture = ET.fromstring(qr.svg(ADDRESS))  # noqa: S314  our own
    side = len(qr.matrix(ADDRESS)) + 2 * qr.QUIET
    assert picture.get("viewBox") == f"0 0 {side} {side}"
    assert picture.get("width") is None
    assert any(path.get("fill") == "#fff" for path in picture)


@pytest.mark.parametrize("address", [ADDRESS, "a", "https://hoimotcua.example/" + "x" * 300])
def test_the_boxes_cover_the_dark_modules_and_nothing_else(address: str) -> None:
    modules = np.array(qr.matrix(address))
    assert (drawn(qr.dark_boxes(qr.matrix(address)), len(modules)) == modules).all()


def test_dark_neighbours_share_a_box() -> None:
    modules, boxes = qr.matrix(ADDRESS), set(qr.dark_boxes(qr.matrix(ADDRESS)))
    together = {
        pair
        for column, row, across, down in boxes
        for pair in [
            *(((column + step, row), (column + step + 1, row)) for step in range(across - 1)),
            *(((column, row + step), (column, row + step + 1)) for step in range(down - 1)),
        ]
    }
    side = range(len(modules))
    assert all(((x, y), (x + 1, y)) in together for y in side for x in side[:-1] if modules[y][x] and modules[y][x + 1])
    assert all(((x, y), (x, y + 1)) in together for y in side[:-1] for x in side if modules[y][x] and modules[y + 1][x])


@pytest.mark.parametrize("address", ["", "a" * 3000, "\ud800"])
@pytest.mark.parametrize("make", [qr.matrix, qr.png, qr.svg])
def test_what_cannot_be_encoded_is_refused(make: object, address: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"address|large|encode"):
        make(address)
