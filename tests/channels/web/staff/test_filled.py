import pytest
from starlette.datastructures import FormData

from bot.channels.web.staff import texts
from bot.channels.web.staff.filled import Filled, Format, What
from bot.sharing.posters.sizes import Size


@pytest.mark.parametrize("written", ["", "x", "A4", "a4 ", "<b>"])
def test_choices_that_no_page_offers_are_the_first(written: str) -> None:
    filled = Filled.of(FormData({"what": written, "size": written, "format": written}))

    assert (filled.what, filled.size, filled.format) == (What.GENERAL, Size.A4, Format.PDF)


def test_every_choice_has_a_name_on_the_page() -> None:
    assert set(texts.WHATS) == set(What)
    assert set(texts.SIZES) == set(Size)
    assert set(texts.FORMATS) == set(Format)
