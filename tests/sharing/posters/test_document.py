import re

import pypdfium2
import pytest

from bot.sharing.posters import wording
from bot.sharing.posters.document import pdf
from bot.sharing.posters.poster import general
from bot.sharing.posters.sizes import Size
from tests.sharing.posters.reading import pages
from tests.sharing.posters.samples import DESK, OFFICE, any_question, of_birth


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("size", "paper"), [(Size.A4, (210, 297)), (Size.A5, (148, 210)), (Size.TENT, (210, 297)), (Size.CARDS, (210, 297))]
)
def test_each_size_has_its_paper_and_one_page_a_poster(size: Size, paper: tuple[int, int]) -> None:
    found = pages(pdf([any_question(), of_birth()], size))
    assert [(page.width, page.height) for page in found] == [paper, paper]


@pytest.mark.parametrize(("size", "times"), [(Size.A4, 1), (Size.A5, 1), (Size.TENT, 2), (Size.CARDS, 10)])
def test_all_that_matters_is_printed(size: Size, times: int) -> None:
    [page] = pages(pdf([any_question()], size))
    text = spaced(page.text)
    for words in ("Hỏi thủ tục?", "hoimotcua.quangngai.gov.vn/k/4072", "Nộp ở đâu?", OFFICE, DESK):
        assert text.count(words) == times, words


@pytest.mark.parametrize("size", Size)
def test_a_procedure_names_its_source_and_date(size: Size) -> None:
    [page] = pages(pdf([of_birth()], size))
    assert "Nguồn: Cổng Dịch vụ công quốc gia, đọc ngày 18/7/2026." in spaced(page.text)


def test_the_sheet_to_fold_says_where() -> None:
    [page] = pages(pdf([any_question()], Size.TENT))
    assert wording.FOLD in page.text


def test_a_poster_without_office_and_desk_bears_the_name_of_the_service() -> None:
    [page] = pages(pdf([general("https://a.vn/", "a.vn")], Size.A4))
    assert page.text.count(wording.BRAND) == 2


def test_progress_is_told_after_each_page() -> None:
    told: list[tuple[int, int]] = []
    pdf([any_question()] * 3, Size.A5, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_letters_used_are_embedded_once_for_all_pages() -> None:
    one, ten = pdf([of_birth()], Size.A4), pdf([of_birth()] * 10, Size.A4)
    assert len(re.findall(rb"/FontFile2", ten)) == 3
    assert re.findall(rb"/BaseFont /([A-Z]{6})\+", ten)
    assert len(one) < 60_000
    assert len(ten) < len(one) + 9 * 10_000


def test_the_code_is_drawn_not_painted() -> None:
    assert not re.search(rb"/Subtype\s*/Image|/XObject", pdf([any_question()], Size.A4))


def test_the_document_tells_its_language_and_author() -> None:
    with pypdfium2.PdfDocument(pdf([any_question()], Size.A4)) as opened:
        assert opened.get_metadata_dict(skip_empty=True)["Author"] == OFFICE
    assert b"/Lang (vi)" in pdf([any_question()], Size.A4)


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="no posters"):
        pdf([], Size.A4)


@pytest.mark.parametrize("address", ["", "a" * 3000])
def test_an_address_that_no_code_holds_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|large"):
        pdf([general(address, "a.vn")], Size.A4)


def test_every_size_has_a_name() -> None:
    assert set(wording.SIZES) == set(Size)
